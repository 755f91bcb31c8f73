import { t } from '@lingui/core/macro'
import type { MessageView, PersonView, RoomView } from '@rushlight/core'
import { useEffect } from 'react'
import { useObserved, useSession } from '../app/app-context.ts'
import { accountsIn } from '../conversation/lines-model.ts'
import type { NameRole, Names } from '../words/room-words.ts'

/** The names of everyone in a room and in its lines, also of those who have left. */
export function useNames(room: RoomView, messages: readonly MessageView[]): Names {
  const session = useSession()
  const people = useObserved(session.people)
  const known = new Map<string, PersonView>(room.participants.map((person) => [person.account, person]))
  const missing = accountsIn(messages).filter((account) => !known.has(account) && !people.has(account))
  useEffect(() => {
    for (const account of missing) session.needPerson(account)
  })
  return (account, role = 'subject') => {
    const person = known.get(account) ?? people.get(account)
    if (person === undefined) return '…'
    if (person.isSelf) return ownName(role)
    return person.handle === '' ? t`Somebody` : person.handle
  }
}

function ownName(role: NameRole): string {
  switch (role) {
    case 'subject':
      return t`You`
    case 'object':
      return t({ message: 'you', context: 'object: they added you' })
    case 'owner':
      return t({ message: 'yours', context: 'a device of yours' })
  }
}
