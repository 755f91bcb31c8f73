import { useParams } from '@tanstack/react-router'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { FoundAccount } from '@rushlight/core'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { parsePersonLink } from '../links/app-links.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button, Spinner } from '../parts/button.tsx'
import { Pane } from '../parts/pane.tsx'
import { notFoundWords } from './find-words.ts'
import { useStartDirect } from './use-start-direct.ts'

/** Where a person's link leads: who it is, before anything is begun. */
export function AddPersonScreen(): ReactNode {
  const { t, i18n } = useLingui()
  const found = useFound(useParams({ strict: false }).account ?? '')
  const startDirect = useStartDirect()
  const [isBusy, setBusy] = useState(false)

  async function begin(account: Extract<FoundAccount, { kind: 'found' }>['account']): Promise<void> {
    setBusy(true)
    await startDirect(account)
    setBusy(false)
  }

  return (
    <Pane title={t`Somebody’s link`}>
      {found === undefined && (
        <p role="status" className="flex items-center justify-center gap-3 py-10 text-ink-soft">
          <Spinner />
          <Trans>Looking them up …</Trans>
        </p>
      )}
      {found !== undefined && found.kind !== 'found' && (
        <p role="alert" className="rounded-xl bg-danger-soft px-4 py-3 text-danger">
          {notFoundWords(found, i18n.locale)}
        </p>
      )}
      {found?.kind === 'found' && (
        <div className="flex flex-col items-center gap-3 py-8 text-center">
          <Avatar id={found.account} name={found.row.name} size={88} />
          <p className="text-xl font-semibold">{found.row.name}</p>
          <p className="max-w-sm text-ink-soft">
            <Trans>The link names the account itself: no server can put somebody else in its place.</Trans>
          </p>
          <Button tone="primary" isBusy={isBusy} onClick={() => void begin(found.account)}>
            <Trans>Begin a conversation</Trans>
          </Button>
        </div>
      )}
    </Pane>
  )
}

function useFound(text: string): FoundAccount | undefined {
  const { engine } = useApp()
  const connection = useObserved(useSession().connection)
  const [found, setFound] = useState<FoundAccount | undefined>(undefined)
  const isOnline = connection?.state === 'online'
  useEffect(() => {
    const account = parsePersonLink(text)
    if (account === undefined) setFound({ kind: 'notAName' })
    else if (isOnline) void engine.call('findById', account).then(setFound, () => setFound({ kind: 'unreachable' }))
  }, [engine, text, isOnline])
  return found
}
