import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  EVERY_KEY,
  compareKeys,
  decodeUint32Key,
  decodeUint64Key,
  encodeUint32Key,
  encodeUint64Key,
  joinKey,
  rangeOf,
  successorOf,
} from '../src/index.ts'

const bytes = fc.uint8Array({ maxLength: 6 })
const edgyBytes = fc
  .array(fc.constantFrom(0, 1, 0x7f, 0xfe, 0xff), { maxLength: 5 })
  .map((list) => Uint8Array.from(list))
const isWithin = (key: Uint8Array, { from, to }: { from: Uint8Array; to: Uint8Array }) =>
  compareKeys(from, key) <= 0 && compareKeys(key, to) < 0

test('a key lies in the range of a prefix exactly if it begins with it', () => {
  fc.assert(
    fc.property(fc.oneof(bytes, edgyBytes), fc.oneof(bytes, edgyBytes), (prefix, key) => {
      const begins = Buffer.from(key).subarray(0, prefix.length).equals(prefix)
      assert.equal(isWithin(key, rangeOf(prefix)), begins)
      assert.ok(isWithin(joinKey([prefix, key]), rangeOf(prefix)))
    }),
  )
})

test('the successor of a prefix is the smallest that no key with that prefix reaches', () => {
  assert.deepEqual(successorOf(Uint8Array.of(1, 2)), Uint8Array.of(1, 3))
  assert.deepEqual(successorOf(Uint8Array.of(1, 0xff, 0xff)), Uint8Array.of(2))
  assert.deepEqual(successorOf(Uint8Array.of(0xff)), EVERY_KEY.to)
  assert.deepEqual(successorOf(new Uint8Array(0)), EVERY_KEY.to)
})

test('every key of every length lies in the range of every key', () => {
  assert.ok(isWithin(new Uint8Array(512).fill(0xff), EVERY_KEY))
  assert.ok(isWithin(Uint8Array.of(0), EVERY_KEY))
})

test('keys compare as Buffer compares them', () => {
  fc.assert(
    fc.property(edgyBytes, edgyBytes, (left, right) => {
      assert.equal(Math.sign(compareKeys(left, right)), Buffer.compare(left, right))
    }),
  )
})

test('numbers keep their order as keys, and come back', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (left, right) => {
      assert.equal(Math.sign(compareKeys(encodeUint64Key(left), encodeUint64Key(right))), Math.sign(left - right))
      assert.equal(decodeUint64Key(joinKey([Uint8Array.of(1), encodeUint64Key(left)]), 1), left)
    }),
  )
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff), (left, right) => {
      assert.equal(Math.sign(compareKeys(encodeUint32Key(left), encodeUint32Key(right))), Math.sign(left - right))
      assert.equal(decodeUint32Key(encodeUint32Key(left), 0), left)
    }),
  )
})

test('what is no unsigned number of the width does not become a key', () => {
  for (const value of [-1, 0.5, Number.NaN, 2 ** 32]) assert.throws(() => encodeUint32Key(value), RangeError)
  for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) assert.throws(() => encodeUint64Key(value), RangeError)
})
