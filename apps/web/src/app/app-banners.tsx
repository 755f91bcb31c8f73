import { Trans, useLingui } from '@lingui/react/macro'
import { Clock3, EyeOff, ServerOff, ShieldAlert, WifiOff } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { HistoryOffer } from '../history/history-offer.tsx'
import { Banner } from '../parts/banner.tsx'
import { PhraseReminder } from '../recovery/phrase-reminder.tsx'
import { longSpan } from '../time/time-words.ts'
import { useObserved, useSession } from './app-context.ts'
import { useServerGone } from './server-gone.ts'

/** What concerns everything: no connection, a wrong clock, a window that keeps nothing. */
export function AppBanners(): ReactNode {
  const session = useSession()
  const connection = useObserved(session.connection)
  const isGone = useServerGone(connection)
  const isLongOffline = useLongerThan(connection !== undefined && connection.state !== 'online', OFFLINE_TOLD_AFTER_MS)
  return (
    <>
      {isGone && (
        <Banner icon={<ServerOff size={16} />} tone="warning">
          <Trans>
            No server of your account has answered for a week. You can take the account to another place with all its
            history: <Link to="/settings">Settings, Your data</Link>.
          </Trans>
        </Banner>
      )}
      {isLongOffline && !isGone && (
        <Banner icon={<WifiOff size={16} />}>
          <Trans>No connection. You can read and write; what you send goes out when the connection is back.</Trans>
        </Banner>
      )}
      <ServerAway />
      <PhraseReminder />
      <HistoryOffer />
      {connection?.isDisputed === true && (
        <Banner icon={<ShieldAlert size={16} />} tone="warning">
          <Trans>
            Two of your devices have put each other out. Until your recovery phrase decides, no new device comes in. If
            one of them is in wrong hands: sign in elsewhere with the 24 words.
          </Trans>
        </Banner>
      )}
      {connection?.clockWrongByMs !== undefined && <ClockWrong byMs={connection.clockWrongByMs} />}
      {session.storage === 'memory' && (
        <Banner icon={<EyeOff size={16} />}>
          <Trans>This window keeps nothing: close it, and account and messages are gone.</Trans>
        </Banner>
      )}
    </>
  )
}

/** One server of several does not answer: nothing stops, and it is said once. */
function ServerAway(): ReactNode {
  const session = useSession()
  const providers = useObserved(session.providers)
  const away = providers.find(({ state, failedSince }) => state !== 'online' && failedSince !== undefined)?.name
  const carrier = providers.find(({ state }) => state === 'online')?.name
  const isLong = useLongerThan(away !== undefined && carrier !== undefined, OFFLINE_TOLD_AFTER_MS)
  if (!isLong || away === undefined || carrier === undefined) return undefined
  return (
    <Banner icon={<ServerOff size={16} />}>
      <Trans>
        {away} does not answer. Everything goes on through {carrier}.
      </Trans>
    </Banner>
  )
}

function ClockWrong({ byMs }: { readonly byMs: number }): ReactNode {
  const { i18n } = useLingui()
  const span = longSpan(Math.abs(byMs), i18n.locale)
  return (
    <Banner icon={<Clock3 size={16} />} tone="warning">
      {byMs > 0 ? (
        <Trans>
          The clock of this device is {span} behind the server’s. Until it is set, the earlier deadline counts.
        </Trans>
      ) : (
        <Trans>
          The clock of this device is {span} ahead of the server’s. Until it is set, the earlier deadline counts.
        </Trans>
      )}
    </Banner>
  )
}

/** A hiccup is nothing to tell. */
const OFFLINE_TOLD_AFTER_MS = 2000

function useLongerThan(isSo: boolean, ms: number): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(isSo), isSo ? ms : 0)
    return () => clearTimeout(timer)
  }, [isSo, ms])
  return isSo && isLong
}
