import { useEffect, useState } from 'react'
import type { LinkView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'

/** How far the linking of a device has come. */
export function useLinking(): LinkView | undefined {
  const { engine } = useApp()
  const [view, setView] = useState<LinkView | undefined>(undefined)
  useEffect(() => {
    const read = (): void => void engine.call('linkingState').then(setView, () => undefined)
    read()
    return engine.subscribe(({ kind }) => {
      if (kind === 'linkingChanged') read()
    })
  }, [engine])
  return view
}
