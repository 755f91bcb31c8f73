import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useApp, useObserved, usePreferences } from '../app/app-context.ts'
import type { StorageKind } from '../engine/engine-state.ts'
import { Button } from '../parts/button.tsx'
import { PasswordField } from '../parts/text-field.tsx'
import { KeepSignedIn } from '../welcome/keep-signed-in.tsx'
import { CodeForm } from './code-form.tsx'
import { linkFailureWords } from './linking-words.ts'
import { LinkingView } from './linking-view.tsx'
import { useLinking } from './use-linking.ts'

const PASSWORD_LENGTH_MIN = 8

/** On an empty browser: becomes a device of the account that another device of it is on. */
export function LinkForm({ storage }: { readonly storage: StorageKind }): ReactNode {
  const { t } = useLingui()
  const { engine, model, preferences } = useApp()
  const { isKept } = usePreferences()
  const { deviceLink } = useObserved(model.brought)
  const [password, setPassword] = useState('')
  const [isRunning, setRunning] = useState(false)
  const [fault, setFault] = useState<string | undefined>(undefined)
  const view = useLinking()

  async function link(text: string | undefined): Promise<void> {
    if (password.length < PASSWORD_LENGTH_MIN) return setFault(t`Choose a password of 8 characters or more first.`)
    setRunning(true)
    const wanted = { password, isKept, ...(text === undefined ? {} : { text }) }
    const end = await engine
      .call('linkDevice', wanted)
      .catch(() => ({ kind: 'failed', failure: 'unreachable' }) as const)
    setRunning(false)
    if (end.kind === 'failed') setFault(linkFailureWords(end.failure))
    else if (end.kind === 'notStored') setFault(t`This browser could not keep your account.`)
  }

  if (isRunning && view !== undefined) return <LinkingView view={view} decides={false} />
  return (
    <div className="space-y-5">
      <p className="text-ink-soft">
        <Trans>
          A device that has your account adds this one: there, open Settings, then Devices. No password of your account
          is needed.
        </Trans>
      </p>
      <PasswordField
        label={t`A password for this browser`}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {storage === 'disk' && <KeepSignedIn isKept={isKept} onChange={(kept) => preferences.change({ isKept: kept })} />}
      <Button tone="primary" className="w-full" onClick={() => void link(undefined)}>
        <Trans>Show a code here</Trans>
      </Button>
      <CodeForm begun={deviceLink ?? ''} error={fault} onCode={(text) => void link(text)} />
    </div>
  )
}
