import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  APPLICATION_ENTRY_BYTES_MAX,
  followsHead,
  headAfter,
  passDoor,
  startOf,
  verifyReceipt,
} from '@rushlight/protocol'
import type { Receipt } from '@rushlight/protocol'
import * as fc from 'fast-check'
import { join } from '../../src/testing/person.ts'
import type { Person } from '../../src/testing/person.ts'
import { pull, seqsOf } from '../support/pulling.ts'
import { refused } from '../support/refused.ts'
import { goThrough, memberOf, newKey, openRoom, post, submit, takeSeat } from '../../src/testing/room.ts'
import type { Room } from '../../src/testing/room.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

async function peopleOf(world: TestProvider, names: readonly string[]): Promise<readonly Person[]> {
  const people: Person[] = []
  for (const name of names) people.push(await join(world.crypto, await world.connect(), name))
  return people
}

async function roomOf(world: TestProvider, names: readonly string[] = ['alice', 'bobby']): Promise<Room> {
  return openRoom(await peopleOf(world, names))
}

/** Receipts in their order: each holds, and stands directly behind the one before. */
async function ensureChain(world: TestProvider, room: Room, receipts: readonly Receipt[]): Promise<void> {
  let head = startOf(room.log)
  let lastAt = 0
  for (const receipt of receipts) {
    assert.ok(await verifyReceipt(world.crypto, world.provider.record.key, receipt))
    assert.ok(followsHead(receipt, head, lastAt), `place ${receipt.body.seq}`)
    head = headAfter(world.crypto, receipt.body)
    lastAt = receipt.body.acceptedAt
  }
}

describe('an entry', () => {
  test('gets the next place and a receipt that holds, and reaches the others', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    assert.equal(at.result.kind, 'passed')
    const receipts = [await post(at), await post(at), await post(at)]
    await ensureChain(world, room, receipts)
    const bob = memberOf(room, 1).person.connection.client
    assert.deepEqual(seqsOf(bob.pushedItems), [1, 2, 3])
    assert.deepEqual(
      bob.pushedItems.map(({ receipt }) => receipt),
      receipts,
    )
    assert.deepEqual(memberOf(room, 0).person.connection.client.pushedItems, [])
  })

  test('posted by many at once in one log: no place twice, none left out, everybody is told in order', async () => {
    const world = await startProvider()
    const room = await roomOf(world, ['alice', 'bobby', 'carol', 'david', 'erika'])
    const doors = await Promise.all(room.members.map((member) => goThrough(room, member, room.doorKey)))
    const posts = Array.from({ length: 100 }, (_, i) => doors[i % doors.length])
    const receipts = await Promise.all(posts.map((at) => (at === undefined ? assert.fail() : post(at))))
    const sorted = receipts.toSorted((a, b) => a.body.seq - b.body.seq)
    assert.deepEqual(
      sorted.map(({ body }) => body.seq),
      Array.from({ length: 100 }, (_, i) => i + 1),
    )
    await ensureChain(world, room, sorted)
    for (const { person } of room.members) {
      const pushed = seqsOf(person.connection.client.pushedItems)
      assert.deepEqual(
        pushed,
        pushed.toSorted((a, b) => a - b),
      )
      assert.equal(pushed.length, 80, 'all but its own')
    }
  })

  test('of one device get their places in the order in which they were sent', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const receipts = await Promise.all(Array.from({ length: 20 }, () => post(at)))
    assert.deepEqual(
      receipts.map(({ body }) => body.seq),
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
  })

  test('submitted again has one place: while it is on its way, afterwards, and after a restart', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const alice = memberOf(room, 0)
    const at = await goThrough(room, alice, room.doorKey)
    const posting = { idempotencyKey: newKey(world.crypto), entry: world.crypto.randomBytes(512) }
    const [first, again] = await Promise.all([post(at, posting), post(at, posting)])
    assert.deepEqual(again, first)
    await post(at)
    assert.deepEqual(await post(at, posting), first)
    await world.provider.close()
    await world.store.close()
    const restarted = await startProvider({ disk: world.disk, time: world.time })
    const connection = await restarted.connect()
    const back = { ...alice, person: { ...alice.person, connection } }
    const atAgain = await goThrough(room, back, room.doorKey)
    assert.deepEqual(await post(atAgain, posting), first)
    assert.equal((await post(atAgain)).body.seq, 3)
  })

  test('of another device under the same key is another entry', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const idempotencyKey = newKey(world.crypto)
    const [one, other] = await Promise.all(room.members.map((member) => goThrough(room, member, room.doorKey)))
    assert.ok(one && other)
    assert.equal((await post(one, { idempotencyKey })).body.seq, 1)
    assert.equal((await post(other, { idempotencyKey })).body.seq, 2)
  })

  test('whatever is repeated, in whatever order, has one place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 1, maxLength: 30 }), async (sequence) => {
        const world = await startProvider()
        const room = await roomOf(world)
        const at = await goThrough(room, memberOf(room, 0), room.doorKey)
        const keys = Array.from({ length: 10 }, () => newKey(world.crypto))
        const entry = world.crypto.randomBytes(64)
        const receipts = await Promise.all(
          sequence.map((i) => post(at, { idempotencyKey: keys[i] ?? assert.fail(), entry })),
        )
        const places = new Map<number, Set<number>>()
        for (const [n, i] of sequence.entries()) {
          places.set(i, (places.get(i) ?? new Set()).add(receipts[n]?.body.seq ?? 0))
        }
        const seqs = [...places.values()].map((set) => [...set])
        assert.ok(seqs.every((set) => set.length === 1))
        assert.deepEqual(
          seqs.flat().toSorted((a, b) => a - b),
          Array.from({ length: places.size }, (_, i) => i + 1),
        )
      }),
      { numRuns: 15 },
    )
  })

  test('gets a time that does not go back, though the clock does', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const first = await post(at)
    world.time.jump(-60_000)
    const second = await post(at)
    assert.equal(second.body.acceptedAt, first.body.acceptedAt)
    await ensureChain(world, room, [first, second])
  })

  test('that is too large, or sealed for another place, is refused', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const other = await openRoom(room.members.map(({ person }) => person))
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    await refused(submit(at, { entry: new Uint8Array(APPLICATION_ENTRY_BYTES_MAX + 1) }), 'tooLarge')
    await goThrough(other, memberOf(other, 0), other.doorKey)
    const elsewhere = { ...at, log: other.log, door: other.door }
    await refused(submit(elsewhere), 'malformed')
    await refused(submit({ ...at, submitKey: new Uint8Array(32) }), 'malformed')
  })
})

describe('a door', () => {
  test('is passed with its key and a signature of a posting key of its roster, on this connection', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const alice = memberOf(room, 0)
    const [stranger] = await peopleOf(world, ['mallory'])
    assert.ok(stranger)
    await refused(goThrough(room, await takeSeat(stranger), room.doorKey), 'notInRoster')
    const thief = { ...alice, postingKey: memberOf(room, 1).postingKey }
    await refused(goThrough(room, thief, room.doorKey), 'signatureInvalid')
    const replayed = { ...alice.person.connection.greeting, challenge: world.crypto.randomBytes(32) }
    const onOther = { ...alice.person, connection: { ...alice.person.connection, greeting: replayed } }
    await refused(goThrough(room, { ...alice, person: onOther }, room.doorKey), 'signatureInvalid')
    const { client } = alice.person.connection
    const { log, door } = room
    await refused(client.call(passDoor, { log, door, proof: new Uint8Array(200) }), 'malformed')
    const unknown = await goThrough(room, alice, world.crypto.randomBytes(32))
    assert.equal(unknown.result.kind, 'noDoor')
    const nowhere = { crypto: world.crypto, log: (await roomOf(await startProvider())).log }
    await refused(goThrough(nowhere, alice, room.doorKey), 'unknownLog')
  })

  test('that was not passed on this connection takes nothing', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    assert.deepEqual(await submit({ ...at, connection: await world.connect() }), { kind: 'noDoor' })
  })

  test('is forgotten ten minutes after it was last used, and has to be passed again', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    for (let minutes = 0; minutes < 30; minutes += 8) {
      await world.time.advance(8 * 60_000)
      await post(at)
    }
    await world.time.advance(10 * 60_000)
    assert.deepEqual(await submit(at), { kind: 'noDoor' })
    const again = await goThrough(room, memberOf(room, 0), room.doorKey)
    assert.equal((await post(again)).body.seq, 5)
  })
})

describe('a log', () => {
  test('opened twice by the same door is one log; by another door it is not opened', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const { doorKey } = room
    const again = await openRoom(
      room.members.map(({ person }) => person),
      { log: room.log, doorKey, members: room.members },
    )
    await post(await goThrough(again, memberOf(room, 0), doorKey))
    const squatted = openRoom([memberOf(room, 1).person], { log: room.log })
    await refused(squatted, 'notInRoster')
  })

  test('is opened twenty times a day by one account', async () => {
    const world = await startProvider()
    const [alice] = await peopleOf(world, ['alice'])
    assert.ok(alice)
    for (let i = 0; i < 20; i += 1) await openRoom([alice])
    const wait = await refused(openRoom([alice]), 'tooManyRequests')
    assert.ok(wait <= 24 * 3_600_000)
  })

  test('is pulled from any place on, by its readers only', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const entries = Array.from({ length: 5 }, () => world.crypto.randomBytes(100))
    for (const entry of entries) await post(at, { entry })
    const bob = memberOf(room, 1)
    const all = await pull(room, bob)
    assert.equal(all.head, 5)
    assert.deepEqual(
      all.items.map(({ entry }) => entry),
      entries,
    )
    assert.deepEqual(seqsOf((await pull(room, bob, 3)).items), [4, 5])
    assert.deepEqual(await pull(room, bob, 5), { items: [], head: 5 })
    assert.deepEqual(await pull(room, bob, 500), { items: [], head: 5 })
    await refused(pull(room, { ...bob, reader: new Uint8Array(32) }), 'unknownLog')
  })

  test('is pulled in parts when it is long or large', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    for (let i = 0; i < 300; i += 1) await post(at, { entry: new Uint8Array(i < 40 ? 200_000 : 64) })
    const bob = memberOf(room, 1)
    const seqs: number[] = []
    for (let head = Infinity; seqs.length < head;) {
      const part = await pull(room, bob, seqs.length)
      assert.ok(part.items.length > 0 && part.items.length <= 256)
      assert.ok(part.items.reduce((sum, { entry }) => sum + (entry?.length ?? 0), 0) <= 4 * 1024 * 1024)
      seqs.push(...seqsOf(part.items))
      head = part.head
    }
    assert.deepEqual(
      seqs,
      Array.from({ length: 300 }, (_, i) => i + 1),
    )
  })

  test('takes as many messages an hour from one key as the rule says', async () => {
    const world = await startProvider()
    const room = await roomOf(world)
    const [alice, bob] = await Promise.all(room.members.map((member) => goThrough(room, member, room.doorKey)))
    assert.ok(alice && bob)
    const posting = { idempotencyKey: newKey(world.crypto) }
    await post(alice, posting)
    for (let i = 1; i < 600; i += 1) await post(alice)
    const wait = await refused(submit(alice), 'tooManyRequests')
    assert.ok(wait > 0 && wait <= 3_600_000)
    assert.equal((await post(alice, posting)).body.seq, 1, 'what was accepted is told again, beyond any limit')
    await post(bob)
    world.time.jump(7_200_000)
    await post(await goThrough(room, memberOf(room, 0), room.doorKey))
  })
})
