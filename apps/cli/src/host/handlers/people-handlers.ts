import { parseHandle } from '@rushlight/protocol'
import { CommandFailure } from '../../failure/command-failure.ts'
import { block, getUserStatus, listContacts, unblock } from '../../methods/methods.ts'
import type { UserStatus } from '../../methods/methods.ts'
import type { EventRecord } from '../../records/records.ts'
import type { Desk } from '../desk.ts'
import { accountOf, findPerson } from '../find-target.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { handleOf, personRecord } from '../records-of.ts'

export const peopleHandlers: readonly Handler[] = [
  handler(listContacts, async (desk) => {
    await desk.catchUp()
    return (await desk.client.contacts()).map((person) => personRecord(person))
  }),

  handler(getUserStatus, async (desk, { recipient }) => {
    if (!(await desk.catchUp())) throw new CommandFailure('offline')
    const statuses: UserStatus[] = []
    for (const name of recipient) statuses.push({ recipient: name, registered: await isRegistered(desk, name) })
    return statuses
  }),

  handler(block, (desk, { recipient }) => changeStanding(desk, recipient, 'blocked')),
  handler(unblock, (desk, { recipient }) => changeStanding(desk, recipient, 'unblocked')),
]

async function changeStanding(desk: Desk, name: string, event: 'blocked' | 'unblocked'): Promise<EventRecord> {
  const { client } = desk
  const person = await findPerson(desk, name)
  if (person.isSelf) throw new CommandFailure('notYourself')
  await (event === 'blocked' ? client.block(person.account) : client.unblock(person.account))
  client.start()
  return {
    type: 'event',
    event,
    room: undefined,
    title: undefined,
    by: undefined,
    names: [handleOf(person)],
    at: Date.now(),
    expireMs: undefined,
    burnMs: undefined,
  }
}

async function isRegistered({ client }: Desk, name: string): Promise<boolean> {
  if (parseHandle(name) === undefined) return false
  const found = await client.findByHandle(name)
  if (found.kind === 'refused' && found.error.code === 'unknownAccount') return false
  accountOf(found)
  return true
}
