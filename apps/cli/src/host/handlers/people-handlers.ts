import { parseHandle, parseSafetyNumber } from '@rushlight/protocol'
import { CommandFailure } from '../../failure/command-failure.ts'
import { block, getIdentity, getUserStatus, listContacts, trust, unblock, untrust } from '../../methods/methods.ts'
import type { PersonView } from '@rushlight/core'
import type { UserStatus } from '../../methods/methods.ts'
import type { EventRecord, IdentityRecord } from '../../records/records.ts'
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

  handler(getIdentity, async (desk, { recipient }) => identityOf(desk, await findOther(desk, recipient))),

  handler(trust, async (desk, { recipient, verifiedSafetyNumber }) => {
    const { account } = await findOther(desk, recipient)
    const number = parseSafetyNumber(verifiedSafetyNumber)
    const verified = number === undefined ? 'differs' : await desk.client.safety.verify(account, number)
    if (verified === 'differs') throw new CommandFailure('numberDiffers')
    if (verified === 'unknownAccount') throw new CommandFailure('offline')
    desk.client.start()
    return identityOf(desk, await desk.client.person(account))
  }),

  handler(untrust, async (desk, { recipient }) => {
    const { account } = await findOther(desk, recipient)
    await desk.client.safety.unverify(account)
    desk.client.start()
    return identityOf(desk, await desk.client.person(account))
  }),

  handler(block, (desk, { recipient }) => changeStanding(desk, recipient, 'blocked')),
  handler(unblock, (desk, { recipient }) => changeStanding(desk, recipient, 'unblocked')),
]

async function findOther(desk: Desk, name: string): Promise<PersonView> {
  const person = await findPerson(desk, name)
  if (person.isSelf) throw new CommandFailure('notYourself')
  return person
}

async function identityOf({ client }: Desk, person: PersonView): Promise<IdentityRecord> {
  const { account, verification } = person
  const view = await client.safety.view(account)
  if (view === undefined) throw new CommandFailure('offline')
  return { type: 'identity', id: account, handle: handleOf(person), verification, safetyNumber: view.number }
}

async function changeStanding(desk: Desk, name: string, event: 'blocked' | 'unblocked'): Promise<EventRecord> {
  const { client } = desk
  const person = await findOther(desk, name)
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
