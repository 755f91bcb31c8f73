import { useState } from 'react'
import type { ProvidersChanged } from '@rushlight/core'

export type Changing = {
  readonly isBusy: boolean
  /** What came of the last change; `undefined` before there was one. */
  readonly changed: ProvidersChanged | undefined
  readonly run: (change: () => Promise<ProvidersChanged>) => Promise<ProvidersChanged>
}

/** Changes of the account's providers, one after the other. */
export function useChanging(): Changing {
  const [isBusy, setBusy] = useState(false)
  const [changed, setChanged] = useState<ProvidersChanged | undefined>(undefined)

  async function run(change: () => Promise<ProvidersChanged>): Promise<ProvidersChanged> {
    setBusy(true)
    const answer = await change().catch(() => ({ kind: 'unreachable' }) as const)
    setBusy(false)
    setChanged(answer)
    return answer
  }

  return { isBusy, changed, run }
}
