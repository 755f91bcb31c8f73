import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  fetchNameCertificate,
  findName,
  NAME_CLAIMED_MS,
  NAMES_UNSURE_MS,
  putChain,
  signUpFinish,
} from '@rushlight/protocol'
import type { NameCertificate } from '@rushlight/protocol'
import { accountName, createAccount, createDevice, join, signUp } from '../../src/testing/person.ts'
import type { TestAccount } from '../../src/testing/person.ts'
import { refused } from '../support/refused.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider, TestProviderOptions } from '../support/test-provider.ts'

/** Alice as she was at the provider before it lost its disk, with its word on her name. */
type Before = {
  readonly world: TestProvider
  readonly alice: TestAccount
  readonly certificate: NameCertificate | undefined
  readonly seed: Uint8Array | undefined
}

async function lose(waitMs: number = NAME_CLAIMED_MS): Promise<Before> {
  const world = await startProvider()
  const alice = await join(world.crypto, await world.connect(), 'alice')
  world.time.jump(waitMs)
  const { certificate } = await alice.connection.client.call(fetchNameCertificate, undefined)
  await world.provider.close()
  return { world, alice: alice.account, certificate, seed: world.provider.newSeed }
}

/** The same address, an empty disk. */
function reborn({ world }: Before, options: TestProviderOptions = {}): Promise<TestProvider> {
  return startProvider({ ...options, time: world.time })
}

const withKey = (before: Before): TestProviderOptions => (before.seed === undefined ? {} : { seed: before.seed })

async function comeBack(world: TestProvider, { account }: TestAccount, certificate?: NameCertificate): Promise<void> {
  const { client } = await world.connect()
  await client.call(putChain, { chain: account.chain, ...(certificate === undefined ? {} : { certificate }) })
}

/** As somebody who looks for a name finds it. */
async function found(
  world: TestProvider,
  name: string,
): Promise<{ readonly head: unknown; readonly isNew: boolean } | undefined> {
  const stranger = await join(
    world.crypto,
    await world.connect(),
    `x${world.crypto.randomBytes(4).toHex().replaceAll(/\d/g, 'q')}`,
  )
  const asked = stranger.connection.client.call(findName, { name: accountName(name) })
  const answer = await asked.catch(() => undefined)
  return answer === undefined ? undefined : { head: answer.chain.at(-1)?.signature, isNew: answer.isNew === true }
}

const isOf = ({ account }: TestAccount, isNew: boolean): unknown => ({ head: account.chain.at(-1)?.signature, isNew })

/** Somebody else who has a record with that name. */
async function another(world: TestProvider, name = 'alice'): Promise<TestAccount> {
  const device = await createDevice(world.crypto)
  return createAccount(world.crypto, { name, providers: [world.provider.record], devices: [device] })
}

describe('after a loss, a name', () => {
  test('is at once whoever’s who has the certificate of the key that came back', async () => {
    const before = await lose()
    assert.ok(before.certificate !== undefined)
    const world = await reborn(before, withKey(before))
    await comeBack(world, before.alice, before.certificate)
    assert.deepEqual(await found(world, 'alice'), isOf(before.alice, false))
  })

  test('goes from whoever took it in between to the one with the certificate', async () => {
    const before = await lose()
    const world = await reborn(before, withKey(before))
    const thief = await another(world)
    await signUp(await world.connect(), thief)
    assert.deepEqual(await found(world, 'alice'), isOf(thief, false))
    await comeBack(world, before.alice, before.certificate)
    assert.deepEqual(await found(world, 'alice'), isOf(before.alice, false))
  })

  test('without the key is found after three days of a single claimant, and marked new', async () => {
    const before = await lose()
    const world = await reborn(before)
    await comeBack(world, before.alice, before.certificate)
    assert.equal(await found(world, 'alice'), undefined)
    await refused((await world.connect()).client.call(signUpFinish, await signUpOf(world)), 'nameTaken')
    world.time.jump(NAME_CLAIMED_MS)
    assert.deepEqual(await found(world, 'alice'), isOf(before.alice, true))
  })

  test('of two who claim it is nobody’s until the operator decides', async () => {
    const before = await lose()
    const world = await reborn(before)
    await comeBack(world, await another(world, 'a1ice'))
    await comeBack(world, before.alice)
    world.time.jump(NAME_CLAIMED_MS)
    assert.equal(await found(world, 'alice'), undefined)
    assert.equal(await found(world, 'a1ice'), undefined)
    const [contested] = await world.provider.desk.contestedNames()
    assert.deepEqual(
      contested?.claims.map(({ name }) => name),
      ['a1ice', 'alice'],
    )
    assert.ok(await world.provider.desk.giveName(accountName('alice'), before.alice.account.id))
    assert.deepEqual(await found(world, 'alice'), isOf(before.alice, false))
    assert.deepEqual(await world.provider.desk.contestedNames(), [])
  })

  test('taken by signing up is contested by a record that comes back in time, and not later', async () => {
    const before = await lose()
    const [soon, late] = [await reborn(before), await reborn(before)]
    for (const world of [soon, late]) await signUp(await world.connect(), await another(world))
    await comeBack(soon, before.alice)
    assert.equal(await found(soon, 'alice'), undefined)
    late.time.jump(NAME_CLAIMED_MS)
    const thief = await found(late, 'alice')
    await comeBack(late, before.alice)
    assert.deepEqual(await found(late, 'alice'), thief)
  })

  test('of a provider that lives for long is its finder’s at once, and who comes for a taken one comes without', async () => {
    const world = await startProvider()
    world.time.jump(NAMES_UNSURE_MS)
    const [first, second] = [await another(world), await another(world)]
    await comeBack(world, first)
    await comeBack(world, second)
    assert.deepEqual(await found(world, 'alice'), isOf(first, false))
  })

  test('is certified when nobody can contest it any more, and by no other provider', async () => {
    assert.equal((await lose(0)).certificate, undefined)
    const before = await lose()
    const foreign = await lose()
    const world = await reborn(before, withKey(before))
    await comeBack(world, before.alice, foreign.certificate)
    assert.equal(await found(world, 'alice'), undefined, 'a certificate of another key, and for another account')
    const certificate = before.certificate ?? assert.fail('no certificate')
    const bent = { ...certificate, issuedAt: certificate.issuedAt - 1 }
    const again = await reborn(before, withKey(before))
    await comeBack(again, before.alice, bent)
    assert.equal(await found(again, 'alice'), undefined, 'nobody changes what it says')
  })
})

describe('a closed provider that lost its data', () => {
  test('lets in its own people by their certificate, and nobody else', async () => {
    const before = await lose()
    const world = await reborn(before, { ...withKey(before), registration: 'closed' })
    await refused(comeBack(world, await another(world, 'bobby'), before.certificate), 'registrationClosed')
    await comeBack(world, before.alice, before.certificate)
  })

  test('shows its operator who wants to come back, who lets them in', async () => {
    const before = await lose()
    const world = await reborn(before, { registration: 'closed' })
    const { id } = before.alice.account
    await refused(comeBack(world, before.alice, before.certificate), 'registrationClosed')
    await refused(comeBack(world, before.alice), 'registrationClosed')
    const waiting = await world.provider.desk.returning()
    assert.deepEqual(
      waiting.map(({ account, name }) => [account, name]),
      [[id, 'alice']],
    )
    await world.provider.desk.admit(id)
    await comeBack(world, before.alice)
    assert.deepEqual(await world.provider.desk.returning(), [])
  })
})

async function signUpOf(world: TestProvider): Promise<Parameters<typeof signUpFinish.params.toCbor>[0]> {
  const { name, account } = await another(world)
  return { name, passwordRecord: new Uint8Array(32), chain: account.chain }
}
