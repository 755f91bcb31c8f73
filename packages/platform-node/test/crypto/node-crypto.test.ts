import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { cryptoExam, hpkeExam } from '@rushlight/protocol/testing'

const crypto = createNodeCrypto()

for (const { name, run } of [...cryptoExam(crypto), ...hpkeExam(crypto)]) test(`node: ${name}`, run)

test('two runs from one seed draw the same bytes and reach the same signatures, whatever runs beside them', async () => {
  const run = async (): Promise<readonly string[]> => {
    let counter = 0
    const seeded = createNodeCrypto((length) => new Uint8Array(length).fill(++counter))
    const order: string[] = []
    await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const signature = await seeded.signEd25519(seeded.randomBytes(32), Uint8Array.of(i))
        order.push(signature.toHex())
      }),
    )
    return order
  }
  assert.deepEqual(await run(), await run())
})

test('a key that fell out of the cache of signing keys signs as before', async () => {
  const keys = Array.from({ length: 100 }, (_, i) => new Uint8Array(32).fill(i))
  const sign = (): Promise<readonly Uint8Array[]> =>
    Promise.all(keys.map((key) => crypto.signEd25519(key, new Uint8Array(1))))
  assert.deepEqual(await sign(), await sign())
})
