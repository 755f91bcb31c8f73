import { useParams } from '@tanstack/react-router'
import { Trans, useLingui } from '@lingui/react/macro'
import { Ban, MessageSquare } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { PersonView } from '@rushlight/core'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { parsePersonLink } from '../links/app-links.ts'
import { useStartDirect } from '../new-conversation/use-start-direct.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { Pane } from '../parts/pane.tsx'
import { VerifiedBadge } from '../parts/verified-badge.tsx'
import { SafetySection } from './safety-section.tsx'

export function PersonScreen(): ReactNode {
  const { t } = useLingui()
  const person = usePerson(useParams({ strict: false }).account ?? '')
  const startDirect = useStartDirect()
  return (
    <Pane title={t`Person`} onBack={() => history.back()}>
      {person !== undefined && (
        <>
          <div className="flex flex-col items-center gap-3 py-6 text-center">
            <Avatar id={person.account} name={person.handle} size={96} />
            <p className="text-xl font-semibold break-all">
              {person.handle} <VerifiedBadge verification={person.verification} />
            </p>
            {person.isBlocked && (
              <p className="flex items-center gap-2 text-danger">
                <Ban aria-hidden size={17} />
                <Trans>Blocked: nothing from them reaches you.</Trans>
              </p>
            )}
            <div className="mt-3 flex flex-wrap justify-center gap-2">
              {!person.isBlocked && (
                <Button tone="primary" onClick={() => void startDirect(person.account)}>
                  <MessageSquare aria-hidden size={18} />
                  <Trans>Begin a conversation</Trans>
                </Button>
              )}
              {!person.isSelf && <BlockButton person={person} />}
            </div>
          </div>
          {!person.isSelf && <SafetySection person={person} />}
        </>
      )}
    </Pane>
  )
}

function BlockButton({ person }: { readonly person: PersonView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [isAsking, setAsking] = useState(false)
  const name = person.handle
  if (person.isBlocked) {
    return (
      <Button onClick={() => void engine.call('unblock', person.account)}>
        <Trans>Unblock</Trans>
      </Button>
    )
  }
  return (
    <>
      <Button className="text-danger" onClick={() => setAsking(true)}>
        <Ban aria-hidden size={18} />
        <Trans>Block</Trans>
      </Button>
      <Confirm
        title={t`Block ${name}?`}
        text={t`Nothing from ${name} reaches you any more. They are not told; what they send looks sent to them.`}
        action={t`Block`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void engine.call('block', person.account)
        }}
      />
    </>
  )
}

function usePerson(text: string): PersonView | undefined {
  const { engine } = useApp()
  const contacts = useObserved(useSession().contacts)
  const [person, setPerson] = useState<PersonView | undefined>(undefined)
  useEffect(() => {
    const account = parsePersonLink(text)
    if (account !== undefined) void engine.call('person', account).then(setPerson, () => undefined)
  }, [engine, text, contacts])
  return person
}
