import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  deleteAccount,
  findName,
  getBackup,
  parseProviderName,
  putBackup,
  putChain,
  signLabelled,
  utf8,
} from '@rushlight/protocol'
import {
  accountName,
  advanceAccount,
  createAccount,
  createDevice,
  join,
  prove,
  signUp,
} from '../../src/testing/person.ts'
import { invitationTable, keyOfInvitation } from '../../src/operator/invitation-row.ts'
import { putRow } from '../../src/rows/table.ts'
import { refused } from '../support/refused.ts'
import { newAccount, signIn } from '../support/sign-in.ts'
import { startProvider } from '../support/test-provider.ts'

const ELSEWHERE = parseProviderName('other.example') ?? assert.fail()

describe('a record that is pushed', () => {
  test('is kept if it is newer, and answered with the newer one if it is older', async () => {
    const world = await startProvider()
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const { client } = await world.connect()
    const newer = await advanceAccount(world.crypto, alice.account, {
      devices: [...alice.account.account.record.devices, (await createDevice(world.crypto)).entry].toSorted((a, b) =>
        Buffer.compare(Buffer.from(a.id, 'base64url'), Buffer.from(b.id, 'base64url')),
      ),
    })
    assert.deepEqual(await client.call(putChain, { chain: newer.account.chain }), { head: newer.account.head })
    assert.deepEqual(await client.call(putChain, { chain: newer.account.chain }), { head: newer.account.head })
    const older = await client.call(putChain, { chain: alice.account.account.chain })
    assert.deepEqual(older, { head: newer.account.head, newer: newer.account.chain })
  })

  test('with a broken signature is refused', async () => {
    const world = await startProvider()
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const { client } = alice.connection
    const newer = await advanceAccount(world.crypto, alice.account, {})
    const chain = newer.account.chain.map((signed, i) =>
      i === 0 ? signed : { ...signed, signature: new Uint8Array(64).fill(3) },
    )
    await refused(client.call(putChain, { chain }), 'recordInvalid')
    await refused(client.call(putChain, { chain: [] }), 'recordInvalid')
  })

  test('ends the sessions of devices that it leaves out', async () => {
    const world = await startProvider()
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const without = await advanceAccount(world.crypto, alice.account, { devices: [], renew: true })
    await (await world.connect()).client.call(putChain, { chain: without.account.chain })
    await refused(alice.connection.client.call(getBackup, undefined), 'notAuthenticated')
    await refused(prove(world.crypto, alice.connection, alice), 'unknownDevice')
  })

  test('brings an account back to a provider that has lost its memory, if that takes new accounts', async () => {
    const before = await startProvider()
    const alice = await join(before.crypto, await before.connect(), 'alice')
    const { chain } = alice.account.account
    // The same name and key, and nothing else: the key phrase was kept.
    assert.ok(before.provider.newSeed)
    const reborn = await startProvider({ seed: before.provider.newSeed })
    assert.notEqual(reborn.provider.incarnation, before.provider.incarnation)
    assert.deepEqual(reborn.provider.record, before.provider.record)
    const connection = await reborn.connect()
    await connection.client.call(putChain, { chain })
    await prove(reborn.crypto, connection, alice)
    await refused(signUp(connection, await newAccount(reborn, 'alice')), 'nameTaken')
    const closed = await startProvider({ seed: before.provider.newSeed, registration: 'closed' })
    await refused((await closed.connect()).client.call(putChain, { chain }), 'registrationClosed')
    const foreign = await startProvider()
    const other = await createAccount(foreign.crypto, {
      name: 'alice',
      providers: [{ ...foreign.provider.record, name: ELSEWHERE }],
      devices: [],
    })
    await refused((await foreign.connect()).client.call(putChain, { chain: other.account.chain }), 'unknownAccount')
  })

  test('of an account that begins to live at a further provider is taken by the rule for sign-ups there', async () => {
    const first = await startProvider()
    const alice = await join(first.crypto, await first.connect(), 'alice')
    const world = await startProvider({ registration: 'invite' })
    const key = keyOfInvitation('a code')
    const row = putRow(invitationTable, key, { usesLeft: 1, expiresAt: world.time.now() + 1000 })
    await world.store.commit([{ put: [row] }])
    const there = { ...first.provider.record, name: ELSEWHERE }
    const moved = await advanceAccount(world.crypto, alice.account, { providers: [there, world.provider.record] })
    const { chain } = moved.account
    const connection = await world.connect()
    await refused(connection.client.call(putChain, { chain }), 'invitationNeeded')
    await refused(connection.client.call(putChain, { chain, invitation: 'another code' }), 'invitationNeeded')
    await connection.client.call(putChain, { chain, invitation: 'a code' })
    await prove(world.crypto, connection, { ...alice, account: moved })
    await refused(connection.client.call(findName, { name: accountName('alice') }), 'unknownAccount')
    const next = await createAccount(world.crypto, { name: 'carol', providers: [world.provider.record], devices: [] })
    const again = { chain: next.account.chain, invitation: 'a code' }
    await refused(connection.client.call(putChain, again), 'invitationNeeded')
  })

  test('a changed name is taken if it is free, and the old one is given to nobody', async () => {
    const world = await startProvider()
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const bob = await join(world.crypto, await world.connect(), 'bobby')
    const { client } = alice.connection
    const renamed = await advanceAccount(world.crypto, alice.account, { name: accountName('alicia') })
    await client.call(putChain, { chain: renamed.account.chain })
    assert.deepEqual(await client.call(findName, { name: accountName('alicia') }), { chain: renamed.account.chain })
    await refused(client.call(findName, { name: accountName('alice') }), 'unknownAccount')
    await refused(signUp(await world.connect(), await newAccount(world, 'alice')), 'nameTaken')
    const thief = await advanceAccount(world.crypto, bob.account, { name: accountName('alicia') })
    await refused(client.call(putChain, { chain: thief.account.chain }), 'nameTaken')
    const respelt = await advanceAccount(world.crypto, renamed, { name: accountName('a.licia') })
    await client.call(putChain, { chain: respelt.account.chain })
    assert.deepEqual(await client.call(findName, { name: accountName('a.licia') }), { chain: respelt.account.chain })
  })
})

describe('an account that is deleted', () => {
  test('leaves nothing but a name that nobody gets again', async () => {
    const world = await startProvider()
    const connection = await world.connect()
    const alice = await join(world.crypto, connection, 'alice')
    const bob = await join(world.crypto, await world.connect(), 'bobby')
    const { client, greeting } = connection
    await client.call(putBackup, { backup: { version: 1, sealed: utf8('sealed') } })
    await refused(client.call(deleteAccount, { signature: new Uint8Array(64) }), 'signatureInvalid')
    const { crypto } = world
    const signer = { crypto, label: 'account deletion' } as const
    const signature = await signLabelled(signer, alice.account.keys.account, greeting.challenge)
    await client.call(deleteAccount, { signature })
    await refused(client.call(getBackup, undefined), 'notAuthenticated')
    assert.equal(world.provider.sessionOf(alice.token), undefined)
    await refused(prove(crypto, connection, alice), 'unknownAccount')
    await refused(bob.connection.client.call(findName, { name: accountName('alice') }), 'unknownAccount')
    const verifier = new Uint8Array(32).fill(1)
    await refused(signIn(crypto, connection, { name: 'alice', verifier }), 'wrongPassword')
    await refused(signUp(connection, await newAccount(world, 'a1ice')), 'nameTaken')
    const { chain } = alice.account.account
    const { head, ended } = await bob.connection.client.call(putChain, { chain })
    assert.deepEqual(
      { head, ended },
      { head: alice.account.account.head, ended: { challenge: greeting.challenge, signature } },
    )
    await refused(prove(crypto, connection, alice), 'unknownAccount')
    await world.store.scrub()
    const image = Buffer.from(world.disk.image())
    assert.equal(image.includes('alice'), false)
    assert.equal(image.includes(Buffer.from(alice.account.account.id, 'base64url')), false)
  })
})
