import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useApp, usePreferences } from '../app/app-context.ts'
import type { StorageKind } from '../engine/engine-state.ts'
import { Button } from '../parts/button.tsx'
import { PasswordField, TextField } from '../parts/text-field.tsx'
import { exportFault } from './export-words.ts'
import type { ExportFault } from './export-words.ts'
import { KeepSignedIn } from './keep-signed-in.tsx'
import { FormFault } from './sign-up-form.tsx'

const PASSWORD_CHARACTERS_MIN = 8

/** On an empty browser: the account of an export goes on here, with its history at once. */
export function OpenExportForm({ storage }: { readonly storage: StorageKind }): ReactNode {
  const { t, i18n } = useLingui()
  const { engine, preferences } = useApp()
  const { isKept } = usePreferences()
  const [file, setFile] = useState<File | undefined>(undefined)
  const [form, setForm] = useState<Form>({ passphrase: '', password: '', invitation: '' })
  const [fault, setFault] = useState<ExportFault | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const { passphrase, password, invitation } = form
    if (file === undefined) return
    if (Array.from(password).length < PASSWORD_CHARACTERS_MIN)
      return setFault({ field: 'password', text: t`At least 8 characters.` })
    setBusy(true)
    const more = invitation === '' ? {} : { invitation }
    const result = await engine
      .call('goOn', { file, passphrase, password, isKept, ...more })
      .catch(() => ({ kind: 'broken' }) as const)
    setBusy(false)
    setFault(exportFault(result, i18n.locale))
  }

  return (
    <form className="space-y-5" onSubmit={(event) => void submit(event)}>
      <p className="text-ink-soft">
        <Trans>
          This browser becomes a further device of the account in the file, also when its server is gone for ever. Its
          history is here at once; a room opens when another device in it has let this one in.
        </Trans>
      </p>
      <Fields form={form} onChange={setForm} onFile={setFile} fault={fault} />
      {storage === 'disk' && <KeepSignedIn isKept={isKept} onChange={(kept) => preferences.change({ isKept: kept })} />}
      <FormFault text={fault?.field === 'form' ? fault.text : undefined} />
      <Button
        type="submit"
        tone="primary"
        className="w-full"
        isBusy={isBusy}
        disabled={file === undefined || form.passphrase === ''}
      >
        <Trans>Go on with it</Trans>
      </Button>
    </form>
  )
}

type Form = { readonly passphrase: string; readonly password: string; readonly invitation: string }

type FieldsProps = {
  readonly form: Form
  readonly onChange: (form: Form) => void
  readonly onFile: (file: File | undefined) => void
  readonly fault: ExportFault | undefined
}

function Fields({ form, onChange, onFile, fault }: FieldsProps): ReactNode {
  const { t } = useLingui()
  const of = (field: ExportFault['field']): string | undefined => (fault?.field === field ? fault.text : undefined)
  return (
    <>
      <TextField
        label={t`Export`}
        type="file"
        accept=".rushlight"
        onChange={(event) => onFile(event.currentTarget.files?.[0])}
        error={of('file')}
      />
      <PasswordField
        label={t`Passphrase of the file`}
        autoComplete="off"
        value={form.passphrase}
        onChange={(event) => onChange({ ...form, passphrase: event.currentTarget.value })}
        error={of('passphrase')}
      />
      <PasswordField
        label={t`Password for this browser`}
        autoComplete="new-password"
        value={form.password}
        onChange={(event) => onChange({ ...form, password: event.currentTarget.value })}
        error={of('password')}
      />
      {fault?.field === 'invitation' && (
        <TextField
          label={t`Invitation`}
          value={form.invitation}
          onChange={(event) => onChange({ ...form, invitation: event.currentTarget.value.trim() })}
          error={of('invitation')}
        />
      )}
    </>
  )
}
