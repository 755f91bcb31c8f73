import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { followsHead, headAfter, startOf } from '@rushlight/protocol'
import type { Receipt } from '@rushlight/protocol'
import { createMemoryDisk, createMemoryStore, RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import * as fc from 'fast-check'
import { attach, join } from '../../src/testing/person.ts'
import type { Person } from '../../src/testing/person.ts'
import { pull } from '../support/pulling.ts'
import { refused } from '../support/refused.ts'
import { commitOf, goThrough, memberOf, newKey, openRoom, post, submit } from '../../src/testing/room.ts'
import type { Member, Posting, Room } from '../../src/testing/room.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

async function peopleOf(world: TestProvider, names: readonly string[]): Promise<readonly Person[]> {
  const people: Person[] = []
  for (const name of names) people.push(await join(world.crypto, await world.connect(), name))
  return people
}

describe('a full disk', () => {
  test('refuses what is new, goes on serving what is there, and leaves no gap behind', async () => {
    let isFull = false
    const world = await startProvider({ disk: createMemoryDisk({ isFull: () => isFull }) })
    const people = await peopleOf(world, ['alice', 'bobby'])
    const room = await openRoom(people)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const first = await post(at)
    isFull = true
    const posting = { idempotencyKey: newKey(world.crypto) }
    const failing = await Promise.allSettled([
      submit(at, posting),
      submit(at),
      submit(at, { commit: commitOf(world.crypto, {}) }),
    ])
    for (const result of failing) {
      assert.ok(result.status === 'rejected')
      await refused(Promise.reject(result.reason), 'storageFull')
    }
    assert.equal(world.provider.readFigures().acceptsWrites, false)
    assert.ok(world.notes.includes('storageFull'))
    const bob = memberOf(room, 1)
    assert.deepEqual((await pull(room, bob)).head, 1)
    await attach(bob.person.connection, bob.person.queue)
    isFull = false
    // What ran ahead of the disk in memory is thrown away with what failed: the door has to be passed again.
    const again = await goThrough(room, memberOf(room, 0), room.doorKey)
    const second = await post(again, posting)
    assert.ok(followsHead(second, headAfter(world.crypto, first.body), first.body.acceptedAt))
    assert.ok(world.provider.readFigures().acceptsWrites)
  })
})

describe('an entry that finds no room', () => {
  test('takes none of those behind it along, and leaves no gap where it would have stood', async () => {
    const store = createMemoryStore(createMemoryDisk())
    const picky: RecordStore = {
      get: (table, keys) => store.get(table, keys),
      range: (query) => store.range(query),
      async commit(batches) {
        const isLarge = batches.some(({ put = [] }) => put.some(({ value }) => value.length > 100_000))
        if (isLarge) throw new RecordsError('storageFull')
        return store.commit(batches)
      },
      scrub: () => store.scrub(),
      close: () => store.close(),
    }
    const world = await startProvider({ store: picky })
    const room = await openRoom(await peopleOf(world, ['alice', 'bobby']))
    const [alice, bob] = await Promise.all(room.members.map((member) => goThrough(room, member, room.doorKey)))
    assert.ok(alice && bob)
    const posts = [
      submit(alice),
      submit(alice, { entry: new Uint8Array(200_000) }),
      submit(bob),
      submit(bob, { entry: new Uint8Array(64) }),
    ]
    const [first, large, ...behind] = await Promise.allSettled(posts)
    assert.ok(first?.status === 'fulfilled' && first.value.kind === 'accepted')
    assert.ok(large?.status === 'rejected')
    await refused(Promise.reject(large.reason), 'storageFull')
    // Staged on top of what failed: staged anew behind the first, or asked to pass the door again.
    for (const result of behind) {
      assert.ok(result.status === 'fulfilled')
      assert.equal(result.value.kind, 'noDoor')
    }
    const again = await goThrough(room, memberOf(room, 1), room.doorKey)
    const receipt = await post(again)
    assert.ok(followsHead(receipt, headAfter(world.crypto, first.value.receipt.body), 0))
  })
})

type Attempt = { readonly member: number; readonly key: Posting }

type Trying = {
  readonly attempts: readonly Attempt[]
  readonly room: Room
  readonly onReceipt: (attempt: Attempt, receipt: Receipt) => void
}

/** Tries each entry once, over several turns of the event loop, and tells of each receipt at once. */
async function tryAll(members: readonly Member[], { attempts, room, onReceipt }: Trying): Promise<void> {
  const doors = await Promise.all(members.map((member) => goThrough(room, member, room.doorKey)))
  await Promise.all(
    attempts.map(async (attempt, i) => {
      await turns(Math.floor(i / 3) * 2)
      const at = doors[attempt.member]
      const result = at === undefined ? undefined : await submit(at, attempt.key).catch(() => undefined)
      if (result?.kind === 'accepted') onReceipt(attempt, result.receipt)
    }),
  )
}

describe('a crash', () => {
  test('loses no place that a receipt was given for, and gives no place twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ crashAfter: fc.nat(14), kept: fc.nat(5), skipped: fc.nat(6) }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (lives) => {
          let kept = 0
          let writes = 0
          let crashAt = Infinity
          const disk = createMemoryDisk({
            chooseKept: (unsynced) => Math.min(unsynced, kept),
            delay: async () => {
              writes += 1
              if (writes === crashAt) disk.crash()
            },
          })
          let world = await startProvider({ disk })
          const people = await peopleOf(world, ['alice', 'bobby'])
          const room = await openRoom(people)
          const attempts = Array.from({ length: 12 }, (_, i): Attempt => {
            const entry = world.crypto.randomBytes(64)
            return { member: i % 2, key: { idempotencyKey: newKey(world.crypto), entry } }
          })
          const given = new Map<Attempt, Receipt>()
          const onReceipt = (attempt: Attempt, receipt: Receipt): void => {
            const before = given.get(attempt)
            // A receipt that was handed out stands for ever.
            if (before !== undefined) assert.deepEqual(receipt.body, before.body)
            given.set(attempt, receipt)
          }
          for (const { crashAfter, kept: keptNext, skipped } of lives) {
            kept = keptNext
            writes = 0
            crashAt = crashAfter + 1
            const some = { attempts: attempts.slice(skipped), room, onReceipt }
            const life = tryAll(await seatsOf(world, room.members), some)
            await Promise.race([life, untilTrue(() => writes >= crashAt)])
            crashAt = Infinity
            disk.crash()
            world = await startProvider({ disk, time: world.time })
          }
          await tryAll(await seatsOf(world, room.members), { attempts, room, onReceipt })
          assert.equal(given.size, attempts.length)
          let head = startOf(room.log)
          for (const receipt of [...given.values()].toSorted((a, b) => a.body.seq - b.body.seq)) {
            assert.ok(followsHead(receipt, head, 0))
            head = headAfter(world.crypto, receipt.body)
          }
          assert.equal(head.seq, attempts.length)
        },
      ),
      { numRuns: 40 },
    )
  })
})

async function seatsOf(world: TestProvider, members: readonly Member[]): Promise<readonly Member[]> {
  return Promise.all(
    members.map(async (member) => ({ ...member, person: { ...member.person, connection: await world.connect() } })),
  )
}

async function untilTrue(isSo: () => boolean): Promise<void> {
  for (let turned = 0; turned < 2000 && !isSo(); turned += 1) await turns(1)
  await turns(20)
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}
