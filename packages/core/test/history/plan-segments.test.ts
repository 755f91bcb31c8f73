import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bigEndian, compare } from '@rushlight/protocol'
import { array, assert as assertAll, nat, property, uniqueArray } from 'fast-check'
import { cutLines, placeOf, planRewrites } from '../../src/history/plan-segments.ts'
import type { Rewrite, SegmentRange } from '../../src/history/plan-segments.ts'

const key = (number: number): Uint8Array => bigEndian(number, 4)
const segmentAt = (after: number, bytes = 1000): SegmentRange => ({ after: key(after), bytes })
const sizes = { smallBytes: 100, largeBytes: 1000 }

function holds({ after, upTo }: Rewrite, line: Uint8Array): boolean {
  return compare(after, line) < 0 && (upTo === undefined || compare(line, upTo) <= 0)
}

test('a change is sealed anew with the segment it lies in, and with no other', () => {
  const segments = [segmentAt(0), segmentAt(10), segmentAt(20)]
  const [rewrite, ...others] = planRewrites({ segments, changed: [key(20), key(11)], segmentsMax: 8 })
  assert.deepEqual(others, [])
  assert.deepEqual([rewrite?.after, rewrite?.upTo, rewrite?.replaces], [key(10), key(20), [key(10)]])
  assert.deepEqual(rewrite?.changed, [key(20), key(11)])
})

test('the last segment has no end: what comes behind it belongs to it', () => {
  const [rewrite] = planRewrites({ segments: [segmentAt(0), segmentAt(10)], changed: [key(9999)], segmentsMax: 8 })
  assert.deepEqual([rewrite?.after, rewrite?.upTo], [key(10), undefined])
})

test('what was never sealed is owed without any change', () => {
  const [rewrite] = planRewrites({ segments: [segmentAt(0, 0)], changed: [], segmentsMax: 8 })
  assert.deepEqual([rewrite?.after, rewrite?.replaces], [key(0), [key(0)]])
})

test('the smallest neighbours are joined when there are too many, and none that changes anyway', () => {
  const segments = [segmentAt(0, 50), segmentAt(10, 60), segmentAt(20, 10), segmentAt(30, 20), segmentAt(40, 900)]
  const joined = planRewrites({ segments, changed: [key(22)], segmentsMax: 4 })
  assert.deepEqual(
    joined.map(({ replaces }) => replaces),
    [[key(0), key(10)], [key(20)]],
  )
})

test('every change lies in exactly one rewrite, and no segment in two', () => {
  const numbers = uniqueArray(nat(500), { minLength: 1, maxLength: 40 })
  assertAll(
    property(numbers, array(nat(600), { maxLength: 20 }), nat(20), (begins, marks, segmentsMax) => {
      const segments = [...new Set([0, ...begins])]
        .sort((a, b) => a - b)
        .map((after) => segmentAt(after, 1 + (after % 7)))
      const changed = marks.map((mark) => key(mark + 1))
      const rewrites = planRewrites({ segments, changed, segmentsMax })
      for (const line of changed) assert.equal(rewrites.filter((rewrite) => holds(rewrite, line)).length, 1)
      const replaced = rewrites.flatMap(({ replaces }) => replaces.map((after) => Buffer.from(after).toString('hex')))
      assert.equal(new Set(replaced).size, replaced.length)
      for (const line of changed) assert.ok(placeOf(segments, line) < segments.length)
    }),
  )
})

test('pieces are small where something changed, and large elsewhere; no line is left out', () => {
  const lines = Array.from({ length: 100 }, (_, index) => ({ key: key(index), bytes: 50 }))
  const counts = cutLines(lines, [key(99)], sizes)
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    100,
  )
  assert.deepEqual(counts.slice(0, 4), [20, 20, 20, 20])
  assert.equal(counts.at(-1), 1)
})

test('a line that is larger than any piece has one for itself', () => {
  const lines = [10, 5000, 10].map((bytes, index) => ({ key: key(index), bytes }))
  assert.deepEqual(cutLines(lines, [], sizes), [1, 1, 1])
})

test('where a line went away, what stands behind it is a small piece', () => {
  const lines = Array.from({ length: 40 }, (_, index) => ({ key: key(index + 10), bytes: 50 }))
  assert.deepEqual(cutLines(lines, [key(3), key(4)], sizes), [2, 20, 18])
})
