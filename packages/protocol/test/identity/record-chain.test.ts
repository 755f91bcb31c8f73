import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import * as fc from 'fast-check'
import { recordHash } from '../../src/ids/ids.ts'
import { keyOf } from '../../src/ids/keys.ts'
import type { AccountPrivateKey, AccountPublicKey, RecoveryPublicKey } from '../../src/ids/keys.ts'
import { signRecord } from '../../src/identity/account-record.ts'
import type { AccountRecord, SignedRecord } from '../../src/identity/account-record.ts'
import { compareHeads, continuesFrom, verifyRecordChain } from '../../src/identity/record-chain.ts'
import type { Account, RecordHead } from '../../src/identity/record-chain.ts'
import { extend, nameOf, nextOf, sampleActor, sampleProvider } from '../../src/testing/vectors/cast.ts'
import type { Actor } from '../../src/testing/vectors/cast.ts'
import { withSeed } from '../../src/testing/vectors/seeded-crypto.ts'

const crypto = withSeed(createNodeCrypto(), 'record chain')
const provider = await sampleProvider(crypto, 'chat.example.org')
const actor = await sampleActor(crypto, { name: 'alice', providers: [provider] })

async function newAccountKey(): Promise<{ readonly key: AccountPrivateKey; readonly publicKey: AccountPublicKey }> {
  const key = keyOf<AccountPrivateKey>(crypto.randomBytes(32))
  return { key, publicKey: keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(key)) }
}

const byAccount = ({ accountKey }: Actor) => ({ signer: 'account', key: accountKey }) as const
const byRecovery = ({ recoveryKey }: Actor) => ({ signer: 'recovery', key: recoveryKey }) as const

async function verifyWith(
  record: AccountRecord,
  signer: Parameters<typeof signRecord>[1],
): Promise<Account | undefined> {
  return verifyRecordChain(crypto, [...actor.account.chain, await signRecord(crypto, signer, record)])
}

describe('a chain of records', () => {
  test('goes on by the account key, one number at a time', async () => {
    const next = nextOf(actor.account)
    assert.ok(await verifyWith({ ...next, name: nameOf('alice-2') }, byAccount(actor)))
    assert.equal(await verifyWith({ ...next, number: 2 }, byAccount(actor)), undefined)
    assert.equal(await verifyWith({ ...next, number: 0 }, byAccount(actor)), undefined)
    assert.equal(await verifyWith({ ...next, kind: 'bot' }, byAccount(actor)), undefined)
    assert.equal(await verifyWith({ ...next, salt: new Uint8Array(16) }, byAccount(actor)), undefined)
    assert.equal(await verifyWith({ ...next, providers: [] }, byAccount(actor)), undefined)
    const stranger = await sampleActor(crypto, { name: 'mallory', providers: [provider] })
    assert.equal(await verifyWith(next, byAccount(stranger)), undefined)
    assert.equal(await verifyWith({ ...next, account: stranger.account.id }, byAccount(actor)), undefined)
    assert.equal(await verifyWith({ ...next, parent: stranger.account.head.hash }, byAccount(actor)), undefined)
  })

  test('lets the account key neither touch the recovery key nor drop a device and stay', async () => {
    const next = nextOf(actor.account)
    const { publicKey } = await newAccountKey()
    const recoveryKey = keyOf<RecoveryPublicKey>(publicKey)
    assert.equal(await verifyWith({ ...next, recoveryKey }, byAccount(actor)), undefined)
    assert.equal(await verifyWith({ ...next, devices: [] }, byAccount(actor)), undefined)
    assert.ok(await verifyWith({ ...next, devices: [], accountKey: publicKey }, byAccount(actor)))
  })

  test('has its generation raised by the recovery key alone, from any record on', async () => {
    const next = nextOf(actor.account)
    assert.equal(await verifyWith({ ...next, generation: 1 }, byAccount(actor)), undefined)
    assert.equal(await verifyWith(next, byRecovery(actor)), undefined)
    const raised = await verifyWith({ ...next, generation: 1, devices: [] }, byRecovery(actor))
    assert.ok(raised)
    const thief = await extend(crypto, actor.account, { ...byAccount(actor), record: nextOf(actor.account) })
    const further = await extend(crypto, thief, { ...byAccount(actor), record: nextOf(thief) })
    assert.ok(compareHeads(raised.head, further.head) > 0, 'the recovery key outranks whoever counts ahead')
    assert.equal(continuesFrom(raised, further.head), false)
    assert.equal(continuesFrom(further, thief.head), true)
  })

  test('begins with a genesis that its own account key signed as such', async () => {
    const [genesis] = actor.account.chain
    assert.ok(genesis)
    assert.equal(await verifyRecordChain(crypto, []), undefined)
    const forged: readonly SignedRecord[] = [
      { ...genesis, signer: 'recovery' },
      { ...genesis, signature: new Uint8Array(64) },
    ]
    for (const one of forged) assert.equal(await verifyRecordChain(crypto, [one]), undefined)
    assert.equal(await verifyRecordChain(crypto, [genesis, genesis]), undefined)
  })
})

const heads: fc.Arbitrary<RecordHead> = fc.record({
  generation: fc.nat(2),
  number: fc.nat(3),
  hash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => recordHash.fromBytes(bytes)),
})

test('heads are in one total order: generation, number, lower hash (R35)', () => {
  fc.assert(
    fc.property(heads, heads, heads, (a, b, c) => {
      assert.equal(Math.sign(compareHeads(a, b)), -Math.sign(compareHeads(b, a)) + 0)
      if (compareHeads(a, b) === 0) assert.equal(a.hash, b.hash)
      if (compareHeads(a, b) >= 0 && compareHeads(b, c) >= 0) assert.ok(compareHeads(a, c) >= 0)
      if (a.generation > b.generation) assert.ok(compareHeads(a, b) > 0)
    }),
  )
  const low = { generation: 0, number: 1, hash: recordHash.fromBytes(new Uint8Array(32)) }
  const high = { ...low, hash: recordHash.fromBytes(new Uint8Array(32).fill(1)) }
  assert.ok(compareHeads(low, high) > 0, 'the lower hash wins')
})
