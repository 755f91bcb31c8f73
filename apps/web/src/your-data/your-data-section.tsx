import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useApp, useObserved, usePreferences, useSession } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/pane.tsx'
import { SwitchRow } from '../parts/switch-row.tsx'
import { PasswordField } from '../parts/text-field.tsx'
import { pickLanguage } from '../words/i18n.ts'
import { saveBlob } from './save-blob.ts'

/** Whoever has the file can try as many as he likes. */
const PASSPHRASE_CHARACTERS_MIN = 10

/** Everything can be taken along: to go on elsewhere, or to be read. */
export function YourDataSection(): ReactNode {
  const { t } = useLingui()
  return (
    <Section title={t`Your data`}>
      <ExportForm />
      <ReadableForm />
    </Section>
  )
}

function ExportForm(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const name = useObserved(useSession().self)?.name ?? 'rushlight'
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [says, setSays] = useState<string | undefined>(undefined)
  const [fault, setFault] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function write(event: FormEvent): Promise<void> {
    event.preventDefault()
    setSays(undefined)
    const isShort = Array.from(passphrase).length < PASSPHRASE_CHARACTERS_MIN
    const wrong = isShort
      ? t`At least 10 characters.`
      : again === passphrase
        ? undefined
        : t`These are two different ones.`
    setFault(wrong)
    if (wrong !== undefined) return
    setBusy(true)
    const blob = await engine.call('exportArchive', passphrase).catch(() => undefined)
    setBusy(false)
    if (blob === undefined) return setFault(t`The file could not be written. Make room on this device and try again.`)
    saveBlob(blob, `${name}.rushlight`)
    setPassphrase('')
    setAgain('')
    setSays(t`Written. Keep the file and its passphrase apart: whoever has both has your account.`)
  }

  return (
    <form className="space-y-3 py-3" onSubmit={(event) => void write(event)}>
      <p>
        <Trans>
          One encrypted file with your account, contacts, rooms, history and files. Read it on any machine without a
          server, or go on with it as the same account at any provider.
        </Trans>
      </p>
      <PassphraseFields
        passphrase={passphrase}
        again={again}
        fault={fault}
        onPassphrase={setPassphrase}
        onAgain={setAgain}
      />
      <p className="text-sm text-ink-soft">
        <Trans>
          Messages that vanish are in it until their time is over; then no Rushlight shows them. What burns and is not
          read yet is not in it.
        </Trans>
      </p>
      <Button type="submit" className="w-full" isBusy={isBusy} disabled={passphrase === ''}>
        <Trans>Export</Trans>
      </Button>
      <p role="status" className="text-sm">
        {says}
      </p>
    </form>
  )
}

type PassphraseFieldsProps = {
  readonly passphrase: string
  readonly again: string
  readonly fault: string | undefined
  readonly onPassphrase: (text: string) => void
  readonly onAgain: (text: string) => void
}

function PassphraseFields({ passphrase, again, fault, onPassphrase, onAgain }: PassphraseFieldsProps): ReactNode {
  const { t } = useLingui()
  return (
    <>
      <PasswordField
        label={t`Passphrase for the file`}
        autoComplete="off"
        value={passphrase}
        onChange={(event) => onPassphrase(event.currentTarget.value)}
        error={fault}
      />
      <PasswordField
        label={t`Once more`}
        autoComplete="off"
        value={again}
        onChange={(event) => onAgain(event.currentTarget.value)}
      />
    </>
  )
}

function ReadableForm(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const { language } = usePreferences()
  const [withVanishing, setWithVanishing] = useState(false)
  const [says, setSays] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function write(): Promise<void> {
    setBusy(true)
    setSays(undefined)
    const picked = pickLanguage(language, navigator.languages) === 'nl' ? 'nl' : 'en'
    const blob = await engine.call('exportReadable', { language: picked, withVanishing }).catch(() => undefined)
    setBusy(false)
    if (blob === undefined)
      return setSays(t`That is too much for one file. In a terminal: rushlight export --readable DIR`)
    saveBlob(blob, 'rushlight.zip')
    setSays(t`Written. Open index.html in it.`)
  }

  return (
    <div className="space-y-3 border-t border-line py-3">
      <p>
        <Trans>
          Pages that any browser shows, with JSON and the files beside them, in one zip file. Nothing in it is
          encrypted.
        </Trans>
      </p>
      <SwitchRow
        label={t`Also what vanishes`}
        effect={<Trans>It then stays in that file. What burns after reading is never in it.</Trans>}
        isOn={withVanishing}
        onChange={setWithVanishing}
      />
      <Button className="w-full" isBusy={isBusy} onClick={() => void write()}>
        <Trans>Save to read</Trans>
      </Button>
      <p role="status" className="text-sm">
        {says}
      </p>
    </div>
  )
}
