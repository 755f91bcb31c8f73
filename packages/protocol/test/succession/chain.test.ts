import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compareChains, doubleVoters, isSealed } from '../../src/succession/chain.ts'
import type { Link, Vote } from '../../src/succession/chain.ts'
import { bestChain, judgeOpening, mayEndorse, relateBase } from '../../src/succession/judge-opening.ts'
import { accountOf, electorOf, linkOf, logOf, openingsOf, voteOf } from './sample-chains.ts'

const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => accountOf(name))
assert.ok(alice !== undefined && bob !== undefined && carol !== undefined)
const everybody = [alice, bob, carol]
const first = linkOf({ name: 'first', accounts: everybody })

describe('Order of two chains', () => {
  test('an opening comes before staying', () => {
    const next = after(first, { name: 'next', epoch: 1 })
    assert.ok(compareChains(openingsOf([first, next]), next.log, first.log) > 0)
  })

  test('a later term has no say', () => {
    const low = after(first, { name: 'low', epoch: 1 })
    const later = after(low, { name: 'later', epoch: 9 })
    const high = after(first, { name: 'high', epoch: 2 })
    assert.ok(compareChains(openingsOf([first, low, later, high]), high.log, later.log) > 0)
  })

  test('a sealed one comes before a higher base, and voices for what goes on from it count', () => {
    const low = after(first, { name: 'low', epoch: 1 })
    const later = after(low, { name: 'later', epoch: 3 })
    const high = after(first, { name: 'high', epoch: 2 })
    const votes = [voteOf(alice, low), { ...voteOf(bob, later), since: low.term }]
    const openings = openingsOf([first, low, later, high], votes)
    assert.ok(isSealed(openings, low))
    assert.ok(compareChains(openings, later.log, high.log) > 0)
  })

  test('a voice counts only from the term on that it names', () => {
    const low = after(first, { name: 'low', epoch: 1 })
    const later = after(low, { name: 'later', epoch: 3 })
    const votes = [voteOf(alice, low), voteOf(bob, later)]
    assert.equal(isSealed(openingsOf([first, low, later], votes), low), false)
  })

  test('what is sealed stays so when somebody speaks for a rival as well, and he is shown', () => {
    const low = after(first, { name: 'low', epoch: 1 })
    const high = after(first, { name: 'high', epoch: 2 })
    const openings = openingsOf([first, low, high], [voteOf(alice, low), voteOf(bob, low), voteOf(bob, high)])
    assert.ok(compareChains(openings, low.log, high.log) > 0)
    assert.deepEqual(doubleVoters(openings, low, high), [electorOf(bob).device])
  })

  test('an account stands behind what more than half of its devices endorsed', () => {
    const electorate = [electorOf(alice), electorOf(alice, 1), electorOf(bob), electorOf(carol)]
    const low = { ...after(first, { name: 'low', epoch: 1 }), electorate }
    const one = [voteOf(alice, low), voteOf(bob, low)]
    assert.equal(isSealed(openingsOf([first, low], one), low), false)
    assert.ok(isSealed(openingsOf([first, low], [...one, voteOf(alice, low, 1)]), low))
  })

  test('a base behind a commit that one account alone can follow lifts nothing until another stands behind it', () => {
    const plain = after(first, { name: 'plain', epoch: 1 })
    const alone = {
      ...after(first, { name: 'alone', epoch: 2 }),
      rank: 1,
      unfollowed: { committer: carol, epochBefore: 1 },
    }
    const compare = (votes: readonly Vote[]): number =>
      compareChains(openingsOf([first, plain, alone], votes), alone.log, plain.log)
    assert.ok(compare([voteOf(carol, alone)]) < 0)
    assert.ok(compare([voteOf(bob, alone)]) > 0)
  })

  test('is an order: whoever is best is so whatever came first', () => {
    const rivals = ['a', 'b', 'c', 'd'].map((name, i) => ({ ...after(first, { name, epoch: i % 2 }), rank: i }))
    const openings = openingsOf([first, ...rivals], [voteOf(bob, rivalAt(rivals, 0))])
    const tips = rivals.map(({ log }) => log)
    const best = bestChain(openings, first.log, tips)
    assert.equal(best, bestChain(openings, first.log, tips.toReversed()))
    assert.ok(tips.every((tip) => tip === best || compareChains(openings, best, tip) > 0))
  })
})

describe('Following and endorsing', () => {
  const low = after(first, { name: 'low', epoch: 1 })
  const evidence = { openings: openingsOf([first, low]), link: low, isByMember: true, safety: false } as const

  test('nobody follows below what he judged, but for what is sealed', () => {
    assert.equal(judgeOpening({ ...evidence, relation: 'below' }), 'rival')
    const openings = openingsOf([first, low], [voteOf(alice, low), voteOf(bob, low)])
    assert.equal(judgeOpening({ ...evidence, openings, relation: 'below' }), 'follow')
  })

  test('an opening by somebody outside the base epoch does not exist, sealed or not', () => {
    const openings = openingsOf([first, low], [voteOf(alice, low), voteOf(bob, low)])
    assert.equal(judgeOpening({ ...evidence, openings, relation: 'contained', isByMember: false }), 'void')
  })

  test('with safety only what is sealed is followed', () => {
    assert.equal(judgeOpening({ ...evidence, relation: 'contained', safety: true }), 'wait')
    assert.equal(judgeOpening({ ...evidence, relation: 'contained' }), 'follow')
  })

  test('a base is related to what was judged', () => {
    const chains = [Uint8Array.of(0), Uint8Array.of(1), Uint8Array.of(2)]
    const head = { log: first.log, seq: 2, chain: Uint8Array.of(2) }
    const judged = { head, commitSeq: 1, chainAt: (seq: number): Uint8Array | undefined => chains[seq] }
    const relation = (seq: number, chain: number): string =>
      relateBase(judged, { log: first.log, seq, chain: Uint8Array.of(chain) })
    assert.deepEqual(
      [relation(3, 3), relation(2, 2), relation(1, 1), relation(0, 0), relation(1, 9)],
      ['ahead', 'contained', 'contained', 'below', 'forked'],
    )
  })

  test('a device speaks once after each log, late enough, and for what lies before', () => {
    const later = after(low, { name: 'later', epoch: 3 })
    const rival = after(first, { name: 'rival', epoch: 2 })
    const asked = {
      openings: openingsOf([first, low, later, rival]),
      voter: electorOf(alice),
      isJudged: true,
      bestSince: 1000,
    }
    const early = mayEndorse({ ...asked, tip: later.log, spoken: new Map(), now: 10_999 })
    assert.deepEqual(early, { kind: 'wait', until: 11_000 })
    const spoken = mayEndorse({ ...asked, tip: later.log, spoken: new Map(), now: 11_000 })
    assert.ok(spoken.kind === 'endorse')
    assert.equal(spoken.vote.since, low.term)
    assert.deepEqual(mayEndorse({ ...asked, tip: rival.log, spoken: spoken.spoken, now: 99_000 }), { kind: 'no' })
    const other = mayEndorse({ ...asked, tip: later.log, spoken: new Map([[first.log, rival.log]]), now: 11_000 })
    assert.ok(other.kind === 'endorse')
    assert.equal(other.vote.since, later.term)
  })
})

function after(before: Link, { name, epoch }: { readonly name: string; readonly epoch: number }): Link {
  const base = {
    head: { log: before.log, seq: epoch, chain: new Uint8Array(32) },
    epoch,
    authenticatorHash: new Uint8Array(32),
  }
  return { ...linkOf({ name, accounts: everybody }), previous: before.log, term: before.term + 1, base }
}

function rivalAt(rivals: readonly Link[], place: number): Link {
  return rivals[place] ?? { ...first, log: logOf('none') }
}
