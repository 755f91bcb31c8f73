import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  encodeWith,
  findHeads,
  hello,
  parseWith,
  peerRequestCodec,
  SIGNED_REQUEST_MS_MAX,
  span,
  WIRE_FORMAT,
} from '@rushlight/protocol'
import type { HelloResult, PeerAnswer } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { createFederationPolicy } from '../../src/federation/federation-policy.ts'
import type { FederationSettings } from '../../src/federation/federation-policy.ts'
import { createGuests } from '../../src/federation/guests.ts'
import { createPeerKeys } from '../../src/federation/peer-keys.ts'
import { KEY_ASKED_EVERY_MS_MIN } from '../../src/limits.ts'
import { startKernel } from '../support/start-kernel.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'
import { Peer, providerName, roadsTo } from './peer.ts'

const crypto = createNodeCrypto()
const OPEN: FederationSettings = { isOn: true, allowed: undefined, denied: [] }
const GREETING = { formats: [WIRE_FORMAT], software: 'test' }

async function start(
  federation: FederationSettings = OPEN,
): Promise<{ readonly world: TestProvider; readonly peer: Peer }> {
  const peer = new Peer(crypto, 'other.example')
  return { peer, world: await startProvider({ federation, peerTransport: roadsTo([peer]) }) }
}

function codeOf(answer: PeerAnswer | undefined): string {
  if (answer === undefined) return 'not signed'
  return answer.kind === 'refused' ? answer.error.code : 'done'
}

function greetingIn(answer: PeerAnswer | undefined): HelloResult {
  assert.equal(answer?.kind, 'done')
  const result = hello.result.fromCbor(answer.result)
  assert.ok(result)
  return result
}

describe('a request of another provider', () => {
  test('is answered once, and not again when somebody replays it', async () => {
    const { world, peer } = await start()
    const signed = await peer.sign(hello, GREETING, world.time.now())
    assert.equal(codeOf(await world.provider.guests.answer(signed)), 'done')
    assert.equal(codeOf(await world.provider.guests.answer(signed)), 'not signed')
    // Neither when the memory of it could have ended.
    world.time.jump(SIGNED_REQUEST_MS_MAX + span.MINUTE_MS)
    assert.equal(codeOf(await world.provider.guests.answer(signed)), 'not signed')
    assert.equal(peer.asked, 1)
  })

  test('counts for nothing with another body, another digest, or at another provider', async () => {
    const { world, peer } = await start()
    const signed = await peer.sign(hello, GREETING, world.time.now())
    const request = parseWith(peerRequestCodec, signed.body)
    assert.ok(request)
    const body = encodeWith(peerRequestCodec, { ...request, method: findHeads.number })
    const headers = new Map([...signed.headers, ['content-digest', `sha-256=:${'A'.repeat(43)}=:`]])
    const elsewhere = new Peer(crypto, 'third.example')
    const third = await startProvider({ federation: OPEN, peerTransport: roadsTo([peer, elsewhere]) })
    for (const forged of [
      { ...signed, body },
      { ...signed, headers },
      { ...signed, body, headers },
    ]) {
      assert.equal(codeOf(await world.provider.guests.answer(forged)), 'not signed')
    }
    assert.equal(codeOf(await third.provider.guests.answer(signed)), 'done', 'the same name is served there, too')
  })

  test('is refused where the operator does not want it', async () => {
    const other = providerName('other.example')
    const settings: readonly (readonly [FederationSettings, string])[] = [
      [{ isOn: true, allowed: [other], denied: [] }, 'done'],
      [{ isOn: true, allowed: [providerName('third.example')], denied: [] }, 'providerRefused'],
      [{ isOn: true, allowed: undefined, denied: [other] }, 'providerRefused'],
      [{ isOn: true, allowed: [other], denied: [other] }, 'providerRefused'],
      [{ isOn: false, allowed: [other], denied: [] }, 'providerRefused'],
    ]
    for (const [setting, code] of settings) {
      const { world, peer } = await start(setting)
      const answer = await world.provider.guests.answer(await peer.sign(hello, GREETING, world.time.now()))
      assert.equal(codeOf(answer), code)
    }
  })

  test('is believed under a new key that stands at its address, which is noted, and not under the old one', async () => {
    const { world, peer } = await start()
    await world.provider.guests.answer(await peer.sign(hello, GREETING, world.time.now()))
    const before = await peer.sign(hello, GREETING, world.time.now())
    peer.beginAnew()
    world.time.jump(KEY_ASKED_EVERY_MS_MIN)
    const signed = await peer.sign(hello, GREETING, world.time.now())
    assert.equal(codeOf(await world.provider.guests.answer(signed)), 'done')
    assert.deepEqual(
      world.notes.filter((code) => code === 'peerKeyChanged'),
      ['peerKeyChanged'],
    )
    assert.equal(codeOf(await world.provider.guests.answer(before)), 'not signed')
  })

  test('of somebody who only says to be that provider spends nothing of what is its', async () => {
    const peer = new Peer(crypto, 'other.example')
    const { kernel, time } = await startKernel()
    const perProvider = { burst: 3, refillMs: span.HOUR_MS }
    const policy = createFederationPolicy(OPEN, kernel.identity.provider.name)
    const keys = createPeerKeys(kernel, roadsTo([peer]))
    const guests = createGuests({ kernel, policy, keys, routes: new Map(), perProvider })
    const real = async (): Promise<string> => codeOf(await guests.answer(await peer.sign(hello, GREETING, time.now())))
    assert.equal(await real(), 'unknownMethod')
    const { headers, body } = await peer.sign(hello, GREETING, time.now())
    const forged = { headers, body: body.slice(1), peer: 'the place of a liar' }
    for (let i = 0; i < 10; i += 1) assert.equal(codeOf(await guests.answer(forged)), 'not signed')
    assert.deepEqual([await real(), await real(), await real()], ['unknownMethod', 'unknownMethod', 'tooManyRequests'])
  })
})

describe('providers of two versions', () => {
  test('take the newest format that both speak', async () => {
    const { world, peer } = await start()
    const newer = { formats: [WIRE_FORMAT, WIRE_FORMAT + 1, WIRE_FORMAT + 7], software: 'rushlight/9' }
    const answer = await world.provider.guests.answer(await peer.sign(hello, newer, world.time.now()))
    const greeting = greetingIn(answer)
    assert.equal(greeting.format, WIRE_FORMAT)
    assert.deepEqual(greeting.features, [...new Set(greeting.features)])
    const tooNew = { formats: [WIRE_FORMAT + 1], software: 'rushlight/9' }
    const refused = await world.provider.guests.answer(await peer.sign(hello, tooNew, world.time.now()))
    assert.equal(codeOf(refused), 'updateNeeded')
  })

  test('say in so many words what the older one cannot do', async () => {
    const { world, peer } = await start()
    const later = { ...hello, number: 9_999 }
    const unknown = await world.provider.guests.answer(await peer.sign(later, GREETING, world.time.now()))
    assert.equal(codeOf(unknown), 'unknownMethod')
    const params = hello.params.toCbor(GREETING)
    assert.ok(params instanceof Map)
    const more = { ...hello, params: { ...hello.params, toCbor: () => new Map([...params, [77, 1]]) } }
    const misread = await world.provider.guests.answer(await peer.sign(more, GREETING, world.time.now()))
    assert.equal(codeOf(misread), 'malformed')
  })
})
