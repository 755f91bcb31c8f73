import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { PersonView, SafetyView, Scanned } from '@rushlight/core'
import { groupsOfSafetyNumber } from '@rushlight/protocol'
import { useApp } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Section } from '../parts/pane.tsx'
import { QrView } from '../parts/qr-view.tsx'
import { VerifiedBadge } from '../parts/verified-badge.tsx'
import { ScanSafetyCode } from './scan-safety-code.tsx'

/** Making sure who somebody is: by the number of both, or by scanning each other. */
export function SafetySection({ person }: { readonly person: PersonView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [safety, setSafety] = useSafety(person)
  const [scanned, setScanned] = useState<Scanned['kind'] | undefined>(undefined)
  if (safety === undefined) return undefined
  const { account, verification } = person
  const name = person.handle

  async function scan(text: string, nonce: Uint8Array): Promise<void> {
    const { kind, next } = await engine.call('scanSafetyCode', { account, text, nonce })
    setScanned(kind)
    if (next !== undefined) setSafety(next)
  }

  return (
    <Section title={t`Safety number`}>
      <div className="space-y-4 py-4">
        <VerificationWords verification={verification} name={name} />
        <SafetyNumber number={safety.number} />
        <p className="text-sm text-ink-soft">
          <Trans>
            Compare it with what {name} sees, face to face or on the phone. If both are the same, nobody stands between
            you, now and on every device that either of you adds later.
          </Trans>
        </p>
        {verification === 'verified' ? (
          <Button onClick={() => void engine.call('unverify', account)}>
            <Trans>Not verified any more</Trans>
          </Button>
        ) : (
          <Button tone="primary" onClick={() => void engine.call('verify', { account, number: safety.number })}>
            <Trans>They are the same</Trans>
          </Button>
        )}
        <hr className="border-line" />
        <p className="text-sm text-ink-soft">
          <Trans>Or scan each other, one after the other: {name} scans this code, and you theirs.</Trans>
        </p>
        <QrView text={safety.code} label={t`Code for the camera of ${name}`} />
        <ScanSafetyCode code={safety.code} onScan={(text) => void scan(text, safety.nonce)} />
        <p
          role="status"
          className={scanned?.startsWith('matches') === true ? 'font-medium' : 'font-medium text-danger'}
        >
          {scanned !== undefined && <ScannedWords kind={scanned} name={name} />}
        </p>
      </div>
    </Section>
  )
}

/** Anew when the account has another key: then the number is another. */
function useSafety({ account, verification }: PersonView): [SafetyView | undefined, (safety: SafetyView) => void] {
  const { engine } = useApp()
  const [safety, setSafety] = useState<SafetyView | undefined>(undefined)
  useEffect(() => {
    let isGone = false
    async function look(): Promise<void> {
      const next = await engine.call('safety', account)
      // What a scan has brought answers the other's code, and stays.
      if (!isGone) setSafety((before) => (before !== undefined && before.number === next?.number ? before : next))
    }
    void look().catch(() => undefined)
    return () => {
      isGone = true
    }
  }, [engine, account, verification])
  return [safety, setSafety]
}

function VerificationWords({
  verification,
  name,
}: Pick<PersonView, 'verification'> & { readonly name: string }): ReactNode {
  switch (verification) {
    case 'verified':
      return (
        <p className="font-medium">
          <VerifiedBadge verification={verification} /> <Trans>You have verified {name}.</Trans>
        </p>
      )
    case 'lapsed':
      return (
        <p className="font-medium text-danger">
          <VerifiedBadge verification={verification} />{' '}
          <Trans>
            The account came back by its recovery words since you verified it. Most often {name} has lost a device. But
            whoever has found those words could do the same: compare anew.
          </Trans>
        </p>
      )
    case 'none':
      return (
        <p>
          <Trans>You have not verified {name}.</Trans>
        </p>
      )
  }
}

/** Read out five digits at a time. */
function SafetyNumber({ number }: { readonly number: string }): ReactNode {
  const { t } = useLingui()
  return (
    <ol
      aria-label={t`Safety number, twelve groups of five digits`}
      className="grid grid-cols-3 gap-x-3 gap-y-1.5 rounded-xl bg-hover px-3 py-3 text-center font-mono text-[1.0625rem] min-[420px]:grid-cols-4"
    >
      {groupsOfSafetyNumber(number).map((group, place) => (
        <li key={place}>{group}</li>
      ))}
    </ol>
  )
}

function ScannedWords({ kind, name }: { readonly kind: Scanned['kind']; readonly name: string }): ReactNode {
  switch (kind) {
    case 'matches':
      return (
        <Trans>
          It matches, and {name} is verified here. Now let {name} scan the code above.
        </Trans>
      )
    case 'matchesBoth':
      return <Trans>It matches, and {name} has scanned yours: you have verified each other.</Trans>
    case 'differs':
      return (
        <Trans>
          It does not match. Do not trust this conversation: one of you sees a key that is not the other’s. Talk to{' '}
          {name} face to face.
        </Trans>
      )
    case 'own':
      return <Trans>That is your own code. Scan the one on the screen of {name}.</Trans>
    case 'stale':
      return <Trans>That code answers an earlier one. Let {name} scan the code that you see now.</Trans>
    case 'notACode':
      return <Trans>That is no code for this. {name} finds theirs on the page about you.</Trans>
    case 'unknownAccount':
      return <Trans>Nothing is known of this account. Try again when you are online.</Trans>
  }
}
