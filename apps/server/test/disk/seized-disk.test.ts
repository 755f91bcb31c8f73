import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join as pathOf } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { hex, queueId } from '@rushlight/protocol'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { SCATTERED_TABLES } from '../../src/schema.ts'
import { join, prove } from '../../src/testing/person.ts'
import type { Person } from '../../src/testing/person.ts'
import { goThrough, memberOf, openRoom, post } from '../../src/testing/room.ts'
import { inFolder } from '../support/serve-process.ts'
import { startProvider } from '../support/test-provider.ts'

const PEOPLE = 60
const ROOMS = 50
const MEMBERS = 4
const QUEUE_BYTES = 16

/** As the thief finds it: where it lies, in which queue. */
type Item = { readonly queue: string; readonly row: number; readonly slot: number; readonly at: number }
type Seized = {
  readonly items: readonly Item[]
  readonly rooms: ReadonlySet<string>
  readonly sizes: ReadonlySet<number>
}

/** A hub on a real disk, with fifty rooms whose members are away: notices for them wait in their queues. */
async function seize(folder: string, scattered: ReadonlySet<string>): Promise<Seized> {
  const file = pathOf(folder, 'provider.db')
  const store = await openSqliteStore({ file, scattered })
  const world = await startProvider({ store })
  const people: Person[] = []
  for (let i = 0; i < PEOPLE; i += 1) people.push(await join(world.crypto, await world.connect(`peer ${i}`), nameOf(i)))
  const rooms = new Set<string>()
  for (const { connection } of people) connection.close()
  for (let i = 0; i < ROOMS; i += 1) {
    const members = shuffled(people).slice(0, MEMBERS)
    for (const person of members) person.connection = await world.connect()
    const [first] = members
    assert.ok(first)
    await prove(world.crypto, first.connection, first)
    const room = await openRoom(members)
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    await post(at)
    await post(at)
    for (const { connection } of members) connection.close()
    for (const a of members) for (const b of members) if (a !== b) rooms.add(pairOf(queueOf(a), queueOf(b)))
  }
  await store.scrub()
  const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(pathOf(folder, name))]))
  await world.provider.close()
  await store.close()
  return { ...itemsIn(file, files), rooms }
}

function itemsIn(file: string, files: ReadonlyMap<string, Buffer>): Omit<Seized, 'rooms'> {
  const database = new DatabaseSync(file, { readOnly: true })
  const rows = database.prepare('SELECT rowid AS row, key, slot, value FROM "queue-items"').all()
  database.close()
  const whole = Buffer.concat([...files.values()])
  const items = rows.flatMap(({ row, key, slot, value }) => {
    if (!(key instanceof Uint8Array) || !(value instanceof Uint8Array)) return []
    const at = whole.indexOf(value.subarray(0, 64))
    return [{ queue: hex(key.subarray(0, QUEUE_BYTES)), row: Number(row), slot: Number(slot), at }]
  })
  const sizes = new Set(rows.flatMap(({ value }) => (value instanceof Uint8Array ? [value.length] : [])))
  return { items, sizes }
}

/** Of two items that stand beside each other by that, how many are of people who share a room; and by chance. */
function guess(
  { items, rooms }: Seized,
  by: (item: Item) => number,
): { readonly hit: number; readonly chance: number; readonly pairs: number } {
  const sorted = items.toSorted((a, b) => by(a) - by(b))
  const pairs = sorted.flatMap(({ queue }, i) => {
    const next = sorted[i + 1]
    return next === undefined || next.queue === queue ? [] : [pairOf(queue, next.queue)]
  })
  const all = items.flatMap(({ queue }, i) =>
    items.slice(i + 1).flatMap((other) => (other.queue === queue ? [] : [pairOf(queue, other.queue)])),
  )
  return { hit: share(pairs, rooms), chance: share(all, rooms), pairs: pairs.length }
}

function share(pairs: readonly string[], rooms: ReadonlySet<string>): number {
  return pairs.filter((pair) => rooms.has(pair)).length / pairs.length
}

const ways: readonly (readonly [string, (item: Item) => number])[] = [
  ['the order of rows', ({ row }) => row],
  ['the order of keys', ({ slot }) => slot],
  ['where the bytes lie', ({ at }) => at],
]

test('whoever takes the disk of a hub with fifty rooms does not learn from it who is in a room with whom (S9)', async () => {
  await inFolder(async (folder) => {
    const seized = await seize(folder, SCATTERED_TABLES)
    assert.ok(seized.items.length >= ROOMS * (MEMBERS - 1) * 0.9, 'every notice waits')
    for (const [way, by] of ways) {
      const { hit, chance, pairs } = guess(seized, by)
      // Five standard deviations: chance alone is there once in millions of runs.
      const bound = chance + 5 * Math.sqrt((chance * (1 - chance)) / pairs)
      assert.ok(hit <= bound, `${way}: ${hit} where chance is ${chance}`)
    }
    assert.equal(seized.sizes.size, 1, 'a notice is as large as any other')
  })
})

test('the same guesses do learn it from a table that keeps the order', async () => {
  await inFolder(async (folder) => {
    const seized = await seize(folder, new Set())
    const { hit, chance } = guess(seized, ({ row }) => row)
    assert.ok(hit > 2 * chance, `${hit} where chance is ${chance}`)
  })
})

function queueOf({ queue }: Person): string {
  return hex(queueId.toBytes(queue.id))
}

function pairOf(a: string, b: string): string {
  return [a, b].toSorted().join(' ')
}

function nameOf(i: number): string {
  const letters = 'abcefhkprtvxy'
  return `q${letters[Math.floor(i / letters.length)] ?? ''}u${letters[i % letters.length] ?? ''}`
}

function shuffled<T>(all: readonly T[]): readonly T[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
}
