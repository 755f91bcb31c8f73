import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { forgetOnlineDay } from '../app/server-gone.ts'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { Section } from '../parts/pane.tsx'
import { TextField } from '../parts/text-field.tsx'
import { dropShell } from '../service-worker/keep-shell.ts'

export function AccountSection(): ReactNode {
  const { t } = useLingui()
  return (
    <Section title={t`Account`}>
      <div className="space-y-2 py-3">
        <SignOut />
        <DeleteAccount />
      </div>
    </Section>
  )
}

function SignOut(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [isUnreachable, setUnreachable] = useState(false)

  /** Without an answer everything here can be erased all the same: the user says so by asking again. */
  async function leave(): Promise<void> {
    setBusy(true)
    if (isUnreachable) await engine.call('erase')
    const left = isUnreachable ? 'done' : await engine.call('signOutAndErase').catch(() => 'unreachable' as const)
    setBusy(false)
    setUnreachable(left === 'unreachable')
    if (left === 'done') await forgetHere()
  }

  return (
    <>
      <Button className="w-full" onClick={() => setAsking(true)}>
        <Trans>Sign out</Trans>
      </Button>
      <Confirm
        title={t`Sign out of this device?`}
        text={
          isUnreachable
            ? t`The server does not answer, so the others cannot be told. You can erase everything here all the same; this device then stays on your account until you remove it from another one.`
            : t`Everything of this account in this browser is erased. Account, contacts and the list of rooms come back when you sign in; messages that are only here do not.`
        }
        action={isUnreachable ? t`Erase all the same` : t`Sign out`}
        isOpen={isAsking}
        isBusy={isBusy}
        onClose={() => setAsking(false)}
        onConfirm={() => void leave()}
      />
    </>
  )
}

function DeleteAccount(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const self = useObserved(useSession().self)
  const [isAsking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | undefined>(undefined)
  const name = self?.name ?? ''

  async function end(): Promise<void> {
    setBusy(true)
    const ended = await engine.call('deleteAccountAndErase').catch(() => 'unreachable' as const)
    setBusy(false)
    if (ended === 'done') await forgetHere()
    else setFault(t`The server does not answer. Nothing was deleted: try again when you are online.`)
  }

  return (
    <>
      <Button tone="plain" className="w-full text-danger" onClick={() => setAsking(true)}>
        <Trans>Delete account</Trans>
      </Button>
      <Confirm
        title={t`Delete the account for good?`}
        text={
          <Trans>
            You leave all rooms, and account, mailbox and name are erased. The name <strong>{name}</strong> is never
            given to anybody again, not even to you.
          </Trans>
        }
        action={t`Delete for good`}
        isOpen={isAsking}
        isBusy={isBusy}
        canConfirm={typed === name && name !== ''}
        onClose={() => setAsking(false)}
        onConfirm={() => void end()}
      >
        <div className="mt-4">
          <TextField
            label={t`Type your name to confirm`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={fault}
          />
        </div>
      </Confirm>
    </>
  )
}

/** What the app keeps beside the vault. */
async function forgetHere(): Promise<void> {
  forgetOnlineDay()
  await dropShell()
}
