import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ENTRY_KEPT_MS_MAX, span, timeToLiveStep } from '@rushlight/protocol'
import { EVERY_KEY } from '@rushlight/records'
import { join } from '../../src/testing/person.ts'
import type { Person } from '../../src/testing/person.ts'
import { pull, seqsOf, welcomeFor } from '../support/pulling.ts'
import { refused } from '../support/refused.ts'
import { commitOf, goThrough, memberOf, newKey, openRoom, post, takeSeat } from '../../src/testing/room.ts'
import type { Room } from '../../src/testing/room.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

type Scene = { readonly world: TestProvider; readonly room: Room; readonly people: readonly Person[] }

async function begin(names: readonly string[], members: number = names.length): Promise<Scene> {
  const world = await startProvider()
  const people: Person[] = []
  for (const name of names) people.push(await join(world.crypto, await world.connect(), name))
  return { world, people, room: await openRoom(people.slice(0, members)) }
}

const lifetime = (ms: number): { readonly timeToLiveStep: number } => ({ timeToLiveStep: timeToLiveStep(ms) })

async function countRows({ store }: TestProvider, table: string): Promise<number> {
  return (await store.range({ table, ...EVERY_KEY, limit: 1000 })).length
}

function holds({ disk }: TestProvider, bytes: Uint8Array): boolean {
  return Buffer.from(disk.image()).includes(bytes)
}

describe('an entry', () => {
  test('is erased when its time to live is over, with what the disk remembers; its receipt stays', async () => {
    const { world, room } = await begin(['alice', 'bobby'])
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const [short, long] = [world.crypto.randomBytes(300), world.crypto.randomBytes(300)]
    const receipts = [
      await post(at, { entry: short, ...lifetime(5 * span.SECOND_MS) }),
      await post(at, { entry: long, ...lifetime(span.DAY_MS) }),
    ]
    assert.ok(holds(world, short))
    await world.time.advance(50 * span.SECOND_MS)
    assert.ok(holds(world, short))
    await world.time.advance(30 * span.SECOND_MS)
    assert.equal(holds(world, short), false)
    assert.ok(holds(world, long))
    const { items } = await pull(room, memberOf(room, 1))
    assert.deepEqual(items, [{ receipt: receipts[0] }, { receipt: receipts[1], entry: long }])
  })

  test('that ended while the provider was down is erased before it serves anybody', async () => {
    const { world, room } = await begin(['alice', 'bobby'])
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const entry = world.crypto.randomBytes(300)
    await post(at, { entry, ...lifetime(span.MINUTE_MS) })
    await world.provider.close()
    await world.store.close()
    world.time.jump(span.HOUR_MS)
    const again = await startProvider({ disk: world.disk, time: world.time })
    await again.time.advance(5 * span.SECOND_MS)
    assert.equal(holds(again, entry), false)
  })

  test('goes with its receipt when all readers have it, and its submit is forgotten', async () => {
    const { world, room } = await begin(['alice', 'bobby', 'carol'])
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    for (let i = 0; i < 4; i += 1) await post(at, { seen: i })
    await pull(room, memberOf(room, 1), 3)
    await pull(room, memberOf(room, 2), 2)
    await world.time.advance(2 * span.HOUR_MS)
    assert.equal(await countRows(world, 'places'), 2)
    assert.equal(await countRows(world, 'entries'), 2)
    assert.equal(await countRows(world, 'submits'), 2)
    assert.deepEqual(seqsOf((await pull(room, memberOf(room, 2), 2)).items), [3, 4])
    const { items, head } = await pull(room, memberOf(room, 2), 0)
    assert.deepEqual({ items, head }, { items: [], head: 4 }, 'no gap is handed out as if there were none')
    await post(await goThrough(room, memberOf(room, 0), room.doorKey))
  })

  test('goes after thirty days, whoever has not come', async () => {
    const { world, room } = await begin(['alice', 'bobby'])
    await post(await goThrough(room, memberOf(room, 0), room.doorKey))
    await world.time.skip(ENTRY_KEPT_MS_MAX - 2 * span.HOUR_MS)
    assert.equal(await countRows(world, 'places'), 1)
    await world.time.advance(4 * span.HOUR_MS)
    assert.equal(await countRows(world, 'places'), 0)
    assert.equal((await pull(room, memberOf(room, 1))).head, 1)
  })

  test('waits for nobody who was taken out and has the log up to there', async () => {
    const { world, room } = await begin(['alice', 'bobby', 'carol'])
    const carol = memberOf(room, 2)
    const part = commitOf(world.crypto, { removed: [carol] })
    await post(await goThrough(room, memberOf(room, 0), room.doorKey), { commit: part })
    await pull(room, carol, 1)
    const below = await goThrough(room, memberOf(room, 0), part.childKey)
    await post(below, { seen: 1 })
    await post(await goThrough(room, memberOf(room, 1), part.childKey), { seen: 2 })
    await post(below, { seen: 3 })
    await world.time.advance(2 * span.HOUR_MS)
    assert.deepEqual(seqsOf((await pull(room, memberOf(room, 1), 2)).items), [3, 4])
    assert.equal(await countRows(world, 'readers'), 2)
    await refused(pull(room, carol, 1), 'unknownLog')
  })
})

describe('a Welcome', () => {
  test('is forgotten when everybody it brings in has come, not when it was fetched', async () => {
    const { world, room, people } = await begin(['alice', 'bobby', 'carol'], 1)
    const added = await Promise.all(people.slice(1).map(takeSeat))
    const [bob, carol] = [added[0] ?? assert.fail(), added[1] ?? assert.fail()]
    const part = commitOf(world.crypto, { added })
    await post(await goThrough(room, memberOf(room, 0), room.doorKey), { commit: part })
    await welcomeFor(room, bob, 1)
    await welcomeFor(room, carol, 1)
    await world.time.advance(2 * span.HOUR_MS)
    await welcomeFor(room, carol, 1)
    await pull(room, bob, 1)
    await world.time.advance(2 * span.HOUR_MS)
    assert.equal(await countRows(world, 'welcomes'), 1)
    await pull(room, carol, 1)
    await world.time.advance(2 * span.HOUR_MS)
    assert.equal(await countRows(world, 'welcomes'), 0)
  })

  test('goes with its place after thirty days', async () => {
    const { world, room, people } = await begin(['alice', 'bobby'], 1)
    const bob = await takeSeat(people[1] ?? assert.fail())
    const part = commitOf(world.crypto, { added: [bob] })
    await post(await goThrough(room, memberOf(room, 0), room.doorKey), { commit: part })
    await world.time.skip(ENTRY_KEPT_MS_MAX + 2 * span.HOUR_MS)
    assert.equal(await countRows(world, 'welcomes'), 0)
    await refused(welcomeFor(room, bob, 1), 'unknownLog')
  })
})

describe('the disk of a provider', () => {
  test('holds no key, no roster, no address, no secret and no title of anything in use', async () => {
    const { world, room, people } = await begin(['alice', 'bobby', 'carol'], 2)
    const carol = await takeSeat(people[2] ?? assert.fail())
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const idempotencyKey = newKey(world.crypto)
    await post(at, { idempotencyKey })
    people[1]?.connection.close()
    const part = commitOf(world.crypto, { added: [carol] })
    await post(at, { commit: part })
    await post(await goThrough(room, carol, part.childKey), { addresses: carol.slot.addresses })
    const members = [...room.members, carol]
    const secrets = new Map<string, Uint8Array | string>([
      ['the key of the first door', room.doorKey],
      ['the key of the child door', part.childKey],
      ['the key that seals submits', at.submitKey],
      ['an idempotency key', Buffer.from(idempotencyKey, 'base64url')],
      ...members.flatMap(({ person, postingKey, reader, slot }, i) => [
        [`posting key ${i}`, slot.postingKey] as const,
        [`private posting key ${i}`, postingKey] as const,
        [`reader secret ${i}`, reader] as const,
        [`queue secret ${i}`, person.queue.secret] as const,
        [`token ${i}`, person.token] as const,
        ...slot.addresses.flatMap(({ pointer, itemKey }) => [
          [`pointer ${i}`, pointer] as const,
          [`item key ${i}`, itemKey] as const,
        ]),
      ]),
    ])
    const image = Buffer.from(world.disk.image())
    for (const [what, secret] of secrets) {
      const bytes = typeof secret === 'string' ? Buffer.from(secret) : Buffer.from(secret)
      for (const written of [bytes, Buffer.from(bytes.toString('base64url')), Buffer.from(bytes.toString('hex'))]) {
        assert.equal(image.includes(written), false, what)
      }
    }
    assert.ok(image.includes(Buffer.from(room.log, 'base64url')), 'the search finds what is there')
  })
})
