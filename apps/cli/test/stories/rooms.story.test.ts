/** Rooms at the terminal: who is put out or goes, and what a title or a name means that two things have. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRecord, signUp, startServer } from '../support/programs.ts'
import type { Ended, Person, TestRecord } from '../support/programs.ts'

/** The people of all stories here: one server serves them. */
type Together = { readonly alice: Person; readonly bobby: Person; readonly carla: Person }

test('rooms at the terminal', { timeout: 300_000 }, async (context) => {
  const server = await startServer(context)
  const [alice, bobby, carla] = await signUp(context, server, ['alice', 'bobby', 'carla'])
  assert.ok(alice && bobby && carla)
  const together = { alice, bobby, carla }
  await context.test('who is removed reads and says no more there, and only moderators remove', () => removal(together))
  await context.test('who leaves is out, and the others see it', () => leaving(together))
  await context.test('two rooms of one title: exit 2 with the choices, each of which works', () => twins(together))
  await context.test('a room that is called like a person: exit 2 with the choices', () => namesake(together))
})

function makeRoom({ alice }: Together, title: string): Promise<TestRecord> {
  return alice.record(['room', 'create', title, '--member', 'bobby', '--member', 'carla'])
}

async function removal(together: Together): Promise<void> {
  const { alice, bobby, carla } = together
  await makeRoom(together, 'Rushes')
  for (const person of [bobby, carla]) await person.records(['accept', 'alice'])
  const refused = await bobby.do(['room', 'remove', 'Rushes', 'carla', '--json'])
  assert.deepEqual([refused.code, codeIn(refused)], [1, 'notAllowed'])
  const unknown = await alice.do(['room', 'remove', 'Rushes', 'doris', '--json'])
  assert.deepEqual([unknown.code, codeIn(unknown)], [67, 'unknownName'])
  await alice.records(['room', 'remove', 'Rushes', 'carla'])
  await alice.records(['send', 'Rushes', 'without carla'])
  assert.deepEqual(await bobby.receive(), ['without carla'])
  assert.deepEqual(await carla.receive(), [])
  assert.equal((await carla.records(['rooms']))[0]?.['standing'], 'removed')
  const late = await carla.do(['send', 'Rushes', 'but', '--json'])
  assert.deepEqual([late.code, codeIn(late)], [1, 'notInRoom'])
  assert.deepEqual(await bobby.receive(), [])
}

async function leaving(together: Together): Promise<void> {
  const { alice, bobby, carla } = together
  await makeRoom(together, 'Reeds')
  assert.equal((await bobby.record(['room', 'leave', 'Reeds']))['standing'], 'left')
  await alice.records(['send', 'Reeds', 'without bobby'])
  assert.deepEqual(await carla.receive(), ['without bobby'])
  assert.deepEqual(await bobby.receive(), [])
  assert.equal((await bobby.do(['send', 'Reeds', 'but'])).code, 1)
  const room = (await alice.records(['rooms'])).find(({ title }) => title === 'Reeds')
  assert.deepEqual(room?.['members'], ['alice', 'carla'])
  assert.deepEqual(
    [room['postQuantum'], (await bobby.do(['rooms', '--json'])).out.includes('"postQuantum":null')],
    [true, true],
  )
  assert.match((await alice.do(['rooms'])).out, /^Reeds .*safe from quantum computers/m)
  assert.equal((await bobby.do(['room', 'leave', 'nowhere'])).code, 67)
}

async function twins({ alice }: Together): Promise<void> {
  const rooms = [await alice.record(['room', 'create', 'Twins']), await alice.record(['room', 'create', 'Twins'])]
  const said = await alice.do(['send', 'Twins', 'which?'])
  assert.equal(said.code, 2)
  assert.equal(said.out, '')
  for (const { id } of rooms) assert.ok(said.err.includes(String(id)))
  const told = await alice.run(['send', 'Twins', 'which?', '--json'])
  assert.equal(told.code, 2)
  const choices = choicesIn(told)
  assert.deepEqual(new Set(choices.map(({ use }) => use)), new Set(rooms.map(({ id }) => id)))
  assert.deepEqual(
    choices.map(({ title, kind }) => [title, kind]),
    [
      ['Twins', 'group'],
      ['Twins', 'group'],
    ],
  )
  for (const [index, { use }] of choices.entries()) await alice.records(['send', String(use), `to number ${index}`])
  for (const [index, { use }] of choices.entries()) {
    assert.deepEqual(await alice.history(String(use)), [`to number ${index}`])
  }
  assert.equal((await alice.do(['room', 'leave', 'Twins'])).code, 2)
}

async function namesake({ alice, bobby }: Together): Promise<void> {
  await alice.records(['send', 'bobby', 'only you'])
  await alice.record(['room', 'create', 'bobby'])
  const told = await alice.do(['history', 'bobby', '--json'])
  assert.equal(told.code, 2)
  const choices = choicesIn(told)
  assert.deepEqual(new Set(choices.map(({ kind }) => kind)), new Set(['person', 'group']))
  const person = choices.find(({ kind }) => kind === 'person')
  assert.deepEqual(await alice.history(String(person?.['use'])), ['only you'])
  assert.equal((await bobby.do(['history', 'alice'])).code, 0)
}

function codeIn({ records }: Ended): unknown {
  return records.at(-1)?.['code']
}

function choicesIn({ records }: Ended): readonly TestRecord[] {
  const choices = records.at(-1)?.['choices']
  return Array.isArray(choices) ? choices.filter((one: unknown) => isRecord(one)) : []
}
