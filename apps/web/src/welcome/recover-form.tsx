import { Trans, useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useApp, usePreferences } from '../app/app-context.ts'
import type { StorageKind } from '../engine/engine-state.ts'
import { Button } from '../parts/button.tsx'
import { PasswordField, TextField } from '../parts/text-field.tsx'
import { recoveryFault } from './arrival-words.ts'
import type { RecoveryFault } from './arrival-words.ts'
import { KeepSignedIn } from './keep-signed-in.tsx'
import { FormFault } from './sign-up-form.tsx'
import { tidyName } from './sign-up-model.ts'

const PASSWORD_LENGTH_MIN = 8

/** Back with nothing but the 24 words: this browser is then the account's only device. */
export function RecoverForm({ storage }: { readonly storage: StorageKind }): ReactNode {
  const { t, i18n } = useLingui()
  const { engine, preferences } = useApp()
  const { isKept } = usePreferences()
  const [form, setForm] = useState({ name: '', phrase: '', password: '' })
  const [fault, setFault] = useState<RecoveryFault | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const { name, phrase, password } = form

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    const result = await engine
      .call('recover', { name, phrase, password, isKept })
      .catch(() => ({ kind: 'unreachable' }) as const)
    setBusy(false)
    setFault(recoveryFault(result, i18n.locale))
  }

  const of = (field: RecoveryFault['field']): string | undefined => (fault?.field === field ? fault.text : undefined)
  const isWhole = name !== '' && phrase.trim() !== '' && password.length >= PASSWORD_LENGTH_MIN
  return (
    <form className="space-y-5" onSubmit={(event) => void submit(event)}>
      <p className="text-ink-soft">
        <Trans>
          Your recovery phrase brings account, contacts and rooms back, and puts every other device out. Rooms open as
          soon as one of their members is online.
        </Trans>
      </p>
      <TextField
        label={t`Name`}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        onChange={(event) => setForm({ ...form, name: tidyName(event.currentTarget.value) })}
        error={of('name')}
      />
      <PhraseBox
        value={phrase}
        error={of('phrase')}
        onChange={(typed) => {
          setForm({ ...form, phrase: typed })
          if (fault?.field === 'phrase') setFault(undefined)
        }}
      />
      <PasswordField
        label={t`New password`}
        hint={t`At least 8 characters.`}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
        error={of('password')}
      />
      {storage === 'disk' && <KeepSignedIn isKept={isKept} onChange={(kept) => preferences.change({ isKept: kept })} />}
      <FormFault text={of('form')} />
      <Button type="submit" tone="primary" className="w-full" isBusy={isBusy} disabled={!isWhole}>
        <Trans>Come back</Trans>
      </Button>
    </form>
  )
}

type PhraseBoxProps = {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (typed: string) => void
}

function PhraseBox({ value, error, onChange }: PhraseBoxProps): ReactNode {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        <Trans>Recovery phrase</Trans>
      </label>
      <textarea
        id={id}
        rows={5}
        className="field h-auto py-2 font-mono"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-says`}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p
        id={`${id}-says`}
        role={error === undefined ? undefined : 'alert'}
        className={error === undefined ? 'mt-1.5 text-sm text-ink-soft' : 'mt-1.5 text-sm text-danger'}
      >
        {error ?? <Trans>24 words in their order; of each the first four letters are enough.</Trans>}
      </p>
    </div>
  )
}
