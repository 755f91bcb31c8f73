import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useApp, usePreferences } from '../app/app-context.ts'
import { DoorFrame } from '../app/door-frame.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { PasswordField } from '../parts/text-field.tsx'
import { KeepSignedIn } from '../welcome/keep-signed-in.tsx'

/** Nobody can tell here whose vault it is. */
export function LockedScreen(): ReactNode {
  const { t } = useLingui()
  const { engine, preferences } = useApp()
  const { isKept } = usePreferences()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function unlock(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    const unlocked = await engine.call('unlock', { password, isKept }).catch(() => 'failed' as const)
    setBusy(false)
    if (unlocked === 'wrongPassword') setError(t`That is not the password of this vault.`)
    if (unlocked === 'failed') setError(t`The vault could not be opened. Try again.`)
  }

  return (
    <DoorFrame title={t`Locked`}>
      <form className="space-y-5" onSubmit={(event) => void unlock(event)}>
        <PasswordField
          label={t`Password`}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={error}
        />
        <KeepSignedIn isKept={isKept} onChange={(kept) => preferences.change({ isKept: kept })} />
        <Button type="submit" tone="primary" className="w-full" isBusy={isBusy} disabled={password === ''}>
          <Trans>Unlock</Trans>
        </Button>
      </form>
      <Forgotten />
    </DoorFrame>
  )
}

function Forgotten(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button tone="plain" className="mt-3 w-full" onClick={() => setAsking(true)}>
        <Trans>Erase this browser and begin anew</Trans>
      </Button>
      <Confirm
        title={t`Erase everything in this browser?`}
        text={t`Messages that are only here are gone then, and nobody can bring them back. The account stays: you can sign in again with name and password.`}
        action={t`Erase`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void engine.call('erase')}
      />
    </>
  )
}
