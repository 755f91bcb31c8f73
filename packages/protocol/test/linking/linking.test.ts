import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { formatLinkCode, formatLinkLink, parseLinkPlace, rendezvousOf } from '../../src/linking/link-code.ts'
import { commitmentOf, openLinkChannel, openLinkGrant, sealLinkGrant } from '../../src/linking/link-channel.ts'
import { accountId } from '../../src/ids/ids.ts'
import { keyOf } from '../../src/ids/keys.ts'
import { equal } from '../../src/bytes/bytes.ts'

const crypto = createNodeCrypto()
const [code, secret] = [crypto.randomBytes(5), crypto.randomBytes(32)]

test('a code is read however it is typed, and a link only whole and over a line that nobody else reads', () => {
  const typed = formatLinkCode(code)
  assert.match(typed, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  for (const text of [typed, typed.toLowerCase(), ` ${typed.replace('-', ' ')} `])
    assert.deepEqual(parseLinkPlace(text), { code })
  const link = formatLinkLink('https://chat.example.org', { code, secret })
  assert.deepEqual(parseLinkPlace(link), { url: 'https://chat.example.org', code, secret })
  for (const text of ['', typed.slice(1), `${typed}0`, link.slice(0, -2), link.replace('https', 'http'), 'UUUU-UUUU'])
    assert.equal(parseLinkPlace(text), undefined, text)
  assert.equal(rendezvousOf(crypto, { code }), rendezvousOf(crypto, { code, secret }), 'the secret stays out of it')
})

type Side = { readonly own: Uint8Array; readonly public: Uint8Array }

async function side(): Promise<Side> {
  const own = crypto.randomBytes(32)
  return { own, public: await crypto.x25519PublicKey(own) }
}

const said = { commitment: crypto.randomBytes(40), answer: crypto.randomBytes(70), reveal: crypto.randomBytes(90) }
const grant = {
  account: accountId.fromBytes(crypto.randomBytes(32)),
  accountKey: keyOf<never>(crypto.randomBytes(32)),
  backupKey: crypto.randomBytes(32),
  url: 'https://chat.example.org',
}

test('both sides come to one key and see the same pictures; what the one seals the other opens', async () => {
  const [one, other] = [await side(), await side()]
  const a = await openLinkChannel(crypto, { own: one.own, other: other.public, secret }, said)
  const b = await openLinkChannel(crypto, { own: other.own, other: one.public, secret }, said)
  assert.ok(a && b)
  assert.deepEqual(a.emoji, b.emoji)
  const sealed = await sealLinkGrant(crypto, a.key, grant)
  assert.deepEqual(await openLinkGrant(crypto, b.key, sealed), grant)
})

test('a server that stands between shows other pictures, and without the secret of the link opens nothing either way', async () => {
  const [one, other, server] = [await side(), await side(), await side()]
  const toOne = { ...said, answer: crypto.randomBytes(70) }
  const toOther = { ...said, reveal: crypto.randomBytes(90) }
  const a = await openLinkChannel(crypto, { own: one.own, other: server.public, secret }, toOne)
  const b = await openLinkChannel(crypto, { own: other.own, other: server.public, secret }, toOther)
  assert.ok(a && b)
  assert.notDeepEqual(a.emoji, b.emoji)
  const between = await openLinkChannel(crypto, { own: server.own, other: other.public, secret: undefined }, toOther)
  assert.ok(between)
  assert.equal(await openLinkGrant(crypto, between.key, await sealLinkGrant(crypto, b.key, grant)), undefined)
})

test('a commitment binds to what is revealed, bit by bit', () => {
  const reveal = crypto.randomBytes(100)
  const bent = reveal.map((byte, place) => (place === 50 ? byte ^ 1 : byte))
  assert.ok(equal(commitmentOf(crypto, reveal), commitmentOf(crypto, reveal.slice())))
  assert.ok(!equal(commitmentOf(crypto, reveal), commitmentOf(crypto, bent)))
})
