import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { keyOf } from '../../src/ids/keys.ts'
import type { AccountPrivateKey, AccountPublicKey } from '../../src/ids/keys.ts'
import { emojiOf } from '../../src/identity/emoji-comparison.ts'
import type { Account } from '../../src/identity/record-chain.ts'
import { createSafetyCode, formatSafetyCode, judgeSafetyCode, parseSafetyCode } from '../../src/identity/safety-code.ts'
import { groupsOfSafetyNumber, parseSafetyNumber, rootOfChain, safetyNumber } from '../../src/identity/safety-number.ts'
import type { AccountRoot } from '../../src/identity/safety-number.ts'
import { extend, nextOf, sampleActor, sampleProvider } from '../../src/testing/vectors/cast.ts'
import { withSeed } from '../../src/testing/vectors/seeded-crypto.ts'

const crypto = withSeed(createNodeCrypto(), 'safety')
const provider = await sampleProvider(crypto, 'chat.example.org')
const alice = await sampleActor(crypto, { name: 'alice', providers: [provider] })
const bob = await sampleActor(crypto, { name: 'bob', providers: [provider] })

function rootOf({ id, chain }: Account): AccountRoot {
  const root = rootOfChain(crypto, chain)
  assert.ok(root)
  return { account: id, root }
}

async function withoutDevices(account: Account, key: AccountPrivateKey): Promise<Account> {
  const accountKey = keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32)))
  return extend(crypto, account, { signer: 'account', key, record: { ...nextOf(account), accountKey, devices: [] } })
}

async function recovered(account: Account, generation: number): Promise<Account> {
  const record = { ...nextOf(account), generation }
  return extend(crypto, account, { signer: 'recovery', key: bob.recoveryKey, record })
}

describe('a safety number', () => {
  test('is the same for both of two people, 60 digits in 12 groups, read back as it is read out', () => {
    const [a, b] = [rootOf(alice.account), rootOf(bob.account)]
    const number = safetyNumber(crypto, a, b)
    assert.equal(safetyNumber(crypto, b, a), number)
    assert.match(number, /^\d{60}$/)
    const groups = groupsOfSafetyNumber(number)
    assert.deepEqual([groups.length, groups.join('')], [12, number])
    assert.equal(parseSafetyNumber(` ${groups.slice(0, 6).join(' ')}\n${groups.slice(6).join('-')}`), number)
    for (const bad of [number.slice(1), `${number}0`, `${number.slice(1)}x`]) {
      assert.equal(parseSafetyNumber(bad), undefined)
    }
  })

  test('stays when devices and account keys change, and becomes another each time the recovery key is used', async () => {
    const own = rootOf(alice.account)
    const number = safetyNumber(crypto, own, rootOf(bob.account))
    const elsewhere = await withoutDevices(bob.account, bob.accountKey)
    assert.equal(safetyNumber(crypto, own, rootOf(elsewhere)), number)
    const back = await recovered(bob.account, 1)
    const again = await recovered(back, 2)
    const numbers = [number, safetyNumber(crypto, own, rootOf(back)), safetyNumber(crypto, own, rootOf(again))]
    assert.equal(new Set(numbers).size, 3)
    const later = await extend(crypto, again, { signer: 'account', key: bob.accountKey, record: nextOf(again) })
    assert.equal(rootOf(later).root, rootOf(again).root)
  })

  test('of an account with the same records but another id is another', () => {
    const own = rootOf(alice.account)
    const stolen = { ...rootOf(bob.account), account: alice.account.id }
    assert.notEqual(safetyNumber(crypto, own, stolen), safetyNumber(crypto, own, rootOf(bob.account)))
  })
})

describe('a safety code', () => {
  const [a, b] = [rootOf(alice.account), rootOf(bob.account)]
  const [nonceA, nonceB] = [crypto.randomBytes(16), crypto.randomBytes(16)]
  const codeOfA = createSafetyCode(crypto, { shower: a, other: b }, { nonce: nonceA })
  const answerOfB = createSafetyCode(crypto, { shower: b, other: a }, { nonce: nonceB, answers: nonceA })

  test('scanned one after the other tells both that both have looked', () => {
    assert.equal(judgeSafetyCode(crypto, codeOfA, { self: b, other: a, nonce: nonceB }), 'matches')
    assert.equal(judgeSafetyCode(crypto, answerOfB, { self: a, other: b, nonce: nonceA }), 'matchesBoth')
  })

  test('of somebody between the two, of oneself, and of yesterday does not pass', async () => {
    const mallory = await sampleActor(crypto, { name: 'mallory', providers: [provider] })
    const between = createSafetyCode(crypto, { shower: rootOf(mallory.account), other: a }, { nonce: nonceB })
    assert.equal(judgeSafetyCode(crypto, between, { self: a, other: b, nonce: nonceA }), 'differs')
    assert.equal(judgeSafetyCode(crypto, codeOfA, { self: a, other: b, nonce: nonceA }), 'own')
    const later = crypto.randomBytes(16)
    assert.equal(judgeSafetyCode(crypto, answerOfB, { self: a, other: b, nonce: later }), 'stale')
  })

  test('as text is read back, and nothing else is taken for one', () => {
    const text = formatSafetyCode(answerOfB)
    assert.deepEqual(parseSafetyCode(` ${text}\n`), answerOfB)
    for (const bad of ['', 'rushlight-verify:', text.slice(0, -4), `${text}AAAA`, text.replace('verify', 'link')]) {
      assert.equal(parseSafetyCode(bad), undefined, bad)
    }
  })
})

describe('emoji to compare', () => {
  test('are seven, the same for the same transcript, and other ones for another', () => {
    const shown = emojiOf(crypto, Uint8Array.of(1))
    assert.equal(shown.length, 7)
    assert.deepEqual(emojiOf(crypto, Uint8Array.of(1)), shown)
    assert.notDeepEqual(emojiOf(crypto, Uint8Array.of(2)), shown)
  })

  test('take each picture of the table about equally often, in every place', () => {
    const seen = Array.from({ length: 7 }, () => new Set<string>())
    for (let one = 0; one < 1_000; one++) {
      const shown = emojiOf(crypto, Uint8Array.of(one >> 8, one & 255))
      for (const [place, { en }] of shown.entries()) seen[place]?.add(en)
    }
    assert.deepEqual(
      seen.map(({ size }) => size),
      Array.from({ length: 7 }, () => 64),
    )
  })
})
