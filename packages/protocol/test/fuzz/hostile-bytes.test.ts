import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { concat } from '../../src/bytes/bytes.ts'
import { makeVectors } from '../../src/testing/index.ts'
import { withSeed } from '../../src/testing/vectors/seeded-crypto.ts'

const crypto = createNodeCrypto()
const structures = (await makeVectors(crypto)).flatMap(({ cases }) => cases.filter((one) => one.kind === 'structure'))

/** Mutations that break structure rather than content: heads, lengths, order, repetition. */
function mutate(bytes: Uint8Array, draw: (below: number) => number): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(draw(256))
  const at = draw(bytes.length)
  const to = at + draw(bytes.length - at)
  switch (draw(6)) {
    case 0:
      return bytes.with(at, draw(256))
    case 1:
      return bytes.with(at, (bytes[at] ?? 0) ^ (1 << draw(8)))
    case 2:
      return concat(bytes.subarray(0, at), bytes.subarray(to))
    case 3:
      return concat(bytes.subarray(0, to), bytes.subarray(at))
    case 4:
      return concat(bytes.subarray(0, at), Uint8Array.of([0x1b, 0x5b, 0x9b, 0xbb][draw(4)] ?? 0), bytes.subarray(at))
    default:
      return bytes.slice(0, at)
  }
}

const ROUNDS = 60

test('no decoder throws, hangs, or takes changed bytes for something it cannot write again', () => {
  const seeded = withSeed(crypto, 'hostile bytes')
  const pool = seeded.randomBytes(1 << 16)
  let drawn = 0
  const draw = (below: number): number => {
    drawn = (drawn + 3) % (pool.length - 4)
    const value = new DataView(pool.buffer, pool.byteOffset + drawn).getUint32(0)
    return below <= 0 ? 0 : value % below
  }
  const startedAt = performance.now()
  let tried = 0
  let taken = 0
  for (const one of structures) {
    for (let round = 0; round < ROUNDS; round++) {
      let bytes = one.bytes
      for (let times = 0; times <= draw(3); times++) bytes = mutate(bytes, draw)
      tried += 1
      if (one.parse(bytes) !== undefined) taken += 1
    }
  }
  assert.ok(tried > 5_000, `${tried}`)
  // Most changes hit keys, hashes and texts, which may be anything; but far from all.
  assert.ok(taken < tried * 0.9, `${taken} of ${tried}`)
  assert.ok(performance.now() - startedAt < 20_000)
})
