import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createWebCrypto, hasSufficientWebCrypto } from '@rushlight/platform-browser'
import { createNodeCrypto } from '@rushlight/platform-node'
import { cryptoExam, hpkeExam } from '@rushlight/protocol/testing'

const web = createWebCrypto()
const node = createNodeCrypto()

for (const { name, run } of [...cryptoExam(web), ...hpkeExam(web)]) test(`web: ${name}`, run)

test('this platform is sufficient', async () => {
  assert.equal(await hasSufficientWebCrypto(), true)
})

const bytes = (constraints: fc.IntArrayConstraints): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array(constraints).map((array) => new Uint8Array(array))
const key = bytes({ minLength: 32, maxLength: 32 })
const nonce = bytes({ minLength: 12, maxLength: 12 })
const data = fc.oneof(bytes({ maxLength: 300 }), bytes({ maxLength: 5000 }))
const message = fc.record({ data, associated: data })

test('both adapters hash and authenticate alike', () => {
  fc.assert(
    fc.property(bytes({ maxLength: 200 }), data, (macKey, message) => {
      assert.deepEqual(web.sha256(message), node.sha256(message))
      assert.deepEqual(web.hmacSha256(macKey, message), node.hmacSha256(macKey, message))
    }),
  )
})

test('what one adapter seals, the other opens, and both make the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(key, nonce, message, async (longKey, nonce, message) => {
      const { data, associated } = message
      for (const aesKey of [longKey, longKey.subarray(0, 16)]) {
        const sealed = await web.sealAesGcm(aesKey, nonce, message)
        assert.deepEqual(sealed, await node.sealAesGcm(aesKey, nonce, message))
        assert.deepEqual(await node.openAesGcm(aesKey, nonce, { data: sealed, associated }), data)
        assert.deepEqual(await web.openAesGcm(aesKey, nonce, { data: sealed, associated }), data)
      }
      const sealed = await node.sealChaCha20Poly1305(longKey, nonce, message)
      assert.deepEqual(sealed, await web.sealChaCha20Poly1305(longKey, nonce, message))
      assert.deepEqual(await web.openChaCha20Poly1305(longKey, nonce, { data: sealed, associated }), data)
    }),
  )
})

test('both adapters have the same keys, signatures and shared secrets, and judge alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(key, key), data, fc.nat(63), async ([a, b], message, at) => {
      const [signing, agreeing] = [await node.ed25519PublicKey(a), await node.x25519PublicKey(a)]
      assert.deepEqual(await web.ed25519PublicKey(a), signing)
      assert.deepEqual(await web.x25519PublicKey(a), agreeing)
      assert.deepEqual(await web.x25519(b, agreeing), await node.x25519(b, agreeing))
      assert.deepEqual(await web.x25519(a, b), await node.x25519(a, b))
      const signature = await web.signEd25519(a, message)
      assert.deepEqual(await node.signEd25519(a, message), signature)
      assert.equal(await web.verifyEd25519(signing, message, signature), true)
      signature[at] = (signature[at] ?? 0) ^ 0x80
      assert.equal(await web.verifyEd25519(signing, message, signature), false)
      assert.equal(await node.verifyEd25519(signing, message, signature), false)
      assert.equal(await web.verifyEd25519(b, message, signature), await node.verifyEd25519(b, message, signature))
    }),
  )
})
