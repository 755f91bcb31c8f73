import { accountId, deviceId, logId, utf8 } from '@rushlight/protocol'
import type { AccountId, DeviceId, Elector, JudgedLog, Link, LogId, Openings, Vote } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node'

/**
 * The room of the succession world: Alice with two devices, Bob and Carol with one each. Its first log holds three commits; the
 * second of them removes Carol. A fourth is what Bob and the old hub can make together, later.
 */
export const PEOPLE = ['A1', 'A2', 'B1', 'C1'] as const

export const EPOCH_LAST = 3
const EPOCH_OF_REMOVAL = 2
/** Of the commit that comes out of the old hub when the room has left it. */
export const EPOCH_LATE = 4
/** Carol's device has seen its own removal. */
export const OUT = 9

const crypto = createNodeCrypto()
const hashOf = (text: string): Uint8Array => crypto.sha256(utf8(text))
const accountOf = (name: string): AccountId => accountId.fromBytes(hashOf(`account ${name}`))
const idOfDevice = (name: string): DeviceId => deviceId.fromBytes(hashOf(`device ${name}`).slice(0, 16))

const ELECTORS: readonly Elector[] = PEOPLE.map((name) => ({
  account: accountOf(name[0] ?? ''),
  device: idOfDevice(name),
}))

export function electorOf(person: number): Elector {
  const elector = ELECTORS[person]
  if (elector === undefined) throw new Error('there are four devices')
  return elector
}

function electorateAt(epoch: number): readonly Elector[] {
  return epoch >= EPOCH_OF_REMOVAL ? ELECTORS.slice(0, 3) : ELECTORS
}

export function isMemberAt(person: number, epoch: number): boolean {
  return electorateAt(epoch).includes(electorOf(person))
}

/** An opening or an endorsement, known by its number: equal ones have equal numbers, whoever made them and when. */
export type Item =
  | { readonly kind: 'link'; readonly link: Link; readonly opener: number }
  | {
      readonly kind: 'vote'
      readonly vote: Vote
      readonly voter: number
      /** What the voter had judged of the first log; nobody in the world looks at it, S3 does. */
      readonly knew: number
    }

const numbers = new Map<string, number>()
const items: Item[] = []

export function itemAt(number: number): Item {
  const item = items[number]
  if (item === undefined) throw new Error('no such item')
  return item
}

export function linkAt(number: number): Link {
  const item = itemAt(number)
  if (item.kind !== 'link') throw new Error('not an opening')
  return item.link
}

const FIRST_LOG = logId.fromBytes(hashOf('first log'))
/** Number of the room's first opening. */
export const FIRST: number = numberOf('first', () => ({
  kind: 'link',
  opener: 0,
  link: { log: FIRST_LOG, term: 1, rank: 0, electorate: ELECTORS },
}))

export type NewOpening = {
  readonly previous: number
  readonly opener: number
  readonly epoch: number
  readonly rank: number
}

export function openingOf({ previous, opener, epoch, rank }: NewOpening): number {
  return numberOf(`${previous}>${opener}@${epoch}r${rank}`, (name) => {
    const before = linkAt(previous)
    const seq = previous === FIRST ? epoch : 0
    const head = { log: before.log, seq, chain: chainAt(before.log, seq) }
    const base = { head, epoch, authenticatorHash: hashOf(`epoch ${epoch}`) }
    const log = logId.fromBytes(hashOf(`log ${name}`))
    const electorate = electorateAt(epoch)
    return { kind: 'link', opener, link: { log, previous: before.log, term: before.term + 1, base, rank, electorate } }
  })
}

export function voteOf(vote: Vote, voter: number, knew: number): number {
  return numberOf(`${voter}:${vote.log}:${vote.since}:${knew}`, () => ({ kind: 'vote', vote, voter, knew }))
}

export function numberOfLog(log: LogId): number {
  const number = items.findIndex((item) => item.kind === 'link' && item.link.log === log)
  if (number === -1) throw new Error('no such log')
  return number
}

const evidence = new Map<string, Openings>()

/** What somebody who knows these items has before him. */
export function openingsOf(known: readonly number[]): Openings {
  const key = known.join()
  const found = evidence.get(key)
  if (found !== undefined) return found
  const links = new Map<LogId, Link>([[FIRST_LOG, linkAt(FIRST)]])
  const votes: Vote[] = []
  for (const number of known) {
    const item = itemAt(number)
    if (item.kind === 'link') links.set(item.link.log, item.link)
    else votes.push(item.vote)
  }
  const openings = { links, votes }
  evidence.set(key, openings)
  return openings
}

/** What a device knows of a log in which it has judged so far. */
export function judgedLogOf(log: LogId, judged: number): JudgedLog {
  const seq = log === FIRST_LOG ? judged : 0
  return { head: { log, seq, chain: chainAt(log, seq) }, commitSeq: seq, chainAt: (place) => chainAt(log, place) }
}

export function union(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])].toSorted((one, other) => one - other)
}

/** The old hub told no two stories here, so one chain hash belongs to each place. */
function chainAt(log: LogId, seq: number): Uint8Array {
  return seq === 0 ? logId.toBytes(log) : Uint8Array.of(seq)
}

function numberOf(name: string, make: (name: string) => Item): number {
  const known = numbers.get(name)
  if (known !== undefined) return known
  const item = make(name)
  items.push(item)
  numbers.set(name, items.length - 1)
  return items.length - 1
}
