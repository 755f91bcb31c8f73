import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openVaultKey } from '@rushlight/core'
import { encodeCbor } from '@rushlight/protocol'
import { createNodeCrypto } from '../../src/crypto/node-crypto.ts'
import { createNodePasswordHash } from '../../src/password/node-password-hash.ts'

const PASSWORD = 'correct horse'
const ports = { crypto: createNodeCrypto(), hash: createNodePasswordHash() }

/** As somebody would leave it who may write where the owner's key file lies. */
async function keyFile(memoryKib: number, passes: number): Promise<Uint8Array> {
  const { crypto, hash } = ports
  const salt = crypto.randomBytes(16)
  const nonce = crypto.randomBytes(12)
  const wrapping = await hash.argon2id(PASSWORD, { salt, memoryKib, passes })
  const wrapped = await crypto.sealAesGcm(wrapping, nonce, { data: new Uint8Array(32), associated: new Uint8Array() })
  const cost = new Map<number, Uint8Array | number>([
    [0, salt],
    [1, memoryKib],
    [2, passes],
  ])
  return encodeCbor(
    new Map<number, number | Uint8Array | typeof cost>([
      [0, 1],
      [1, cost],
      [2, nonce],
      [3, wrapped],
    ]),
  )
}

test('a key file that asks for too little work is not taken, so that nobody guesses by it what its owner types', async () => {
  assert.equal((await openVaultKey(ports, PASSWORD, await keyFile(19 * 1024, 1))).kind, 'opened')
  for (const memoryKib of [8, 1024, 19 * 1024 - 1]) {
    assert.deepEqual(await openVaultKey(ports, PASSWORD, await keyFile(memoryKib, 1)), { kind: 'unreadable' })
  }
})
