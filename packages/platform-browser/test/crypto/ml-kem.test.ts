import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { xWing } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import { hpkeExam } from '@rushlight/protocol/testing'
import { createWebCrypto } from '../../src/crypto/web-crypto.ts'
import { createMlKem } from '../../src/crypto/ml-kem.ts'

const native = createWebCrypto()
/** A browser of which Web Cryptography knows no KEM: Firefox 153. */
const plain: Crypto = { ...native, ...createMlKem(withoutKems()) }

for (const { name, run } of hpkeExam(plain)) test(`web without native ML-KEM: ${name}`, run)

/** draft-connolly-cfrg-xwing-kem-08, appendix C. */
const VECTORS = [
  {
    privateKey: '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
    drawn:
      '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2' +
      '35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
    secret: 'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384',
  },
  {
    privateKey: 'badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea',
    drawn:
      '17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef' +
      'aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d',
    secret: 'f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150',
  },
]

test('what chance of the draft sends, every adapter opens to the secret of the draft', async () => {
  for (const { privateKey, drawn, secret } of VECTORS) {
    let chance = Uint8Array.fromHex(drawn)
    const sender = xWing(
      createNodeCrypto((length) => {
        const taken = chance.slice(0, length)
        chance = chance.slice(length)
        return taken
      }),
    )
    const key = Uint8Array.fromHex(privateKey)
    const keys = { privateKey: key, publicKey: await sender.publicKeyOf(key) }
    const sent = await sender.encapsulate(keys.publicKey)
    assert.equal(sent?.secret.toHex(), secret)
    for (const crypto of [createNodeCrypto(), native, plain]) {
      assert.deepEqual(await xWing(crypto).publicKeyOf(key), keys.publicKey)
      assert.equal((await xWing(crypto).decapsulate(keys, sent.encapsulated))?.toHex(), secret)
    }
  }
})

function withoutKems(): SubtleCrypto {
  return new Proxy(globalThis.crypto.subtle, {
    has: (target, name) => !String(name).endsWith('Bits') && name in target,
  })
}
