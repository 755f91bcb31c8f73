import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { changesBetween, itemAt, itemsOf, shelfOf, withItems } from '../../../src/group-crypto/mls/keys/shelf.ts'

const LENGTH = 200
const changes = fc.dictionary(fc.nat(LENGTH - 1).map(String), fc.option(fc.nat(9), { nil: undefined }))

test('a shelf holds what a plain list would, and says what a change changed', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 5 }), (steps) => {
      const plain = Array.from({ length: LENGTH }, (): number | undefined => undefined)
      let shelf = shelfOf<number>(LENGTH, new Map())
      for (const step of steps) {
        const before = [...plain]
        const entries = Object.entries(step).map(([at, item]) => [Number(at), item] as const)
        for (const [at, item] of entries) plain[at] = item
        const next = withItems(shelf, new Map(entries))
        assert.deepEqual(
          changesBetween(shelf, next),
          plain.flatMap((item, at) => (item === before[at] ? [] : [{ at, item }])),
        )
        assert.deepEqual(
          before,
          before.map((_, at) => itemAt(shelf, at)),
          'the shelf of before is as it was',
        )
        shelf = next
      }
      assert.deepEqual(
        itemsOf(shelf),
        plain.flatMap((item, at) => (item === undefined ? [] : [{ at, item }])),
      )
    }),
  )
  assert.throws(() => withItems(shelfOf<number>(2, new Map()), new Map([[2, 1]])), RangeError)
})
