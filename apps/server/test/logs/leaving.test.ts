import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  boardTag,
  ENTRY_KEPT_MS_MAX,
  findHeads,
  findSuccessors,
  hashOfSuccessorNote,
  leaveLog,
  PREFIX_COPIES_MAX,
  pullPrefix,
  putPrefix,
  span,
  SUCCESSOR_NOTES_MAX,
} from '@rushlight/protocol'
import type { PrefixItem, SuccessorNote } from '@rushlight/protocol'
import { join } from '../../src/testing/person.ts'
import { commitOf, goThrough, memberOf, openRoom, post, submit } from '../../src/testing/room.ts'
import type { Member, Room } from '../../src/testing/room.ts'
import { pull, seqsOf } from '../support/pulling.ts'
import { refused } from '../support/refused.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider, TestProviderOptions } from '../support/test-provider.ts'

type Scene = { readonly world: TestProvider; readonly room: Room }

const NAMES = ['alice', 'bobby', 'carol', 'david', 'erica', 'frank', 'grace', 'heidi', 'ivana']

async function roomOf(count: number, options: TestProviderOptions = {}): Promise<Scene> {
  const world = await startProvider(options)
  const people = []
  for (const name of NAMES.slice(0, count)) people.push(await join(world.crypto, await world.connect(), name))
  return { world, room: await openRoom(people) }
}

function noteOf({ crypto }: TestProvider): SuccessorNote {
  return { slot: 1, tag: boardTag.fromBytes(crypto.randomBytes(32)), sealed: crypto.randomBytes(100) }
}

const show = ({ log }: Room, { person, reader }: Member, note: SuccessorNote): Promise<unknown> =>
  person.connection.client.call(leaveLog, { log, reader, note })

describe('a log that was left (R30)', () => {
  test('answers whoever submits with where it went on, and goes on serving what it has', async () => {
    const { world, room } = await roomOf(2)
    const [alice, bob] = [memberOf(room, 0), memberOf(room, 1)]
    const at = await goThrough(room, bob, room.doorKey)
    await post(at)
    const note = noteOf(world)
    await show(room, alice, note)
    assert.deepEqual(await submit(at), { kind: 'left', notes: [note] })
    assert.deepEqual(seqsOf((await pull(room, bob)).items), [1])
    const { client } = bob.person.connection
    assert.deepEqual((await client.call(findSuccessors, { log: room.log, reader: bob.reader })).notes, [note])
    const asked = [{ log: room.log, reader: bob.reader, seen: 1 }]
    assert.deepEqual((await client.call(findHeads, { logs: asked })).left, [room.log])
  })

  test('stops nobody who has seen that and stays, until something else is shown', async () => {
    const { world, room } = await roomOf(2)
    const [alice, bob] = [memberOf(room, 0), memberOf(room, 1)]
    const at = await goThrough(room, bob, room.doorKey)
    const [lie, other] = [noteOf(world), noteOf(world)]
    await show(room, alice, lie)
    const despite = [hashOfSuccessorNote(world.crypto, lie)]
    assert.equal((await submit(at, { despite })).kind, 'accepted')
    await show(room, alice, other)
    assert.equal((await submit(at, { despite })).kind, 'left')
  })

  test('remembers it over a restart, one note of each reader and only so many', async () => {
    const { world, room } = await roomOf(SUCCESSOR_NOTES_MAX + 1)
    const notes = room.members.slice(0, -1).map(() => noteOf(world))
    for (const [i, note] of notes.entries()) {
      await show(room, memberOf(room, i), noteOf(world))
      await show(room, memberOf(room, i), note)
    }
    const last = memberOf(room, SUCCESSOR_NOTES_MAX)
    await refused(show(room, last, noteOf(world)), 'quotaExceeded')
    await world.provider.close()
    const again = await startProvider({ store: world.store, time: world.time })
    const { client } = await again.connect()
    const found = await client.call(findSuccessors, { log: room.log, reader: last.reader })
    const sorted = (all: readonly SuccessorNote[]): readonly string[] => all.map(({ tag }) => tag).toSorted()
    assert.deepEqual(sorted(found.notes), sorted(notes))
  })

  test('is left by its readers only: by no stranger, and by none who was removed', async () => {
    const { world, room } = await roomOf(2)
    const [alice, bob] = [memberOf(room, 0), memberOf(room, 1)]
    await refused(show(room, { ...bob, reader: world.crypto.randomBytes(32) }, noteOf(world)), 'unknownLog')
    const at = await goThrough(room, alice, room.doorKey)
    await post(at, { commit: commitOf(world.crypto, { removed: [bob] }) })
    await refused(show(room, bob, noteOf(world)), 'unknownLog')
  })
})

describe('entries beside a log', () => {
  const put = (
    { log }: Room,
    { person, reader }: Member,
    item: PrefixItem & { timeToLiveStep?: number },
  ): Promise<unknown> => person.connection.client.call(putPrefix, { log, reader, timeToLiveStep: 6, ...item })
  const pulled = async ({ log }: Room, { person, reader }: Member, names: readonly Uint8Array[]) =>
    (await person.connection.client.call(pullPrefix, { log, reader, names })).items
  const itemOf = ({ crypto }: TestProvider, bytes = 700): PrefixItem => ({
    name: crypto.randomBytes(16),
    sealed: crypto.randomBytes(bytes),
  })

  test('are pulled by name by whoever reads the log, and told to nobody', async () => {
    const { world, room } = await roomOf(2)
    const [alice, bob] = [memberOf(room, 0), memberOf(room, 1)]
    const [one, two] = [itemOf(world), itemOf(world)]
    await put(room, alice, one)
    await put(room, alice, two)
    await put(room, alice, two)
    assert.deepEqual(await pulled(room, bob, [two.name, two.name, world.crypto.randomBytes(16)]), [two])
    assert.deepEqual(bob.person.connection.client.pushes, [])
    const stranger = { ...bob, reader: world.crypto.randomBytes(32) }
    await refused(pulled(room, stranger, [one.name]), 'unknownLog')
    await refused(put(room, stranger, one), 'unknownLog')
  })

  test('lie in few copies, so that nobody who comes first with noise keeps the others out', async () => {
    const { world, room } = await roomOf(PREFIX_COPIES_MAX + 1)
    const { name } = itemOf(world)
    const copies = room.members.map(() => ({ ...itemOf(world), name }))
    for (const [i, copy] of copies.entries()) await put(room, memberOf(room, i), copy)
    assert.deepEqual(await pulled(room, memberOf(room, 0), [name]), copies.slice(0, PREFIX_COPIES_MAX))
  })

  test('are bounded for each reader, also after a restart', async () => {
    const { world, room } = await roomOf(2)
    const [alice, bob] = [memberOf(room, 0), memberOf(room, 1)]
    for (let i = 0; i < 4; i += 1) await put(room, alice, itemOf(world, 4_000_000))
    await refused(put(room, alice, itemOf(world, 4_000_000)), 'quotaExceeded')
    await put(room, bob, itemOf(world, 4_000_000))
    await world.provider.close()
    const again = await startProvider({ store: world.store, time: world.time })
    const { client } = await again.connect()
    const { name, sealed } = itemOf(world, 4_000_000)
    const putting = { log: room.log, reader: alice.reader, name, sealed, timeToLiveStep: 6 }
    await refused(client.call(putPrefix, putting), 'quotaExceeded')
  })

  test('end when their message does, and at the latest when the hub would have dropped it', async () => {
    const { world, room } = await roomOf(1)
    const alice = memberOf(room, 0)
    const [brief, long] = [itemOf(world), itemOf(world)]
    await put(room, alice, { ...brief, timeToLiveStep: 0 })
    await put(room, alice, long)
    await world.time.advance(2 * span.HOUR_MS)
    assert.deepEqual(await pulled(room, alice, [brief.name, long.name]), [long])
    await world.time.skip(ENTRY_KEPT_MS_MAX)
    assert.deepEqual(await pulled(room, alice, [long.name]), [])
  })
})
