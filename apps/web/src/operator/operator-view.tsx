import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Copy, Trash2 } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { Invitation, ProviderStatus } from '@rushlight/protocol'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { invitationLink } from '../links/app-links.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Pane, Section } from '../parts/pane.tsx'
import { toasts } from '../parts/toasts.tsx'
import { fullTime } from '../time/time-words.ts'
import { wireErrorWords } from '../words/wire-words.ts'

const DAY_MS: number = 24 * 60 * 60 * 1000

/** For whoever runs the server: counts, and invitations. No names: the server has no list of who talks with whom. */
export function OperatorScreen(): ReactNode {
  const { t } = useLingui()
  const isOperator = useObserved(useSession().connection)?.isOperator === true
  return (
    <Pane title={t`This server`}>
      {isOperator ? (
        <>
          <StatusSection />
          <InvitationSection />
        </>
      ) : (
        <p className="text-ink-soft">
          <Trans>
            Only the operator of this server sees more here. The link for that is printed by: rushlight operator-link
          </Trans>
        </p>
      )}
    </Pane>
  )
}

function StatusSection(): ReactNode {
  const { t, i18n } = useLingui()
  const { engine } = useApp()
  const [status, setStatus] = useState<ProviderStatus | undefined>(undefined)
  useEffect(() => {
    void engine.call('providerStatus').then(
      (asked) => setStatus(asked.kind === 'done' ? asked.value : undefined),
      () => undefined,
    )
  }, [engine])
  if (status === undefined) return undefined
  const count = new Intl.NumberFormat(i18n.locale)
  const bytes = new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
  const figures: readonly (readonly [string, string])[] = [
    [t`Accounts`, count.format(status.accounts)],
    [t`Connections now`, count.format(status.connections)],
    [t`Conversations kept`, count.format(status.logs)],
    [t`Stored`, bytes.format(status.storedBytes / 1024 ** 2)],
    [t`Files`, bytes.format(status.fileBytes / 1024 ** 2)],
    [t`Running since`, fullTime(status.startedAt, i18n.locale)],
  ]
  return (
    <Section title={t`State`}>
      {!status.acceptsWrites && (
        <p role="alert" className="py-3 text-danger">
          <Trans>The disk is full: the server takes nothing new until there is room.</Trans>
        </p>
      )}
      <dl className="divide-y divide-line">
        {figures.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4 py-2.5">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function InvitationSection(): ReactNode {
  const { t, i18n } = useLingui()
  const { engine } = useApp()
  const [invitations, setInvitations] = useState<readonly Invitation[]>([])
  const read = useCallback(() => {
    void engine.call('invitations').then(
      (asked) => asked.kind === 'done' && setInvitations(asked.value),
      () => undefined,
    )
  }, [engine])
  useEffect(read, [read])

  async function invite(uses: number): Promise<void> {
    const made = await engine.call('invite', { uses, lifetimeMs: 7 * DAY_MS }).catch(() => undefined)
    if (made?.kind === 'refused') toasts.add({ description: wireErrorWords(made.error, i18n.locale) })
    read()
  }

  async function revoke(code: string): Promise<void> {
    await engine.call('revokeInvitation', code).catch(() => undefined)
    read()
  }

  return (
    <Section title={t`Invitations`}>
      <div className="flex flex-wrap gap-2 py-3">
        <Button tone="primary" onClick={() => void invite(1)}>
          <Trans>Invite one person</Trans>
        </Button>
        <Button onClick={() => void invite(10)}>
          <Trans>Invite ten</Trans>
        </Button>
      </div>
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.code} invitation={invitation} onRevoke={() => void revoke(invitation.code)} />
        ))}
      </ul>
    </Section>
  )
}

type InvitationRowProps = { readonly invitation: Invitation; readonly onRevoke: () => void }

function InvitationRow({ invitation, onRevoke }: InvitationRowProps): ReactNode {
  const { t, i18n } = useLingui()
  const until = fullTime(invitation.expiresAt, i18n.locale)

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(invitationLink(location.origin, invitation.code))
    toasts.add({ description: t`Link copied.` })
  }

  return (
    <li className="flex items-center gap-1 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-sm">{invitation.code}</p>
        <p className="text-[0.8125rem] text-ink-soft">
          <Plural value={invitation.usesLeft} one="for # person" other="for # people" /> · <Trans>until {until}</Trans>
        </p>
      </div>
      <IconButton label={t`Copy link`} onClick={() => void copy()}>
        <Copy size={18} />
      </IconButton>
      <IconButton label={t`Withdraw invitation`} onClick={onRevoke}>
        <Trash2 size={18} />
      </IconButton>
    </li>
  )
}
