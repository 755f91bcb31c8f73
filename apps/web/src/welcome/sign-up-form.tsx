import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { Registration } from '@rushlight/protocol'
import { useApp, usePreferences } from '../app/app-context.ts'
import type { StorageKind } from '../engine/engine-state.ts'
import { Button } from '../parts/button.tsx'
import { PasswordField, TextField } from '../parts/text-field.tsx'
import { arrivalFault } from './arrival-words.ts'
import type { ArrivalFault } from './arrival-words.ts'
import { KeepSignedIn } from './keep-signed-in.tsx'
import { loadStrengthMeter, passwordFault } from './password-strength-model.ts'
import type { Measured, Strength, StrengthMeter } from './password-strength-model.ts'
import { StrengthView } from './password-strength-view.tsx'
import { nameFault, tidyName } from './sign-up-model.ts'

export type SignUpFormProps = {
  readonly storage: StorageKind
  readonly registration: Registration | undefined
  /** Out of the link that was followed: an invitation, or what makes one the operator, which lets in as well. */
  readonly broughtCode: string | undefined
}

export function SignUpForm({ storage, registration, broughtCode }: SignUpFormProps): ReactNode {
  const { t } = useLingui()
  const { preferences } = useApp()
  const { isKept } = usePreferences()
  const { form, fault, isBusy, change, submit } = useSignUp(broughtCode)
  const { measured, loadMeter, measure } = useStrength(form)
  const needsInvitation = (registration === 'invite' && broughtCode === undefined) || fault?.field === 'invitation'
  const of = (field: ArrivalFault['field']): string | undefined => (fault?.field === field ? fault.text : undefined)
  if (registration === 'closed' && broughtCode === undefined) return <RegistrationClosed />
  return (
    <form className="space-y-5" onSubmit={(event) => void submit(event, measure)}>
      <TextField
        label={t`Name`}
        hint={t`How others find you. Not your real name, no phone, no mail.`}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        value={form.name}
        onChange={(event) => change({ name: tidyName(event.currentTarget.value) })}
        error={of('name')}
      />
      <PasswordField
        label={t`Password`}
        autoComplete="new-password"
        value={form.password}
        onFocus={() => void loadMeter()}
        onChange={(event) => change({ password: event.currentTarget.value })}
        hint={<StrengthView measured={measured} />}
        error={of('password')}
      />
      {needsInvitation && (
        <TextField
          label={t`Invitation`}
          hint={t`This server takes new accounts by invitation. Its operator has sent you a link or a code.`}
          value={form.invitation}
          onChange={(event) => change({ invitation: event.currentTarget.value.trim() })}
          error={of('invitation')}
        />
      )}
      {storage === 'disk' && <KeepSignedIn isKept={isKept} onChange={(kept) => preferences.change({ isKept: kept })} />}
      <FormFault text={of('form')} />
      <Button type="submit" tone="primary" className="w-full" isBusy={isBusy}>
        <Trans>Create account</Trans>
      </Button>
    </form>
  )
}

type Form = { readonly name: string; readonly password: string; readonly invitation: string }

type SigningUp = {
  readonly form: Form
  readonly fault: ArrivalFault | undefined
  readonly isBusy: boolean
  readonly change: (part: Partial<Form>) => void
  readonly submit: (event: FormEvent, measure: () => Promise<Strength | undefined>) => Promise<void>
}

function useSignUp(broughtCode = ''): SigningUp {
  const { t, i18n } = useLingui()
  const { engine } = useApp()
  const { isKept } = usePreferences()
  const [form, setForm] = useState<Form>({ name: '', password: '', invitation: broughtCode })
  const [fault, setFault] = useState<ArrivalFault | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  function localFault(strength: Strength | undefined): ArrivalFault | undefined {
    if (nameFault(form.name)) {
      const text = t`3 to 32 small letters and digits, beginning with a letter; single dots, dashes or underscores inside.`
      return { field: 'name', text }
    }
    switch (passwordFault(form.password, strength)) {
      case 'tooShort':
        return { field: 'password', text: t`At least 8 characters.` }
      case 'tooLong':
        return { field: 'password', text: t`At most 256 characters.` }
      case 'tooWeak':
        return { field: 'password', text: t`This one is among the first that anybody tries. Choose another.` }
      case undefined:
        return undefined
    }
  }

  async function submit(event: FormEvent, measure: () => Promise<Strength | undefined>): Promise<void> {
    event.preventDefault()
    setBusy(true)
    const found = localFault(await measure())
    setFault(found)
    if (found !== undefined) return setBusy(false)
    const { name, password, invitation } = form
    const wanted = { name, password, isKept, ...(invitation === '' ? {} : { invitation }) }
    const result = await engine.call('signUp', wanted).catch(() => ({ kind: 'unreachable' }) as const)
    setBusy(false)
    setFault(arrivalFault(result, i18n.locale))
  }

  /** What is being mended is not held against anybody any more. */
  function change(part: Partial<Form>): void {
    setForm({ ...form, ...part })
    if ((fault?.field === 'name' || fault?.field === 'password') && fault.field in part) setFault(undefined)
  }

  return { form, fault, isBusy, change, submit }
}

type Measuring = {
  readonly measured: Measured
  readonly loadMeter: () => Promise<StrengthMeter | undefined>
  /** What is in the box now; waits for the meter. `undefined`: there is none to be had. */
  readonly measure: () => Promise<Strength | undefined>
}

/** The meter comes while somebody types; until it is there, nothing is claimed. */
function useStrength({ name, password }: Form): Measuring {
  const asked = useRef<Promise<StrengthMeter | undefined> | undefined>(undefined)
  const [meter, setMeter] = useState<{ readonly measure: StrengthMeter } | 'missing' | undefined>(undefined)

  function loadMeter(): Promise<StrengthMeter | undefined> {
    asked.current ??= loadStrengthMeter().then(
      (measure) => {
        setMeter({ measure })
        return measure
      },
      () => {
        asked.current = undefined
        setMeter('missing')
        return undefined
      },
    )
    return asked.current
  }

  function measured(): Measured {
    if (password === '') return { kind: 'nothing' }
    if (meter === undefined) return { kind: 'checking' }
    if (meter === 'missing') return { kind: 'unknown' }
    return { kind: 'measured', strength: meter.measure(password, [name]) }
  }

  return { measured: measured(), loadMeter, measure: async () => (await loadMeter())?.(password, [name]) }
}

export function FormFault({ text }: { readonly text: string | undefined }): ReactNode {
  return text === undefined ? undefined : (
    <p role="alert" className="rounded-xl bg-danger-soft px-4 py-3 text-sm text-danger">
      {text}
    </p>
  )
}

function RegistrationClosed(): ReactNode {
  return (
    <p className="text-ink-soft">
      <Trans>
        This server takes no new accounts. Ask whoever runs it, or use another server: anybody can start one.
      </Trans>
    </p>
  )
}
