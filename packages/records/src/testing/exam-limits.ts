/** Questions about sizes: the greatest that are allowed work, the next are refused and harm nobody. */
import { EVERY_KEY } from '../keys.ts'
import type { Batch, RangeQuery } from '../record-store.ts'
import {
  COMMIT_BYTES_MAX,
  COMMIT_PARTS_MAX,
  KEY_BYTES_MAX,
  RANGE_RECORDS_MAX,
  TABLE_NAME_LENGTH_MAX,
  VALUE_BYTES_MAX,
} from '../record-store.ts'
import type { Question } from './exam-case.ts'
import {
  TABLE,
  bytes,
  commitOne,
  ensureRejects,
  ensureSame,
  everything,
  patternBytes,
  put,
  valueOf,
} from './exam-case.ts'

const KEY = bytes(1)
const NOTHING = bytes()

export const LIMITS: Readonly<Record<string, Question>> = {
  async 'the longest key and the longest name of a table work'({ store }) {
    const key = new Uint8Array(KEY_BYTES_MAX).fill(0xff)
    const table = 't'.repeat(TABLE_NAME_LENGTH_MAX)
    await commitOne(store, { put: [{ table, key, value: bytes(1) }] })
    ensureSame(await store.get(table, [key]), [bytes(1)], 'get')
    ensureSame((await store.range({ table, ...EVERY_KEY, limit: RANGE_RECORDS_MAX })).length, 1, 'range of every key')
    await commitOne(store, { removeRange: [{ table, ...EVERY_KEY }] })
    ensureSame(await store.get(table, [key]), [undefined], 'after removing every key')
  },

  async 'the longest value comes back whole'({ store }) {
    const value = patternBytes(3, VALUE_BYTES_MAX)
    await commitOne(store, put(KEY, value))
    ensureSame(await valueOf(store, KEY), value, 'value')
    ensureSame(
      await commitOne(store, { expect: [{ table: TABLE, key: KEY, value }], remove: [{ table: TABLE, key: KEY }] }),
      'done',
      'expectation',
    )
    ensureSame(await everything(store), [], 'after removal')
  },

  async 'keys, values and names past their limits are refused'({ store }) {
    const refused: readonly Batch[] = [
      put(NOTHING, KEY),
      put(new Uint8Array(KEY_BYTES_MAX + 1), KEY),
      put(KEY, new Uint8Array(VALUE_BYTES_MAX + 1)),
      { expect: [{ table: TABLE, key: NOTHING, value: undefined }] },
      { expect: [{ table: TABLE, key: KEY, value: new Uint8Array(VALUE_BYTES_MAX + 1) }] },
      { remove: [{ table: TABLE, key: NOTHING }] },
      { removeRange: [{ table: TABLE, from: NOTHING, to: new Uint8Array(KEY_BYTES_MAX + 2) }] },
      ...WRONG_NAMES.map((table) => ({ put: [{ table, key: KEY, value: KEY }] })),
    ]
    for (const [index, batch] of refused.entries()) {
      await ensureRejects(() => store.commit([put(bytes(9), KEY), batch]), 'outOfBounds', `commit ${index}`)
    }
    for (const table of WRONG_NAMES) await ensureRejects(() => store.get(table, [KEY]), 'outOfBounds', 'get')
    await ensureRejects(() => store.get(TABLE, [NOTHING]), 'outOfBounds', 'get of an empty key')
    ensureSame(await everything(store), [], 'what was written beside them')
  },

  async 'ranges past their limits are refused'({ store }) {
    const query: RangeQuery = { table: TABLE, ...EVERY_KEY, limit: 1 }
    for (const limit of [0, -1, 1.5, Number.NaN, RANGE_RECORDS_MAX + 1, Infinity]) {
      await ensureRejects(() => store.range({ ...query, limit }), 'outOfBounds', `limit ${limit}`)
    }
    const tooLong = new Uint8Array(KEY_BYTES_MAX + 2)
    await ensureRejects(() => store.range({ ...query, from: tooLong }), 'outOfBounds', 'from')
    await ensureRejects(() => store.range({ ...query, to: tooLong }), 'outOfBounds', 'to')
    for (const table of WRONG_NAMES) await ensureRejects(() => store.range({ ...query, table }), 'outOfBounds', 'table')
    const manyKeys = Array.from({ length: RANGE_RECORDS_MAX + 1 }, () => KEY)
    await ensureRejects(() => store.get(TABLE, manyKeys), 'outOfBounds', 'too many keys')
  },

  async 'a commit that is too large as a whole is refused'({ store }) {
    const parts = Array.from({ length: COMMIT_PARTS_MAX + 1 }, () => ({ table: TABLE, key: KEY }))
    await ensureRejects(() => store.commit([{ remove: parts }]), 'outOfBounds', 'too many parts')
    const value = new Uint8Array(VALUE_BYTES_MAX)
    const batches = Array.from({ length: Math.ceil(COMMIT_BYTES_MAX / VALUE_BYTES_MAX) }, () => put(KEY, value))
    await ensureRejects(() => store.commit(batches), 'outOfBounds', 'too many bytes')
    ensureSame(await everything(store), [], 'the table')
  },

  async 'a refused call does not harm its neighbours of the same turn'({ store }) {
    const before = commitOne(store, put(bytes(1), bytes(1)))
    const refused = ensureRejects(() => store.commit([put(NOTHING, KEY)]), 'outOfBounds', 'the refused call')
    const after = commitOne(store, put(bytes(2), bytes(2)))
    await refused
    ensureSame(await Promise.all([before, after]), ['done', 'done'], 'its neighbours')
    ensureSame((await everything(store)).length, 2, 'records')
  },
}

const WRONG_NAMES = [
  '',
  'T',
  'a b',
  'a_b',
  '1a',
  '-a',
  'é',
  'a"; drop table exam; --',
  'a'.repeat(TABLE_NAME_LENGTH_MAX + 1),
]
