import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decode, encode, rfc8949EncodeOptions } from 'cborg'
import * as fc from 'fast-check'
import { isCborMap, parseCbor, parseDeterministicCbor } from '../../src/bytes/cbor.ts'
import { encodeDeterministicCbor } from '../../src/bytes/encode-cbor.ts'
import type { Cbor } from '../../src/bytes/encode-cbor.ts'

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

describe('deterministic CBOR', () => {
  // RFC 8949, appendix A; the last two are ordered by §4.2.1.
  for (const [value, encoded] of [
    [0, '00'],
    [23, '17'],
    [24, '1818'],
    [255, '18ff'],
    [256, '190100'],
    [65_535, '19ffff'],
    [65_536, '1a00010000'],
    [4_294_967_295, '1affffffff'],
    [1_000_000_000_000, '1b000000e8d4a51000'],
    [18_446_744_073_709_551_615n, '1bffffffffffffffff'],
    [-1, '20'],
    [-1000, '3903e7'],
    [-18_446_744_073_709_551_616n, '3bffffffffffffffff'],
    [false, 'f4'],
    [true, 'f5'],
    ['', '60'],
    ['\u00fc', '62c3bc'],
    ['\u{10151}', '64f0908591'],
    [Uint8Array.of(1, 2, 3, 4), '4401020304'],
    [[], '80'],
    [[1, [2, 3], [4, 5]], '8301820203820405'],
    [
      new Map<number | string, Cbor>([
        ['a', 1],
        [10, 2],
        [100, 3],
        ['b', 4],
        [-1, 5],
      ]),
      'a50a021864032005616101616204',
    ],
    [
      new Map([
        [2, 1],
        [1, 2],
      ]),
      'a201020201',
    ],
  ] as const) {
    test(`of ${typeof value === 'object' ? 'a structure' : String(value)} is ${encoded}`, () => {
      assert.equal(hexOf(encodeDeterministicCbor(value)), encoded)
    })
  }

  test('is the same, whatever is encoded, as the library makes', () => {
    fc.assert(
      fc.property(anything, (value) => {
        assert.equal(hexOf(encodeDeterministicCbor(value)), hexOf(encode(value, rfc8949EncodeOptions)))
      }),
      { numRuns: 500 },
    )
  })

  test('is read as it was written, and in no other order', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const encoded = encodeDeterministicCbor(value)
        assert.deepEqual(parseDeterministicCbor(encoded), normal(value))
        assert.deepEqual(parseCbor(encoded), normal(value))
      }),
      { numRuns: 500 },
    )
  })

  test('with a few bytes changed is refused, or read as the library reads it', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(anything, changes, (value, changed) => {
        const bytes = encodeDeterministicCbor(value)
        for (const [at, byte] of changed) bytes[at % bytes.length] = byte
        const read = parseCbor(bytes)
        // The library drops byte order marks.
        if (read === undefined || hexOf(bytes).includes('efbbbf')) return
        assert.deepEqual(decode(bytes, { strict: true, useMaps: true, allowIndefinite: false }), read)
        if (parseDeterministicCbor(bytes) !== undefined)
          assert.equal(hexOf(encodeDeterministicCbor(read)), hexOf(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  test('of something large, and of something small after it', () => {
    const large = new Uint8Array(3 * 1024 * 1024).fill(7)
    assert.equal(encodeDeterministicCbor([large, 1]).length, large.length + 1 + 5 + 1)
    assert.equal(hexOf(encodeDeterministicCbor([1])), '8101')
  })

  test('what is handed out is not written to again', () => {
    const first = encodeDeterministicCbor(Uint8Array.of(1, 2, 3))
    encodeDeterministicCbor(Uint8Array.of(9, 9, 9))
    assert.equal(hexOf(first), '43010203')
  })

  test('of a fraction, or of what is not there, there is none', () => {
    for (const value of [0.5, Number.NaN, Infinity, 2 ** 53, 2n ** 64n]) {
      assert.throws(() => encodeDeterministicCbor([value]), RangeError)
    }
    const hole: readonly Cbor[] = Array.from({ length: 1 })
    assert.throws(() => encodeDeterministicCbor(hole), TypeError)
  })
})

const leaf = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.uint8Array({ maxLength: 70 }),
)

/** What a value is when it comes back: integers are bigints only where a number cannot hold them. */
function normal(value: Cbor): Cbor {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (isCborMap(value)) return new Map([...value].map(([key, item]) => [key, normal(item)]))
  return isList(value) ? value.map((item) => normal(item)) : value
}

function isList(value: Cbor): value is readonly Cbor[] {
  return Array.isArray(value)
}

const anything: fc.Arbitrary<Cbor> = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 30 }),
    fc
      .array(fc.tuple(fc.oneof(fc.string(), fc.integer({ min: -1000, max: 100_000 })), tie('value')), { maxLength: 12 })
      .map((entries) => new Map(entries)),
  ),
})).value
