import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { roomId } from '../../src/ids/ids.ts'
import { publicProvider, sampleProvider } from '../../src/testing/vectors/cast.ts'
import { mayOpen, openDelayMs } from '../../src/succession/may-open.ts'
import type { OpenEvidence } from '../../src/succession/may-open.ts'
import { hubsToTry, rankAmong, rankOfHub, successorsOf } from '../../src/succession/successors.ts'
import { deviceIdOf, logOf } from './sample-chains.ts'

const crypto = createNodeCrypto()
const quiet: OpenEvidence = {
  othersAnswer: true,
  othersSayDown: false,
  logUnknown: false,
  headBelowReceipt: false,
  equivocated: false,
  tombstone: false,
  undercut: false,
  accounts: 3,
  betterKnown: false,
  rank: 0,
  openedToday: 0,
}
const failing = { tries: 3, since: 0 }

describe('Opening the next log', () => {
  test('without a reason nobody opens', () => {
    assert.deepEqual(mayOpen(quiet, 1e9), { kind: 'stay' })
  })

  test('a hub that is down is left after 20 s with a second account, after 30 s by two, alone after 5 min', () => {
    const at = (evidence: Partial<OpenEvidence>, now: number): string =>
      mayOpen({ ...quiet, failing, ...evidence }, now).kind
    assert.deepEqual([at({ othersSayDown: true }, 19_999), at({ othersSayDown: true }, 20_000)], ['wait', 'postHead'])
    assert.deepEqual([at({ accounts: 2 }, 29_999), at({ accounts: 2 }, 30_000)], ['wait', 'postHead'])
    assert.deepEqual([at({}, 299_999), at({}, 300_000)], ['wait', 'postHead'])
    assert.equal(at({ failing: { tries: 2, since: 0 } }, 1e9), 'stay')
  })

  test('whoever is cut off himself deposes nobody', () => {
    assert.deepEqual(mayOpen({ ...quiet, failing, othersAnswer: false, othersSayDown: true }, 1e9), { kind: 'stay' })
  })

  test('each other reason is one by itself', () => {
    const reasons: readonly [Partial<OpenEvidence>, string][] = [
      [{ logUnknown: true }, 'logUnknown'],
      [{ headBelowReceipt: true }, 'hubFalse'],
      [{ equivocated: true }, 'hubFalse'],
      [{ withheldSince: 0 }, 'hubFalse'],
      [{ tombstone: true }, 'tombstone'],
      [{ unfollowedSince: 0 }, 'unfollowed'],
      [{ undercut: true, betterKnown: true }, 'undercut'],
    ]
    for (const [evidence, reason] of reasons) {
      assert.deepEqual(mayOpen({ ...quiet, ...evidence }, 60_000), { kind: 'postHead', reason })
    }
  })

  test('what is better is followed, and the delay goes by rank', () => {
    assert.deepEqual(mayOpen({ ...quiet, logUnknown: true, betterKnown: true }, 0), { kind: 'follow' })
    const posted = { ...quiet, logUnknown: true, headPostedAt: 1000, rank: 2 }
    assert.deepEqual(mayOpen(posted, 9999), { kind: 'wait', until: 10_000 })
    assert.deepEqual(mayOpen(posted, 10_000), { kind: 'open', reason: 'logUnknown' })
    assert.deepEqual([openDelayMs(0), openDelayMs(5), openDelayMs(500)], [5000, 15_000, 15_000])
  })

  test('after twenty openings a day the account opens no more', () => {
    assert.deepEqual(mayOpen({ ...quiet, tombstone: true, openedToday: 20 }, 0), { kind: 'stay' })
  })
})

describe('Order of successors', () => {
  test('most first providers come first, then second ones; the left hub is last in rank', async () => {
    const names = ['one.example.org', 'two.example.org', 'three.example.org']
    const [one, two, three] = await Promise.all(
      names.map(async (name) => publicProvider(await sampleProvider(crypto, name))),
    )
    assert.ok(one !== undefined && two !== undefined && three !== undefined)
    const room = roomId.fromBytes(new Uint8Array(32))
    const state = { room, providersOf: [[one], [two, three], [two]], hub: two.name }
    const order = successorsOf(crypto, state)
    assert.deepEqual(order, [two, one, three])
    assert.deepEqual(successorsOf(crypto, { ...state, pinned: [three.name] }), [three, two, one])
    assert.ok(rankOfHub(order, state, two.name) > rankOfHub(order, state, three.name))
    assert.deepEqual(hubsToTry({ successors: order, present: one, adopted: [three] }), [one, two, three])
  })

  test('of all devices one is first, and each has its place', () => {
    const devices = ['a', 'b', 'c', 'd'].map((name) => deviceIdOf(name))
    const ranks = devices.map((device) => rankAmong(crypto, { log: logOf('log'), device }, devices))
    assert.deepEqual(new Set(ranks), new Set([0, 1, 2, 3]))
  })
})
