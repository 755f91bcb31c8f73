import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ERASE_AFTER_TRIES } from '@rushlight/protocol'
import type { LockState } from '@rushlight/core'
import { useEffect, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { useApp, usePreferences } from '../app/app-context.ts'
import { DoorFrame } from '../app/door-frame.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { PasswordField } from '../parts/text-field.tsx'
import { longSpan } from '../time/time-words.ts'
import { KeepSignedIn } from '../welcome/keep-signed-in.tsx'

/** Nobody can tell here whose vault it is. */
export function LockedScreen({ lock }: { readonly lock: LockState }): ReactNode {
  const { t } = useLingui()
  const { engine, preferences } = useApp()
  const { isKept } = usePreferences()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)
  const waitMs = useWait(lock)

  async function unlock(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    const unlocked = await engine.call('unlock', { password, isKept }).catch(() => ({ kind: 'failed' }) as const)
    setBusy(false)
    if (unlocked.kind === 'wrongPassword') setError(t`That is not the password of this vault.`)
    if (unlocked.kind === 'failed') setError(t`The vault could not be opened. Try again.`)
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
        <LockWords lock={lock} waitMs={waitMs} />
        <KeepSignedIn isKept={isKept} onChange={(kept) => preferences.change({ isKept: kept })} />
        <Button
          type="submit"
          tone="primary"
          className="w-full"
          isBusy={isBusy}
          disabled={password === '' || waitMs > 0}
        >
          <Trans>Unlock</Trans>
        </Button>
      </form>
      <Forgotten />
    </DoorFrame>
  )
}

/** How long the next try has to wait, and what it may cost. */
function LockWords({ lock, waitMs }: { readonly lock: LockState; readonly waitMs: number }): ReactNode {
  const { i18n } = useLingui()
  const { triesLeft } = lock
  const span = longSpan(roundUp(waitMs), i18n.locale)
  return (
    <div role="status" className="space-y-2 text-sm empty:hidden">
      {waitMs > 0 && (
        <p>
          <Trans>Wrong too often. The next try counts in {span}.</Trans>
        </p>
      )}
      {triesLeft !== undefined && triesLeft < ERASE_AFTER_TRIES && (
        <p className="font-medium text-danger">
          <Plural
            value={triesLeft}
            one="After one more wrong password everything in this browser is erased."
            other="After # more wrong passwords everything in this browser is erased."
          />
        </p>
      )}
    </div>
  )
}

const SECOND_MS = 1000
const MINUTE_MS: number = 60 * SECOND_MS

/** Whole minutes while there are several, so that a screen reader is not told each second. */
function roundUp(ms: number): number {
  const unit = ms > 2 * MINUTE_MS ? MINUTE_MS : ms > 10 * SECOND_MS ? 10 * SECOND_MS : SECOND_MS
  return Math.ceil(ms / unit) * unit
}

/** What is left of the wait that the engine told of. */
function useWait(lock: LockState): number {
  const [waitMs, setWait] = useState(lock.waitMs)
  useEffect(() => {
    const endsAt = performance.now() + lock.waitMs
    const tick = (): void => setWait(Math.max(0, endsAt - performance.now()))
    tick()
    if (lock.waitMs === 0) return undefined
    const timer = setInterval(tick, SECOND_MS / 2)
    return () => clearInterval(timer)
  }, [lock])
  return waitMs
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
