/** Questions about order: of keys, of ranges in both directions, and where a range begins and ends. */
import { EVERY_KEY, rangeOf } from '../keys.ts'
import type { RecordStore } from '../record-store.ts'
import type { Question } from './exam-case.ts'
import { TABLE, bytes, commitOne, ensureSame, everything, patternBytes, put, valueOf } from './exam-case.ts'

export const ORDER: Readonly<Record<string, Question>> = {
  async 'keys come back in the order of their bytes, whatever the order of writing'({ store }) {
    const keys = [bytes(0xff, 0xff), bytes(0), bytes(0x80), bytes(0, 0), bytes(0x7f, 0xff), bytes(0xff), bytes(1)]
    for (const key of keys) await commitOne(store, put(key, key))
    const sorted = [bytes(0), bytes(0, 0), bytes(1), bytes(0x7f, 0xff), bytes(0x80), bytes(0xff), bytes(0xff, 0xff)]
    ensureSame(await keysIn(store, {}), sorted, 'ascending')
    ensureSame(await keysIn(store, { reverse: true }), sorted.toReversed(), 'descending')
  },

  async 'a range includes its beginning and excludes its end'({ store }) {
    await putNumbers(store, 5)
    ensureSame(await keysIn(store, { from: bytes(1), to: bytes(3) }), [bytes(1), bytes(2)], 'ends that exist')
    ensureSame(await keysIn(store, { from: bytes(1, 0), to: bytes(3, 0) }), [bytes(2), bytes(3)], 'ends between keys')
    ensureSame(await keysIn(store, { from: bytes(3), to: bytes(3) }), [], 'empty range')
    ensureSame(await keysIn(store, { from: bytes(4), to: bytes(1) }), [], 'range the wrong way round')
  },

  async 'a limit cuts from the side where the range is read'({ store }) {
    await putNumbers(store, 5)
    ensureSame(await keysIn(store, { limit: 2 }), [bytes(0), bytes(1)], 'the first two')
    ensureSame(await keysIn(store, { limit: 2, reverse: true }), [bytes(4), bytes(3)], 'the last two, descending')
    ensureSame(
      await keysIn(store, { limit: 5 }),
      (await everything(store)).map((record) => record.key),
      'exactly all',
    )
  },

  async 'the range of a prefix holds its keys and no neighbour, even behind 0xff'({ store }) {
    const keys = [
      bytes(1, 0xfe),
      bytes(1, 0xff),
      bytes(1, 0xff, 0),
      bytes(1, 0xff, 0xff),
      bytes(2),
      bytes(0xff, 0xff, 7),
    ]
    for (const key of keys) await commitOne(store, put(key, key))
    ensureSame(await keysIn(store, rangeOf(bytes(1, 0xff))), keys.slice(1, 4), 'prefix ending in 0xff')
    ensureSame(await keysIn(store, rangeOf(bytes(0xff, 0xff))), keys.slice(5), 'prefix of 0xff only')
    ensureSame(await keysIn(store, rangeOf(bytes())), keys, 'empty prefix')
  },

  async 'values are answered in the order asked, with gaps where nothing is'({ store }) {
    await putNumbers(store, 3)
    const answers = await store.get(TABLE, [bytes(2), bytes(9), bytes(0), bytes(2)])
    ensureSame(answers, [bytes(2, 2), undefined, bytes(0, 0), bytes(2, 2)], 'get')
    ensureSame(await store.get(TABLE, []), [], 'get of nothing')
    ensureSame(await store.get('never-written', [bytes(1)]), [undefined], 'get from a table never written')
    ensureSame(await store.range({ table: 'never-written', ...EVERY_KEY, limit: 1 }), [], 'range of such a table')
  },

  async 'tables do not see one another'({ store }) {
    const key = bytes(1)
    await store.commit([
      {
        put: [
          { table: 'left', key, value: bytes(10) },
          { table: 'right-2', key, value: bytes(20) },
        ],
      },
      { removeRange: [{ table: 'left', ...EVERY_KEY }] },
    ])
    ensureSame(await store.get('left', [key]), [undefined], 'the emptied table')
    ensureSame(await store.get('right-2', [key]), [bytes(20)], 'the other table')
  },

  async 'thousands of records keep their order and their values'({ store }) {
    const count = 3000
    const batches = Array.from({ length: count }, (_, index) => {
      const number = (index * 1277) % count
      return put(bytes(number >> 8, number & 0xff), patternBytes(number, 20 + (number % 300)))
    })
    await store.commit(batches)
    const records = await everything(store)
    ensureSame(records.length, count, 'count')
    for (const [number, record] of records.entries()) {
      ensureSame(record.key, bytes(number >> 8, number & 0xff), 'key')
      ensureSame(record.value, patternBytes(number, 20 + (number % 300)), 'value')
    }
    ensureSame(await valueOf(store, bytes(1, 1)), patternBytes(257, 277), 'one of them')
  },
}

type Bounds = {
  readonly from?: Uint8Array
  readonly to?: Uint8Array
  readonly limit?: number
  readonly reverse?: boolean
}

async function keysIn(store: RecordStore, bounds: Bounds): Promise<readonly Uint8Array[]> {
  const records = await store.range({ table: TABLE, ...EVERY_KEY, limit: 100, ...bounds })
  return records.map((record) => record.key)
}

/** Records 0 to `count` - 1; the value is the number twice. */
async function putNumbers(store: RecordStore, count: number): Promise<void> {
  await store.commit(Array.from({ length: count }, (_, number) => put(bytes(number), bytes(number, number))))
}
