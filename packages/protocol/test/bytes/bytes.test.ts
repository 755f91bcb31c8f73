import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { compare, concat } from '../../src/bytes/bytes.ts'
import { encodeCbor, parseCbor, parseDeterministicCbor } from '../../src/bytes/cbor.ts'
import { encodeWith, parseWith, text, uint } from '../../src/bytes/codec.ts'
import { pad, padme, unpad } from '../../src/bytes/padding.ts'
import { base64url, hex, parseBase64url, parseHex } from '../../src/bytes/text-encodings.ts'
import { encodeVector, takeVector } from '../../src/bytes/tls.ts'
import { idKind } from '../../src/ids/id.ts'

const bytes = fc.uint8Array({ maxLength: 600 })

describe('PADMÉ', () => {
  test('adds at most 12 %, never shortens, and is a fixed point of itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 }), (length) => {
        const padded = padme(length)
        assert.ok(padded >= length && padded <= Math.max(2, length * 1.12))
        assert.equal(padme(padded), padded)
      }),
      { numRuns: 2000 },
    )
    for (let exponent = 1; exponent < 33; exponent++) assert.equal(padme(2 ** exponent), 2 ** exponent)
  })

  test('does not turn the order of lengths round', () => {
    let before = 0
    for (let length = 0; length < 5000; length++) {
      const padded = padme(length)
      assert.ok(padded >= before, `${length}`)
      before = padded
    }
  })

  test('padded data comes back, and nothing else is taken for it', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 700 }), (data, min) => {
        const padded = pad(data, min)
        assert.deepEqual(unpad(padded), data)
        assert.equal(padded.length, padme(Math.max(data.length + 4, min)))
        if (padded.length > data.length + 4) assert.equal(unpad(padded.with(padded.length - 1, 1)), undefined)
        assert.equal(unpad(padded.subarray(0, data.length + 3)), undefined)
      }),
    )
  })
})

test('texts of bytes are read back, and only in their one form', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      assert.deepEqual(parseHex(hex(data)), data)
      assert.deepEqual(parseBase64url(base64url(data)), data)
    }),
  )
  for (const bad of ['A', 'AB', 'AAB', 'AA=', 'A+', 'AA AA', 'é']) assert.equal(parseBase64url(bad), undefined, bad)
  for (const bad of ['0', 'AA', '0g', ' 00']) assert.equal(parseHex(bad), undefined, bad)
  const kind = idKind<'Sample'>(16)
  assert.equal(kind.parse('AAAA'), undefined)
  assert.equal(kind.parse(base64url(new Uint8Array(16))), base64url(new Uint8Array(16)))
})

test('vectors of MLS come back with what follows, and only in their shortest form', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), bytes, (data, rest) => {
      const taken = takeVector(concat(encodeVector(data), rest))
      assert.ok(taken !== undefined && compare(taken.data, data) === 0 && compare(taken.rest, rest) === 0)
    }),
    { numRuns: 50 },
  )
  for (const bad of ['', '40', '4005', '80000001ff', 'c0', '01', '4040']) {
    assert.equal(takeVector(Uint8Array.fromHex(bad)), undefined, bad)
  }
})

describe('CBOR', () => {
  test('that is not of our subset, or not whole, is refused', () => {
    const bad = [
      ['', 'nothing'],
      ['1801', 'an integer not in its shortest form'],
      ['190001', 'the same in two bytes'],
      ['5801ff', 'a length not in its shortest form'],
      ['5f4101ff', 'bytes of indefinite length'],
      ['9f01ff', 'a list of indefinite length'],
      ['bf0101ff', 'a map of indefinite length'],
      ['f7', 'undefined'],
      ['f97e00', 'not a number'],
      ['fb3ff0000000000000', 'a floating one'],
      ['f93c00', 'a half one'],
      ['c101', 'a tag'],
      ['a201010102', 'a key twice'],
      ['a1800102', 'a list as a key'],
      ['0000', 'two items'],
      ['61ff', 'text that is not UTF-8'],
      ['82', 'a list without its items'],
      ['9b7fffffffffffffff', 'a list longer than memory'],
      ['81'.repeat(17) + '00', 'a list too deep'],
      ['e0', 'an unassigned simple value'],
    ] as const
    for (const [encoded, what] of bad) assert.equal(parseCbor(Uint8Array.fromHex(encoded)), undefined, what)
  })

  test('is deterministic in one form only', () => {
    const map = new Map([
      [2, 'b'],
      [1, 'a'],
    ])
    const encoded = encodeCbor(map)
    assert.ok(parseDeterministicCbor(encoded))
    const turned = Uint8Array.fromHex('a2026162016161')
    assert.deepEqual(parseCbor(turned), map)
    assert.equal(parseDeterministicCbor(turned), undefined)
    assert.deepEqual(parseCbor(Uint8Array.fromHex('81'.repeat(16) + '00')) !== undefined, true)
  })

  test('numbers and texts keep to their limits', () => {
    for (const [value, max] of [
      [-1, 10],
      [11, 10],
      [2n ** 60n, Number.MAX_SAFE_INTEGER],
    ] as const) {
      assert.equal(parseWith(uint(max), encodeCbor(value)), undefined)
    }
    assert.equal(parseWith(text(3), encodeWith(text(9), 'abcd')), undefined)
    assert.equal(parseWith(text(3), encodeCbor('éé')), undefined)
    assert.equal(parseWith(text(4), encodeCbor('éé')), 'éé')
  })
})
