/** Questions about batches: whole or not at all, judged in order, by calls that may come in the same turn. */
import { EVERY_KEY } from '../keys.ts'
import type { Question } from './exam-case.ts'
import { TABLE, bytes, commitOne, ensureSame, everything, patternBytes, put, valueOf } from './exam-case.ts'

const KEY = bytes(1)
const OTHER = bytes(2)
const at = { table: TABLE, key: KEY }

export const ATOMICITY: Readonly<Record<string, Question>> = {
  async 'a batch whose expectation fails has no effect at all'({ store }) {
    await commitOne(store, put(KEY, bytes(10)))
    const outcome = await commitOne(store, {
      expect: [
        { ...at, value: bytes(10) },
        { table: TABLE, key: OTHER, value: bytes(0) },
      ],
      put: [
        { ...at, value: bytes(11) },
        { table: 'another', key: KEY, value: bytes(1) },
      ],
      remove: [{ table: TABLE, key: KEY }],
      removeRange: [{ table: TABLE, ...EVERY_KEY }],
    })
    ensureSame(outcome, 'conflict', 'outcome')
    ensureSame(await everything(store), [{ key: KEY, value: bytes(10) }], 'the table')
    ensureSame(await store.get('another', [KEY]), [undefined], 'the other table')
  },

  async 'an expectation tells absent, empty, equal, longer and different apart'({ store }) {
    const expecting = (value: Uint8Array | undefined) => commitOne(store, { expect: [{ ...at, value }] })
    ensureSame(await expecting(undefined), 'done', 'absent as expected')
    ensureSame(await expecting(bytes()), 'conflict', 'absent, empty expected')
    await commitOne(store, put(KEY, bytes()))
    ensureSame(await expecting(undefined), 'conflict', 'empty, absence expected')
    ensureSame(await expecting(bytes()), 'done', 'empty as expected')
    await commitOne(store, put(KEY, bytes(1, 2)))
    ensureSame(await expecting(bytes(1, 2)), 'done', 'equal')
    ensureSame(await expecting(bytes(1)), 'conflict', 'shorter')
    ensureSame(await expecting(bytes(1, 2, 3)), 'conflict', 'longer')
    ensureSame(await expecting(bytes(1, 3)), 'conflict', 'different')
  },

  async 'inside a batch ranges go first, then removals, then puts'({ store }) {
    await store.commit([put(KEY, bytes(1)), put(OTHER, bytes(2)), put(bytes(3), bytes(3))])
    await commitOne(store, {
      put: [
        { ...at, value: bytes(9) },
        { ...at, value: bytes(10) },
      ],
      remove: [
        { table: TABLE, key: KEY },
        { table: TABLE, key: bytes(77) },
      ],
      removeRange: [{ table: TABLE, from: OTHER, to: bytes(3) }],
    })
    const left = [
      { key: KEY, value: bytes(10) },
      { key: bytes(3), value: bytes(3) },
    ]
    ensureSame(await everything(store), left, 'what is left')
  },

  async 'batches of one call are judged one after another, each for itself'({ store }) {
    const outcomes = await store.commit([
      { expect: [{ ...at, value: undefined }], put: [{ ...at, value: bytes(1) }] },
      { expect: [{ ...at, value: undefined }], put: [{ ...at, value: bytes(2) }] },
      { expect: [{ ...at, value: bytes(1) }], put: [{ table: TABLE, key: OTHER, value: bytes(3) }] },
      { expect: [{ table: TABLE, key: OTHER, value: bytes(3) }], remove: [at] },
    ])
    ensureSame(outcomes, ['done', 'conflict', 'done', 'done'], 'outcomes')
    ensureSame(await everything(store), [{ key: OTHER, value: bytes(3) }], 'the table')
  },

  async 'calls of one turn are applied in the order they were made'({ store }) {
    const calls = Array.from({ length: 50 }, (_, index) =>
      commitOne(store, {
        expect: [{ ...at, value: index === 0 ? undefined : bytes(index - 1) }],
        put: [{ ...at, value: bytes(index) }],
      }),
    )
    ensureSame(
      await Promise.all(calls),
      calls.map(() => 'done'),
      'outcomes',
    )
    ensureSame(await valueOf(store, KEY), bytes(49), 'the last value')
  },

  async 'of many that race for one record exactly one wins'({ store }) {
    const calls = Array.from({ length: 20 }, (_, index) =>
      commitOne(store, { expect: [{ ...at, value: undefined }], put: [{ ...at, value: bytes(index) }] }),
    )
    const outcomes = await Promise.all(calls)
    ensureSame(outcomes.filter((outcome) => outcome === 'done').length, 1, 'winners')
    ensureSame(await valueOf(store, KEY), bytes(outcomes.indexOf('done')), 'the winner’s value')
  },

  async 'a range can be removed, and only that range'({ store }) {
    await store.commit(
      Array.from({ length: 300 }, (_, number) => put(bytes(number >> 8, number & 0xff), patternBytes(number, 50))),
    )
    await commitOne(store, { removeRange: [{ table: TABLE, from: bytes(0, 100), to: bytes(1, 10) }] })
    const left = await everything(store)
    ensureSame(left.length, 134, 'records left')
    ensureSame(left[99]?.key, bytes(0, 99), 'the last before the hole')
    ensureSame(left[100]?.key, bytes(1, 10), 'the first behind it')
    await commitOne(store, {
      removeRange: [
        { table: TABLE, from: bytes(9), to: bytes(3) },
        { table: 'never-written', ...EVERY_KEY },
      ],
    })
    ensureSame((await everything(store)).length, 134, 'after removing nothing')
  },

  async 'what is handed in and out shares no memory with the store'({ store }) {
    const key = bytes(1)
    const value = bytes(5)
    await commitOne(store, put(key, value))
    key[0] = 7
    value[0] = 7
    const [out] = await everything(store)
    out?.value.fill(9)
    out?.key.fill(9)
    const got = await valueOf(store, KEY)
    ensureSame(got, bytes(5), 'the stored value')
    got?.fill(9)
    ensureSame(await everything(store), [{ key: KEY, value: bytes(5) }], 'the table')
  },

  async 'nothing to do is done'({ store }) {
    ensureSame(await store.commit([]), [], 'no batches')
    ensureSame(await store.commit([{}]), ['done'], 'an empty batch')
  },
}
