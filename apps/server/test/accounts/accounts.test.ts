import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  changePasswordFinish,
  changePasswordStart,
  concat,
  createInvitation,
  getBackup,
  keyOf,
  parseProviderName,
  putBackup,
  signInFinish,
  signInStart,
  signUpFinish,
  signUpStart,
  utf8,
  claimOperator,
  listInvitations,
} from '@rushlight/protocol'
import type { Backup, Provider, ProviderPublicKey } from '@rushlight/protocol'
import {
  accountName,
  advanceAccount,
  createAccount,
  createDevice,
  join,
  prove,
  signUp,
} from '../../src/testing/person.ts'
import type { TestAccount } from '../../src/testing/person.ts'
import { refusalOf, refused, waitFor } from '../support/refused.ts'
import { newAccount, signIn, verifierOf } from '../support/sign-in.ts'
import { startProvider } from '../support/test-provider.ts'
import type { Connected } from '../../src/testing/wire-client.ts'
import type { TestProvider } from '../support/test-provider.ts'

const ELSEWHERE = parseProviderName('other.example') ?? assert.fail()
const password = verifierOf

describe('signing up', () => {
  test('gives a name to one account only', async () => {
    const world = await startProvider()
    const connection = await world.connect()
    await signUp(connection, await newAccount(world, 'alice'))
    await refused(signUp(connection, await newAccount(world, 'alice')), 'nameTaken')
    await refused(
      connection.client.call(signUpStart, { name: accountName('alice'), request: new Uint8Array(16) }),
      'nameTaken',
    )
  })

  test('gives no name that looks like one that is taken, or like the provider itself', async () => {
    const world = await startProvider()
    const connection = await world.connect()
    await signUp(connection, await newAccount(world, 'alice'))
    for (const lookalike of ['a1ice', 'ali-ce', 'aiice']) {
      await refused(signUp(connection, await newAccount(world, lookalike)), 'nameTaken')
    }
    for (const reserved of ['admin', 'adrnin', 'rushlight', 'rush1ight']) {
      await refused(signUp(connection, await newAccount(world, reserved)), 'nameReserved')
    }
  })

  test('can be repeated when the answer got lost, and changes nothing then', async () => {
    const world = await startProvider()
    const connection = await world.connect()
    const alice = await newAccount(world, 'alice')
    await signUp(connection, alice, password('first'))
    await signUp(connection, alice, password('another password'))
    const { chain } = await signIn(world.crypto, connection, { name: 'alice', verifier: password('first') })
    assert.deepEqual(chain, alice.account.chain)
  })

  test('takes only a genesis record that stands alone, has the name, and names this provider first', async () => {
    const world = await startProvider()
    const { client } = await world.connect()
    const { crypto, provider } = world
    const own = provider.record
    const alice = await newAccount(world, 'alice')
    const finish = (account: TestAccount, name = 'alice'): Promise<unknown> =>
      client.call(signUpFinish, {
        name: accountName(name),
        passwordRecord: password('x'),
        chain: account.account.chain,
      })
    await refused(finish(alice, 'robert'), 'recordInvalid')
    await refused(finish(await advanceAccount(crypto, alice, {})), 'recordInvalid')
    const imposter: Provider = { ...own, key: keyOf<ProviderPublicKey>(crypto.randomBytes(32)) }
    for (const providers of [[imposter], [{ ...own, name: ELSEWHERE }, own]]) {
      const other = await createAccount(crypto, { name: 'alice', providers, devices: [] })
      await refused(finish(other), 'recordInvalid')
    }
    const devices = [await createDevice(crypto), await createDevice(crypto)]
    await refused(finish(await createAccount(crypto, { name: 'alice', providers: [own], devices })), 'recordInvalid')
    const [signed] = alice.account.chain
    assert.ok(signed)
    const tampered = { ...signed, signature: new Uint8Array(64).fill(7) }
    await refused(
      client.call(signUpFinish, {
        name: accountName('alice'),
        passwordRecord: password('x'),
        chain: [tampered],
      }),
      'recordInvalid',
    )
    await finish(alice)
  })

  test('two people who want one name at the same moment: one has it', async () => {
    const world = await startProvider()
    const [one, other] = [await world.connect(), await world.connect('elsewhere')]
    const results = await Promise.allSettled([
      signUp(one, await newAccount(world, 'alice')),
      signUp(other, await newAccount(world, 'alice')),
    ])
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  })

  test('is limited for each place', async () => {
    const world = await startProvider()
    const connection = await world.connect()
    const alice = await newAccount(world, 'alice')
    let wait = 0
    for (let i = 0; i < 200 && wait === 0; i += 1) {
      wait = await waitFor(signUp(connection, alice))
    }
    assert.ok(wait > 0)
    await world.time.advance(wait)
    await signUp(connection, alice)
  })
})

describe('registration', () => {
  async function operate(world: TestProvider, name = 'olga'): Promise<Connected> {
    const connection = await world.connect()
    const device = await createDevice(world.crypto)
    const account = await createAccount(world.crypto, {
      name,
      providers: [world.provider.record],
      devices: [device],
    })
    world.operatorTokens.add('link')
    await connection.client.call(signUpFinish, {
      name: account.name,
      passwordRecord: password('x'),
      chain: account.account.chain,
      invitation: 'link',
    })
    await prove(world.crypto, connection, { account, device })
    await connection.client.call(claimOperator, { token: 'link' })
    return connection
  }

  test('closed: nobody comes in but who holds an operator link', async () => {
    const world = await startProvider({ registration: 'closed' })
    await refused(signUp(await world.connect(), await newAccount(world, 'alice')), 'registrationClosed')
    await operate(world)
  })

  test('by invitation: as many as it says, until it expires, and no more when it is revoked', async () => {
    const world = await startProvider({ registration: 'invite' })
    const { client } = await operate(world)
    const connection = await world.connect()
    const finish = async (name: string, invitation?: string): Promise<unknown> =>
      connection.client.call(signUpFinish, {
        name: accountName(name),
        passwordRecord: password('x'),
        chain: (await newAccount(world, name)).account.chain,
        ...(invitation === undefined ? {} : { invitation }),
      })
    await refused(finish('alice'), 'invitationNeeded')
    await refused(finish('alice', 'guessed'), 'invitationNeeded')
    const { invitation } = await client.call(createInvitation, { uses: 2, lifetimeMs: 60_000 })
    await finish('alice', invitation.code)
    await finish('bobby', invitation.code)
    await refused(finish('carol', invitation.code), 'invitationNeeded')
    const second = await client.call(createInvitation, { uses: 2, lifetimeMs: 60_000 })
    assert.deepEqual(await client.call(listInvitations, undefined), { invitations: [second.invitation] })
    await world.time.advance(60_000)
    await refused(finish('carol', second.invitation.code), 'invitationNeeded')
    assert.deepEqual(await client.call(listInvitations, undefined), { invitations: [] })
  })

  test('the last use of an invitation is for one of two who come at once', async () => {
    const world = await startProvider({ registration: 'invite' })
    const { client } = await operate(world)
    const { invitation } = await client.call(createInvitation, { uses: 1, lifetimeMs: 60_000 })
    const results = await Promise.allSettled(
      ['alice', 'bobby'].map(async (name, i) => {
        const account = await newAccount(world, name)
        const connection = await world.connect(`place ${i}`)
        return connection.client.call(signUpFinish, {
          name: account.name,
          passwordRecord: password('x'),
          chain: account.account.chain,
          invitation: invitation.code,
        })
      }),
    )
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  })
})

describe('signing in', () => {
  test('gives chain and backup to who knows the password', async () => {
    const world = await startProvider()
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const backup = { version: 1, sealed: utf8('sealed') }
    await alice.connection.client.call(putBackup, { backup })
    const verifier = new Uint8Array(32).fill(1)
    const found = await signIn(world.crypto, await world.connect(), { name: 'alice', verifier })
    assert.deepEqual(found, { chain: alice.account.account.chain, backup })
  })

  test('a wrong password and a name that nobody has are answered alike', async () => {
    const world = await startProvider()
    const connection = await world.connect()
    await signUp(connection, await newAccount(world, 'alice'))
    for (const name of ['alice', 'nobody-here']) {
      await refused(signIn(world.crypto, connection, { name, verifier: password('wrong') }), 'wrongPassword')
    }
  })

  test('one start is good for one try, and not for ever', async () => {
    const world = await startProvider()
    const { crypto } = world
    const connection = await world.connect()
    const { client } = connection
    await signUp(connection, await newAccount(world, 'alice'), password('right'))
    const begin = async (): Promise<{ readonly attempt: Uint8Array; readonly proof: Uint8Array }> => {
      const request = crypto.randomBytes(16)
      const { attempt, response } = await client.call(signInStart, { name: accountName('alice'), request })
      return { attempt, proof: crypto.hmacSha256(password('right'), concat(request, response)) }
    }
    const first = await begin()
    await refused(client.call(signInFinish, { attempt: first.attempt, request: utf8('guess') }), 'wrongPassword')
    await refused(client.call(signInFinish, { attempt: first.attempt, request: first.proof }), 'wrongPassword')
    const second = await begin()
    await world.time.advance(10 * 60_000)
    await refused(client.call(signInFinish, { attempt: second.attempt, request: second.proof }), 'wrongPassword')
  })

  async function guess(world: TestProvider, place: string): Promise<string | undefined> {
    const from = await world.connect(place)
    const refusal = await refusalOf(signIn(world.crypto, from, { name: 'alice', verifier: password('wrong') }))
    from.close()
    return refusal?.wire.code
  }

  test('guessing from one place ends soon, and does not lock out whoever comes from another', async () => {
    const world = await startProvider()
    await signUp(await world.connect(), await newAccount(world, 'alice'), password('right'))
    const codes = []
    for (let i = 0; i < 50; i += 1) codes.push(await guess(world, 'a stranger'))
    assert.equal(
      codes.findIndex((code) => code === 'tooManyRequests'),
      10,
    )
    const own = { name: 'alice', verifier: password('right') }
    assert.ok((await signIn(world.crypto, await world.connect('at home'), own)).chain)
  })

  test('guessing is limited for each name, wherever it comes from', async () => {
    const world = await startProvider()
    await signUp(await world.connect(), await newAccount(world, 'alice'), password('right'))
    let guesses = 0
    while (guesses < 1000 && (await guess(world, `place ${guesses}`)) !== 'tooManyRequests') guesses += 1
    assert.equal(guesses, 100)
  })
})

describe('a backup', () => {
  test('is replaced version by version: who comes second merges first', async () => {
    const world = await startProvider()
    const { client } = (await join(world.crypto, await world.connect(), 'alice')).connection
    assert.deepEqual(await client.call(getBackup, undefined), {})
    const backup = (version: number, text: string): { backup: Backup } => ({
      backup: { version, sealed: utf8(text) },
    })
    assert.deepEqual(await client.call(putBackup, backup(1, 'one')), { kind: 'stored' })
    assert.deepEqual(await client.call(putBackup, backup(1, 'one')), { kind: 'stored' }, 'the same again')
    assert.deepEqual(await client.call(putBackup, backup(1, 'rival')), { kind: 'conflict', ...backup(1, 'one') })
    assert.deepEqual(await client.call(putBackup, backup(3, 'skips')), { kind: 'conflict', ...backup(1, 'one') })
    assert.deepEqual(await client.call(putBackup, backup(2, 'two')), { kind: 'stored' })
    assert.deepEqual(await client.call(getBackup, undefined), backup(2, 'two'))
  })

  test('of any version is taken by a provider that has none', async () => {
    const world = await startProvider()
    const { client } = (await join(world.crypto, await world.connect(), 'alice')).connection
    const backup = { version: 41, sealed: utf8('old') }
    assert.deepEqual(await client.call(putBackup, { backup }), { kind: 'stored' })
  })

  test('changes together with the password, or not at all', async () => {
    const world = await startProvider()
    const connection = await world.connect()
    const { client } = (await join(world.crypto, connection, 'alice')).connection
    await client.call(putBackup, { backup: { version: 1, sealed: utf8('one') } })
    await client.call(changePasswordStart, { request: new Uint8Array(16) })
    const change = (version: number): Promise<unknown> =>
      client.call(changePasswordFinish, {
        passwordRecord: password('another'),
        backup: { version, sealed: utf8('re-sealed') },
      })
    assert.equal((await change(5)) === undefined, false)
    const old = { name: 'alice', verifier: new Uint8Array(32).fill(1) }
    await signIn(world.crypto, connection, old)
    assert.deepEqual(await change(2), { kind: 'stored' })
    await refused(signIn(world.crypto, connection, old), 'wrongPassword')
    await signIn(world.crypto, connection, { name: 'alice', verifier: password('another') })
  })
})
