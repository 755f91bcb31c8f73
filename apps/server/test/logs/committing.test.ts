import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  acknowledgeItems,
  COMMITS_PER_HOUR_MAX,
  deltaHashOf,
  doorOf,
  findHeads,
  hashOfEntry,
  SET_ADDRESSES_PER_HOUR_MAX,
  span,
} from '@rushlight/protocol'
import type { CommitPart, Receipt, Submit } from '@rushlight/protocol'
import { settle } from '../support/manual-time.ts'
import { attach, createAddress, join } from '../../src/testing/person.ts'
import type { Person } from '../../src/testing/person.ts'
import { noticesFor, pull, seqsOf, welcomeFor } from '../support/pulling.ts'
import { refused } from '../support/refused.ts'
import { commitOf, goThrough, memberOf, openRoom, post, submit, takeSeat } from '../../src/testing/room.ts'
import type { AtDoor, Member, Room } from '../../src/testing/room.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

type Scene = { readonly world: TestProvider; readonly room: Room; readonly people: readonly Person[] }

async function begin(names: readonly string[], members: number = names.length): Promise<Scene> {
  const world = await startProvider()
  const people: Person[] = []
  for (const name of names) people.push(await join(world.crypto, await world.connect(), name))
  return { world, people, room: await openRoom(people.slice(0, members)) }
}

const at = (room: Room, index: number, doorKey: Uint8Array = room.doorKey): Promise<AtDoor> =>
  goThrough(room, memberOf(room, index), doorKey)

/** A commit, and the entry it stands in: for speaking over it. */
async function commit(
  door: AtDoor,
  part: CommitPart,
  rest: Partial<Submit> = {},
): Promise<{ readonly receipt: Receipt; readonly hash: Uint8Array }> {
  const entry = door.crypto.randomBytes(600)
  const receipt = await post(door, { commit: part, entry, ...rest })
  return { receipt, hash: hashOfEntry(door.crypto, entry) }
}

describe('a commit', () => {
  test('makes a child door of the roster and the delta, and its receipt names delta and child', async () => {
    const { world, room } = await begin(['alice', 'bobby'])
    const part = commitOf(world.crypto, {})
    const { receipt } = await commit(await at(room, 0), part)
    assert.deepEqual(receipt.body.deltaHash, deltaHashOf(world.crypto, { commit: part }))
    assert.equal(receipt.body.child, doorOf(world.crypto, part.childKey))
    const below = await at(room, 1, part.childKey)
    assert.equal(below.result.kind, 'passed')
    assert.equal((await post(below)).body.seq, 2)
  })

  test('moves the epoch on: a submit under the parent is told what came since', async () => {
    const { world, room } = await begin(['alice', 'bobby', 'carol'])
    const [alice, bob] = [await at(room, 0), await at(room, 1)]
    await post(alice)
    await commit(alice, commitOf(world.crypto, {}))
    const moved = await submit(bob, { seen: 1 })
    assert.ok(moved.kind === 'epochMoved')
    assert.deepEqual(seqsOf(moved.items), [2])
    assert.equal((await pull(room, memberOf(room, 1))).head, 2, 'nothing was appended')
  })

  test('that is on its way to the disk is not told of before it is there', async () => {
    const { world, room } = await begin(['alice', 'bobby'])
    const [alice, bob] = [await at(room, 0), await at(room, 1)]
    const [committed, moved] = await Promise.all([commit(alice, commitOf(world.crypto, {})), submit(bob)])
    assert.ok(moved.kind === 'epochMoved')
    assert.deepEqual(
      moved.items.map(({ receipt }) => receipt),
      [committed.receipt],
    )
  })

  test('can be spoken over by naming it, and then posting under the parent goes on', async () => {
    const { world, room } = await begin(['alice', 'bobby', 'mallory'])
    const [alice, mallory] = [await at(room, 0), await at(room, 2)]
    const garbled = await commit(mallory, commitOf(world.crypto, {}))
    assert.equal((await submit(alice)).kind, 'epochMoved')
    assert.equal((await submit(alice, { over: [new Uint8Array(32)] })).kind, 'epochMoved')
    await post(alice, { over: [garbled.hash] })
    const honest = commitOf(world.crypto, {})
    await commit(alice, honest, { over: [garbled.hash] })
    await post(await at(room, 1, honest.childKey))
    assert.equal((await at(room, 0)).result.kind, 'noDoor', 'two of three went on: the old door is closed')
    assert.equal((await submit(alice, { over: [garbled.hash] })).kind, 'noDoor')
  })

  test('brings people in: a notice, the Welcome, and the log from there on', async () => {
    const { world, room, people } = await begin(['alice', 'bobby', 'carol'], 2)
    const carol = await takeSeat(people[2] ?? assert.fail())
    const alice = await at(room, 0)
    await post(alice)
    const part = commitOf(world.crypto, { added: [carol] })
    const { receipt } = await commit(alice, part)
    await settle()
    const [notice] = await noticesFor(carol)
    assert.deepEqual(notice?.item, { kind: 'welcome', hub: world.provider.record.name, log: room.log, seq: 2 })
    assert.ok(part.welcome)
    assert.deepEqual(await welcomeFor(room, carol, 2), { receipt, ...part.welcome })
    await refused(welcomeFor(room, memberOf(room, 1), 2), 'unknownLog')
    await refused(welcomeFor(room, carol, 1), 'unknownLog')
    await post(await at(room, 1, part.childKey))
    assert.deepEqual(seqsOf((await pull(room, carol, 2)).items), [3])
    await settle()
    assert.deepEqual(seqsOf(carol.person.connection.client.pushedItems), [3])
  })

  test('takes people out: they cannot post below, and their log ends there', async () => {
    const { world, room } = await begin(['alice', 'bobby', 'carol'])
    const carol = memberOf(room, 2)
    const part = commitOf(world.crypto, { removed: [carol] })
    const alice = await at(room, 0)
    await commit(alice, part)
    const below = await at(room, 0, part.childKey)
    await post(below)
    await refused(goThrough(room, carol, part.childKey), 'notInRoster')
    const pulled = await pull(room, carol)
    assert.equal(pulled.head, 1)
    assert.deepEqual(seqsOf(pulled.items), [1])
    const { moved } = await carol.person.connection.client.call(findHeads, {
      logs: [{ log: room.log, reader: carol.reader, seen: 1 }],
    })
    assert.deepEqual(moved, [])
    const heard = seqsOf(carol.person.connection.client.pushedItems)
    assert.deepEqual(heard, [1], 'it hears of the commit that takes it out, and of nothing after')
    await post(await at(room, 1, part.childKey))
    assert.equal((await at(room, 2)).result.kind, 'noDoor')
  })

  test('that takes somebody out wrongly makes nobody deaf: speaking over it gives the log back', async () => {
    const { world, room } = await begin(['alice', 'bobby', 'carol', 'mallory'])
    const [alice, carol] = [await at(room, 0), memberOf(room, 2)]
    const forged = await commit(await at(room, 3), commitOf(world.crypto, { removed: [carol] }))
    await post(alice, { over: [forged.hash] })
    await post(alice, { over: [forged.hash] })
    assert.deepEqual(seqsOf((await pull(room, carol)).items), [1, 2, 3])
    const honest = commitOf(world.crypto, {})
    await commit(alice, honest, { over: [forged.hash] })
    await post(await at(room, 1, honest.childKey))
    await post(await at(room, 2, honest.childKey))
    assert.equal((await pull(room, carol)).head, 6)
  })

  test('whose line loses takes along whom it brought in: they may not pull any more', async () => {
    const { world, room, people } = await begin(['alice', 'bobby', 'mallory', 'puppet'], 3)
    const puppet = await takeSeat(people[3] ?? assert.fail())
    const alice = await at(room, 0)
    const forged = await commit(await at(room, 2), commitOf(world.crypto, { added: [puppet] }))
    assert.equal((await pull(room, puppet)).head, 1)
    const honest = commitOf(world.crypto, {})
    await commit(alice, honest, { over: [forged.hash] })
    await post(await at(room, 1, honest.childKey))
    await post(await at(room, 0, honest.childKey))
    const { head } = await pull(room, puppet)
    assert.ok(head < 4, `${head}`)
  })

  test('with a delta that does not fit is refused, whatever is wrong with it', async () => {
    const { world, room, people } = await begin(['alice', 'bobby', 'carol'], 2)
    const carol = await takeSeat(people[2] ?? assert.fail())
    const alice = await at(room, 0)
    const bob = memberOf(room, 1)
    const twin: Member = { ...carol, slot: { ...carol.slot, reader: bob.slot.reader } }
    const parts: readonly CommitPart[] = [
      commitOf(world.crypto, { removed: [carol] }),
      commitOf(world.crypto, { removed: [bob, bob] }),
      commitOf(world.crypto, { added: [bob] }),
      commitOf(world.crypto, { added: [carol, carol] }),
      // Somebody's place as reader cannot be taken over.
      commitOf(world.crypto, { added: [twin] }),
      { ...commitOf(world.crypto, {}), childKey: room.doorKey },
    ]
    for (const part of parts) await refused(submit(alice, { commit: part }), 'malformed')
    const both = { commit: commitOf(world.crypto, {}), addresses: carol.slot.addresses }
    await refused(submit(alice, both), 'malformed')
    assert.equal((await pull(room, bob)).head, 0)
  })

  test('a reader that was taken out keeps its tag to itself', async () => {
    const { world, room, people } = await begin(['alice', 'bobby', 'carol'], 2)
    const alice = await at(room, 0)
    const bob = memberOf(room, 1)
    const out = commitOf(world.crypto, { removed: [bob] })
    await commit(alice, out)
    const thief = await takeSeat(people[2] ?? assert.fail())
    const twin: Member = { ...thief, slot: { ...thief.slot, reader: bob.slot.reader } }
    const below = await at(room, 0, out.childKey)
    await refused(submit(below, { commit: commitOf(world.crypto, { added: [twin] }) }), 'malformed')
  })

  test('so many an hour from one key, those of slots it brought in included', async () => {
    const { world, room, people } = await begin(['alice', 'mallory', 'puppet'], 2)
    const puppet = await takeSeat(people[2] ?? assert.fail())
    const first = commitOf(world.crypto, { added: [puppet] })
    await commit(await at(room, 1), first)
    let doorKey = first.childKey
    for (let commits = 1; commits < COMMITS_PER_HOUR_MAX; commits += 1) {
      const part = commitOf(world.crypto, {})
      await commit(await goThrough(room, puppet, doorKey), part)
      doorKey = part.childKey
    }
    const last = await goThrough(room, puppet, doorKey)
    await refused(submit(last, { commit: commitOf(world.crypto, {}) }), 'tooManyRequests')
  })

  test('the old door closes by itself a week after somebody has followed', async () => {
    const { world, room } = await begin(['alice', 'bobby', 'carol', 'david', 'erika'])
    const part = commitOf(world.crypto, {})
    await commit(await at(room, 0), part)
    await post(await at(room, 1, part.childKey))
    assert.equal((await at(room, 4)).result.kind, 'passed')
    await world.time.skip(8 * span.DAY_MS)
    assert.equal((await at(room, 4)).result.kind, 'noDoor')
    assert.equal((await at(room, 4, part.childKey)).result.kind, 'passed')
  })
})

describe('addresses', () => {
  test('are replaced in the door that they came by, told to everybody, and carried on by the next commit', async () => {
    const { world, room, people } = await begin(['alice', 'bobby'])
    const bob = people[1] ?? assert.fail()
    const second = await world.connect()
    const moved = await createAddress(world.crypto, second.greeting, people[0]?.queue.id ?? assert.fail())
    const door = await at(room, 1)
    const receipt = await post(door, { addresses: [moved.address] })
    assert.deepEqual(receipt.body.deltaHash, deltaHashOf(world.crypto, { addresses: [moved.address] }))
    const alice = await at(room, 0)
    await post(alice)
    await settle()
    // Bob's new address leads to Alice's queue, so Bob hears nothing any more.
    assert.deepEqual(seqsOf(bob.connection.client.pushedItems), [])
    const part = commitOf(world.crypto, {})
    await commit(alice, part)
    await post(await at(room, 0, part.childKey))
    assert.deepEqual(seqsOf(bob.connection.client.pushedItems), [])
  })

  test('so many changes an hour from one key', async () => {
    const { room } = await begin(['alice', 'bobby'])
    const door = await at(room, 0)
    const { addresses } = memberOf(room, 0).slot
    for (let i = 0; i < SET_ADDRESSES_PER_HOUR_MAX; i += 1) await post(door, { addresses })
    await refused(submit(door, { addresses }), 'tooManyRequests')
  })
})

describe('whoever is away', () => {
  test('finds one notice for each room, however much was posted, and a new one after it was acknowledged', async () => {
    const { world, room, people } = await begin(['alice', 'bobby'])
    const bob = people[1] ?? assert.fail()
    const other = await openRoom(people)
    bob.connection.close()
    const [here, there] = [await at(room, 0), await at(other, 0)]
    for (let i = 0; i < 5; i += 1) await post(here)
    await post(there)
    const connection = await world.connect()
    const back = { ...bob, connection }
    const { id, secret } = bob.queue
    await attach(connection, { id, secret })
    const first = await noticesFor({ ...memberOf(room, 1), person: back })
    assert.deepEqual(
      first.map(({ item }) => item),
      [{ kind: 'news', hub: world.provider.record.name, log: room.log }],
    )
    const second = await noticesFor({ ...memberOf(other, 1), person: back })
    assert.equal(second.length, 1)
    assert.equal(first[0]?.sealed.length, second[0]?.sealed.length, 'all notices have one size')
    assert.notEqual(first[0]?.id, second[0]?.id)
    await connection.client.call(acknowledgeItems, { items: [...first, ...second].map((item) => item.id) })
    connection.close()
    await post(here)
    const third = await world.connect()
    await attach(third, { id, secret })
    const seat = { ...memberOf(room, 1), person: { ...bob, connection: third } }
    assert.equal((await noticesFor(seat)).length, 1)
  })

  test('finds one notice also when the provider was restarted in between', async () => {
    const { world, room, people } = await begin(['alice', 'bobby'])
    const [alice, bob] = [people[0] ?? assert.fail(), people[1] ?? assert.fail()]
    bob.connection.close()
    await post(await at(room, 0))
    await world.provider.close()
    await world.store.close()
    const again = await startProvider({ disk: world.disk, time: world.time })
    const person = { ...alice, connection: await again.connect() }
    await post(await goThrough(room, { ...memberOf(room, 0), person }, room.doorKey))
    const connection = await again.connect()
    await attach(connection, bob.queue)
    const seat = { ...memberOf(room, 1), person: { ...bob, connection } }
    assert.equal((await noticesFor(seat)).length, 1)
  })

  test('and comes back at this very moment hears of it by a push', async () => {
    const { world, room, people } = await begin(['alice', 'bobby'])
    const bob = people[1] ?? assert.fail()
    bob.connection.close()
    const door = await at(room, 0)
    const connection = await world.connect()
    await Promise.all([post(door), attach(connection, bob.queue)])
    await settle()
    const kinds = connection.client.pushes.map(({ kind }) => kind)
    assert.equal(kinds.length, 1, kinds.join())
  })

  test('somebody who repeats another’s address with another key hides no notice', async () => {
    const { world, room, people } = await begin(['alice', 'mallory', 'bobby'])
    const bob = people[2] ?? assert.fail()
    bob.connection.close()
    const stolen = memberOf(room, 2).slot.addresses.map((address) => ({
      ...address,
      itemKey: world.crypto.randomBytes(32),
    }))
    await post(await at(room, 1), { addresses: stolen })
    await post(await at(room, 0))
    const connection = await world.connect()
    await attach(connection, bob.queue)
    const seat = { ...memberOf(room, 2), person: { ...bob, connection } }
    assert.equal((await noticesFor(seat)).length, 1)
  })
})
