import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useObserved, useSession } from '../app/app-context.ts'

/** Who this is, or that the connection is being made; small, and never in the way. */
export function ConnectionWords(): ReactNode {
  const session = useSession()
  const connection = useObserved(session.connection)
  const self = useObserved(session.self)
  return (
    <p className="truncate text-[0.8125rem] leading-4 text-ink-soft">
      {connection === undefined || connection.state === 'online' ? (
        (self?.name ?? '\u00A0')
      ) : (
        <Trans>Connecting …</Trans>
      )}
    </p>
  )
}
