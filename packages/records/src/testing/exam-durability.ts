/** Questions about what lasts: across closing, overwriting, scrubbing, and after the end. */
import { EVERY_KEY } from '../keys.ts'
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

export const DURABILITY: Readonly<Record<string, Question>> = {
  async 'what was committed is there when the store is opened again'({ store, reopen }) {
    await store.commit([put(KEY, patternBytes(1, 5000)), put(bytes(2), bytes()), put(bytes(3), bytes(3))])
    await commitOne(store, { remove: [{ table: TABLE, key: bytes(3) }] })
    const again = await reopen()
    const left = [
      { key: KEY, value: patternBytes(1, 5000) },
      { key: bytes(2), value: bytes() },
    ]
    ensureSame(await everything(again), left, 'after opening again')
    await commitOne(again, put(KEY, bytes(1)))
    ensureSame(await valueOf(await reopen(), KEY), bytes(1), 'after the second time')
  },

  async 'commits under way are finished by closing'({ store, reopen }) {
    const calls = Array.from({ length: 10 }, (_, index) => commitOne(store, put(bytes(index), bytes(index))))
    const again = await reopen()
    ensureSame(
      await Promise.all(calls),
      calls.map(() => 'done'),
      'outcomes',
    )
    ensureSame((await everything(again)).length, 10, 'records')
  },

  async 'a value can grow, shrink and grow again'({ store, reopen }) {
    for (const length of [10, 100_000, 0, 3000, 1]) {
      await commitOne(store, put(KEY, patternBytes(length, length)))
      ensureSame(await valueOf(store, KEY), patternBytes(length, length), `value of ${length} bytes`)
    }
    ensureSame(await valueOf(await reopen(), KEY), patternBytes(1, 1), 'after opening again')
  },

  async 'records written, removed and written anew never mix up their values'({ store, reopen }) {
    const live = new Map<number, number>()
    let state = 7
    for (let round = 0; round < 60; round += 1) {
      const batches = Array.from({ length: 20 }, (_, index) => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
        const number = (state >>> 8) % 97
        const seed = round * 20 + index
        const isRemoval = (state >>> 20) % 3 === 0
        if (isRemoval) live.delete(number)
        else live.set(number, seed)
        return isRemoval ? { remove: [{ table: TABLE, key: bytes(number) }] } : put(bytes(number), valueFor(seed))
      })
      await store.commit(batches)
    }
    const expected = [...live].toSorted(([left], [right]) => left - right)
    const records = expected.map(([number, seed]) => ({ key: bytes(number), value: valueFor(seed) }))
    ensureSame(await everything(store), records, 'at once')
    ensureSame(await everything(await reopen()), records, 'after opening again')
  },

  async 'scrubbing takes nothing that is alive, and may be done at any time'({ store, reopen }) {
    await store.scrub()
    await store.commit([put(KEY, bytes(1)), put(bytes(2), bytes(2))])
    const [outcome] = await Promise.all([commitOne(store, put(bytes(3), bytes(3))), store.scrub()])
    ensureSame(outcome, 'done', 'a commit beside it')
    await commitOne(store, {
      removeRange: [{ table: TABLE, ...EVERY_KEY }],
      put: [{ table: TABLE, key: KEY, value: bytes(4) }],
    })
    await store.scrub()
    ensureSame(await everything(store), [{ key: KEY, value: bytes(4) }], 'after scrubbing')
    ensureSame(await everything(await reopen()), [{ key: KEY, value: bytes(4) }], 'after opening again')
  },

  async 'a closed store answers nothing, and can be closed twice'({ store }) {
    await store.close()
    await store.close()
    await ensureRejects(() => store.get(TABLE, [KEY]), 'closed', 'get')
    await ensureRejects(() => store.range({ table: TABLE, ...EVERY_KEY, limit: 1 }), 'closed', 'range')
    await ensureRejects(() => store.commit([put(KEY, bytes(1))]), 'closed', 'commit')
    await ensureRejects(() => store.scrub(), 'closed', 'scrub')
  },
}

function valueFor(seed: number): Uint8Array {
  return patternBytes(seed, (seed * 37) % 1500)
}
