import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ed25519 } from '@noble/curves/ed25519.js'
import * as fc from 'fast-check'
import { createNodeCrypto } from '@rushlight/platform-node'
import { concat } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import { cryptoExam, hpkeExam, runWycheproof, WYCHEPROOF_CASES } from '@rushlight/protocol/testing'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCurves } from '../../src/crypto/curves.ts'
import { createWebCrypto } from '../../src/crypto/web-crypto.ts'

/** A browser that has Web Cryptography but neither curve: it rejects their names, as old ones do. */
const { subtle } = globalThis.crypto
const withoutCurves = new Proxy(subtle, {
  get(target, name): unknown {
    if (name === 'importKey') return () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
    return Reflect.get(target, name)
  },
})
const plain: Crypto = { ...createWebCrypto(), ...createCurves(withoutCurves) }
const node = createNodeCrypto()

for (const { name, run } of [...cryptoExam(plain), ...hpkeExam(plain)]) test(`curves in JavaScript: ${name}`, run)

for (const [name, cases] of Object.entries(WYCHEPROOF_CASES)) {
  if (!/25519/.test(name)) continue
  test(`curves in JavaScript pass Wycheproof: ${name}`, async () => {
    const text = readFileSync(join(import.meta.dirname, `../../../protocol/test/wycheproof/${name}.jsonl`), 'utf8')
    assert.deepEqual(await runWycheproof(plain, name, text), { cases, failures: [] })
  })
}

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array))

test('curves in JavaScript make the same bytes as those of Node, and judge alike', async () => {
  const random = fc.tuple(bytes(32), bytes(32), fc.uint8Array({ maxLength: 300 }), bytes(64))
  await fc.assert(
    fc.asyncProperty(random, fc.nat(511), async ([a, b, text, garbage], at) => {
      const message = new Uint8Array(text)
      const [signing, agreeing] = [await node.ed25519PublicKey(a), await node.x25519PublicKey(a)]
      assert.deepEqual(await plain.ed25519PublicKey(a), signing)
      assert.deepEqual(await plain.x25519PublicKey(a), agreeing)
      assert.deepEqual(await plain.x25519(b, agreeing), await node.x25519(b, agreeing))
      assert.deepEqual(await plain.x25519(a, b), await node.x25519(a, b))
      const signature = await node.signEd25519(a, message)
      assert.deepEqual(await plain.signEd25519(a, message), signature)
      const bent = signature.with(at >> 3, (signature[at >> 3] ?? 0) ^ (1 << (at & 7)))
      for (const [key, one] of [
        [signing, signature],
        [signing, bent],
        [b, signature],
        [signing, garbage],
      ] as const)
        assert.equal(await plain.verifyEd25519(key, message, one), await node.verifyEd25519(key, message, one))
      assert.equal(await plain.verifyEd25519(signing, message, signature), true)
    }),
    { numRuns: 40 },
  )
})

test('a signature that holds only after the cofactor is refused like elsewhere', async () => {
  const { Point } = ed25519
  // A point of order 8.
  const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
  const [secret, nonce] = [12_345_678_901_234_567_890n, 98_765_432_109_876_543_210n]
  const key = Point.BASE.multiply(secret).toBytes()
  const r = Point.BASE.multiply(nonce).add(torsion).toBytes()
  const message = Uint8Array.of(1, 2, 3)
  const hash = node.sha512(concat(r, key, message))
  const k = Point.Fn.create(BigInt(`0x${hash.toReversed().toHex()}`))
  const signature = concat(r, Point.Fn.toBytes(Point.Fn.create(nonce + k * secret)))
  assert.equal(ed25519.verify(signature, message, key, { zip215: false }), true)
  assert.equal(await node.verifyEd25519(key, message, signature), false)
  assert.equal(await createWebCrypto().verifyEd25519(key, message, signature), false)
  assert.equal(await plain.verifyEd25519(key, message, signature), false)
})
