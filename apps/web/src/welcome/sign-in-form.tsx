import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useApp, usePreferences } from '../app/app-context.ts'
import type { StorageKind } from '../engine/engine-state.ts'
import { Button } from '../parts/button.tsx'
import { PasswordField, TextField } from '../parts/text-field.tsx'
import { arrivalFault } from './arrival-words.ts'
import type { ArrivalFault } from './arrival-words.ts'
import { KeepSignedIn } from './keep-signed-in.tsx'
import { FormFault } from './sign-up-form.tsx'
import { tidyName } from './sign-up-model.ts'

/** On an empty browser: account, contacts and the list of rooms come back from the sealed backup. */
export function SignInForm({ storage }: { readonly storage: StorageKind }): ReactNode {
  const { t, i18n } = useLingui()
  const { engine, preferences } = useApp()
  const { isKept } = usePreferences()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<ArrivalFault | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    const result = await engine
      .call('signIn', { name, password, isKept })
      .catch(() => ({ kind: 'unreachable' }) as const)
    setBusy(false)
    setFault(arrivalFault(result, i18n.locale))
  }

  const of = (field: ArrivalFault['field']): string | undefined => (fault?.field === field ? fault.text : undefined)
  return (
    <form className="space-y-5" onSubmit={(event) => void submit(event)}>
      <p className="text-ink-soft">
        <Trans>
          This browser becomes a further device of your account. Contacts and rooms come back; a room opens when another
          device in it has let this one in.
        </Trans>
      </p>
      <TextField
        label={t`Name`}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        onChange={(event) => setName(tidyName(event.currentTarget.value))}
        error={of('name')}
      />
      <PasswordField
        label={t`Password`}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={of('password')}
      />
      {storage === 'disk' && <KeepSignedIn isKept={isKept} onChange={(kept) => preferences.change({ isKept: kept })} />}
      <FormFault text={of('form')} />
      <Button type="submit" tone="primary" className="w-full" isBusy={isBusy} disabled={name === '' || password === ''}>
        <Trans>Sign in</Trans>
      </Button>
    </form>
  )
}
