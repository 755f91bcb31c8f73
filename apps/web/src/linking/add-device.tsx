import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useApp, useObserved } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/pane.tsx'
import { CodeForm } from './code-form.tsx'
import { linkFailureWords } from './linking-words.ts'
import { LinkingView } from './linking-view.tsx'
import { useLinking } from './use-linking.ts'

/** On a device of the account: adds another one, whichever of the two shows the code. */
export function AddDevice(): ReactNode {
  const { t } = useLingui()
  const { engine, model } = useApp()
  const { deviceLink } = useObserved(model.brought)
  const view = useLinking()
  const [isRunning, setRunning] = useState(false)
  const [fault, setFault] = useState<string | undefined>(undefined)

  async function add(text: string | undefined): Promise<void> {
    setRunning(true)
    const end = await engine.call('addDevice', text).catch(() => ({ kind: 'failed', failure: 'unreachable' }) as const)
    setRunning(false)
    setFault(end.kind === 'failed' ? linkFailureWords(end.failure) : undefined)
    model.brought.set({ ...model.brought.value, deviceLink: undefined })
  }

  return (
    <Section title={t`Add a device`}>
      {isRunning && view !== undefined ? (
        <LinkingView view={view} decides />
      ) : (
        <>
          <p className="pt-3 text-sm text-ink-soft">
            <Trans>
              Open Rushlight on the other device and choose “Link this device”. Then give one the code of the other.
            </Trans>
          </p>
          <CodeForm begun={deviceLink ?? ''} error={fault} onCode={(text) => void add(text)} />
          <div className="pb-3">
            <Button className="w-full" onClick={() => void add(undefined)}>
              <Trans>Show a code here instead</Trans>
            </Button>
          </div>
        </>
      )}
    </Section>
  )
}
