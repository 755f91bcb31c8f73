import { Link, useNavigate } from '@tanstack/react-router'
import { Trans, useLingui } from '@lingui/react/macro'
import { Flame, Users } from 'lucide-react'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { AccountId } from '@rushlight/protocol'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { parsePersonLink } from '../links/app-links.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { Pane, Section } from '../parts/pane.tsx'
import { TextField } from '../parts/text-field.tsx'
import { notFoundWords } from './find-words.ts'
import { OwnLink } from './own-link.tsx'
import { useStartDirect } from './use-start-direct.ts'

const ROW = 'flex w-full items-center gap-3 rounded-xl py-2.5 text-start hover:bg-hover'

export function NewConversationScreen(): ReactNode {
  const { t } = useLingui()
  const session = useSession()
  const contacts = useObserved(session.contacts).filter(({ isBlocked }) => !isBlocked)
  const { list } = useObserved(session.rooms.rooms)
  const navigate = useNavigate()
  const startDirect = useStartDirect()
  const notes = list.find(({ kind }) => kind === 'self')
  return (
    <Pane title={t`New conversation`}>
      <FindForm onFound={startDirect} />
      <Section title={t`Or`}>
        <Link to="/new/room" className={ROW}>
          <span className="grid size-10 place-items-center rounded-[30%] bg-flame-soft text-flame-ink">
            <Users aria-hidden size={19} />
          </span>
          <Trans>A room with several people</Trans>
        </Link>
        {notes !== undefined && (
          <button
            type="button"
            className={ROW}
            onClick={() => void navigate({ to: '/c/$room', params: { room: notes.id } })}
          >
            <span className="grid size-10 place-items-center rounded-full bg-flame-soft text-flame-ink">
              <Flame aria-hidden size={19} />
            </span>
            <Trans>Notes to self</Trans>
          </button>
        )}
      </Section>
      {contacts.length > 0 && (
        <Section title={t`People you know`}>
          <ul>
            {contacts.map((person) => (
              <li key={person.account}>
                <button type="button" className={ROW} onClick={() => void startDirect(person.account)}>
                  <Avatar id={person.account} name={person.handle} size={40} />
                  <span className="truncate">{person.handle}</span>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t`Let others find you`}>
        <OwnLink />
      </Section>
    </Pane>
  )
}

/** By name, or by the link that somebody sent. */
function FindForm({ onFound }: { readonly onFound: (account: AccountId) => Promise<boolean> }): ReactNode {
  const { t, i18n } = useLingui()
  const { engine } = useApp()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function find(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    const linked = text.includes('/') ? parsePersonLink(text) : undefined
    const found = await (
      linked === undefined ? engine.call('findByHandle', text) : engine.call('findById', linked)
    ).catch(() => ({ kind: 'unreachable' }) as const)
    if (found.kind !== 'found') setError(notFoundWords(found, i18n.locale))
    else if (!(await onFound(found.account))) setError(t`No connection to the server yet. Try again in a moment.`)
    setBusy(false)
  }

  return (
    <form className="mb-6 flex items-start gap-2" onSubmit={(event) => void find(event)}>
      <div className="min-w-0 flex-1">
        <TextField
          label={t`Name or link`}
          placeholder="alice"
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={error}
        />
      </div>
      <Button type="submit" tone="primary" className="mt-[1.6rem]" isBusy={isBusy} disabled={text.trim() === ''}>
        <Trans>Find</Trans>
      </Button>
    </form>
  )
}
