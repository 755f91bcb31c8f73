import type { AccountId, LogId, MessageId, RoomId } from '@rushlight/protocol'
import { utf8 } from '@rushlight/protocol'
import { Reseats } from './reseats.ts'
import type { Trace } from './trace.ts'

/** A file of a message: what it is called at the provider, and what its author chose. */
export type SpokenFile = { readonly blob: string; readonly content: Uint8Array }

/** A place in a log. */
export type Spot = { readonly log: LogId; readonly seq: number }

/** A message that somebody was told is on its way, and what became of it. */
export type Spoken = {
  readonly id: MessageId
  readonly room: RoomId
  readonly author: AccountId
  /** The device life that wrote it. */
  readonly by: string
  /** Counts up per author's device life and room: the order that everyone must see. */
  readonly number: number
  readonly text: string
  readonly expiresAt: number | undefined
  readonly burnMs: number | undefined
  readonly files: readonly SpokenFile[]
  /** Where its author was told first that a hub has it. */
  accepted: Spot | undefined
  isTakenBack: boolean
  /** Said once more: who came in meanwhile sees it late. */
  isResent: boolean
  /** Its room went on in another log since. */
  isMoved: boolean
  readonly spokenAt: number
  /** When which life showed it first. */
  readonly shownAt: Map<string, number>
  /** Lives that were in the room when it was said. */
  readonly owedTo: Set<string>
}

/** One life of a vault: from sign-up or sign-in until it is erased. */
export type Life = {
  readonly name: string
  readonly account: AccountId
  /** What it has shown, in order, per room. */
  readonly shown: Map<RoomId, MessageId[]>
  /** Where it came into the log of a room; a room it left or was put out of is not there. */
  readonly joinedAt: Map<RoomId, Spot>
  /** How far it has judged. */
  readonly passed: Map<RoomId, Spot>
  /** Who is in the room as it sees it. */
  readonly counts: Map<RoomId, ReadonlySet<AccountId>>
  /** When it first showed that a message was read. */
  readonly readAt: Map<MessageId, number>
  /** What its user did not want to see any more. */
  readonly deleted: Set<MessageId>
  /** Its device's clock was wrong once: what had a deadline may have ended early there, and be sent with a wrong one. */
  wasClockWrong: boolean
}

export type Violation = { readonly kind: string; readonly detail: string }

/** Every text carries it: no frame that leaves a device may. */
export const CANARY = 'canary'
export const CANARY_BYTES: Uint8Array = utf8(CANARY)
/** How long after its deadline a message must be gone. */
export const LATE_MS = 5_000
/** A clock that is wrong by this much ends messages early. */
export const CLOCK_AHEAD_MS_MAX = 180_000

export type Place = Spot & { readonly state: string; readonly accounts: readonly AccountId[] }

/** The book that no device sees: what was promised, what was shown. It judges by itself what can be judged at once. */
export class Ledger {
  readonly spoken: Map<MessageId, Spoken> = new Map()
  readonly lives: Map<string, Life> = new Map()
  readonly violations: Violation[] = []
  readonly reseats: Reseats = new Reseats()
  /** Blobs that the provider has lost, by name. */
  readonly lostBlobs: Set<string> = new Set()
  /** Accounts that were ended, and by which life. */
  readonly ended: Map<AccountId, Life> = new Map()
  /** Whom a hub tells another story, and of which log: what stands in it is not what that device has judged (R17). */
  secondlyTold: { readonly device: string; readonly log: () => LogId | undefined } | undefined
  /** What somebody said who was not in the room any more. */
  readonly #forbidden = new Map<MessageId, string>()
  readonly #blocked = new Set<string>()
  readonly #read = new Set<string>()
  readonly #trace: Trace
  readonly #now: () => number
  readonly #states = new Map<string, string>()
  readonly #movedRooms = new Set<RoomId>()
  readonly #numbers = new Map<string, number>()

  constructor(trace: Trace, now: () => number) {
    this.#trace = trace
    this.#now = now
  }

  violate(kind: string, detail: string): void {
    this.#trace.note(`VIOLATION ${kind}: ${detail}`)
    this.violations.push({ kind, detail: `${this.#now()} ${detail}` })
  }

  begin(name: string, account: AccountId): Life {
    const life: Life = {
      name,
      account,
      shown: new Map(),
      joinedAt: new Map(),
      passed: new Map(),
      counts: new Map(),
      readAt: new Map(),
      deleted: new Set(),
      wasClockWrong: false,
    }
    this.lives.set(name, life)
    return life
  }

  nextNumber(life: Life, room: RoomId): number {
    const key = `${life.name} ${room}`
    const number = (this.#numbers.get(key) ?? 0) + 1
    this.#numbers.set(key, number)
    return number
  }

  /** Lives of other people that are in the room now. */
  others({ account }: Life, room: RoomId): Set<string> {
    const inside = [...this.lives.values()].filter((one) => one.account !== account && one.joinedAt.has(room))
    return new Set(inside.map(({ name }) => name))
  }

  forbid(id: MessageId, text: string): void {
    this.#forbidden.set(id, text)
  }

  noteBlocked(account: AccountId, author: AccountId): void {
    this.#blocked.add(`${account} ${author}`)
  }

  /** Its user saw it: on all devices of the account it burns from now on. */
  read(life: Life, id: MessageId): void {
    if (!life.readAt.has(id)) life.readAt.set(id, this.#now())
    this.#read.add(`${life.account} ${id}`)
  }

  frameLeft(frame: Uint8Array): void {
    if (indexOf(frame, CANARY_BYTES) >= 0) this.violate('plaintextLeft', 'a frame carries what a user wrote')
  }

  /** A device shows a message: never twice, in its author's order, and nothing of whoever is out. */
  shown(life: Life, room: RoomId, id: MessageId): void {
    const shown = life.shown.get(room) ?? []
    this.#trace.note(`${this.#now()} ${life.name} shows ${this.spoken.get(id)?.text ?? id}`)
    const spoken = this.spoken.get(id)
    const forbidden = this.#forbidden.get(id)
    if (forbidden !== undefined) this.violate('removedPosted', `${life.name} shows ${forbidden}`)
    if (shown.includes(id)) this.violate('shownTwice', `${life.name} shows ${spoken?.text ?? id} again`)
    const isWithheld = spoken?.accepted !== undefined && this.#isToldOtherwise(life, spoken.accepted.log)
    if (spoken !== undefined && !spoken.isResent && !isWithheld && spoken.files.length === 0) {
      const later = shown
        .map((other) => this.spoken.get(other))
        .find((other) => other?.by === spoken.by && other.files.length === 0 && other.number > spoken.number)
      // What was said while somebody was out reaches him when it is said again in another log.
      const isPromised = !spoken.isMoved || spoken.owedTo.has(life.name)
      if (later !== undefined && isPromised)
        this.violate('orderLost', `${life.name} shows ${spoken.text} after ${later.text}`)
    }
    life.shown.set(room, [...shown, id])
    if (spoken !== undefined && !spoken.shownAt.has(life.name)) spoken.shownAt.set(life.name, this.#now())
  }

  /** The author's device says that the hub has it. */
  accepted(id: MessageId, at: Spot): void {
    const spoken = this.spoken.get(id)
    if (spoken === undefined || spoken.accepted !== undefined) return
    spoken.accepted = at
    this.#trace.note(`${this.#now()} ${spoken.text} accepted at ${at.log.slice(0, 6)} ${at.seq}`)
    for (const life of this.lives.values()) this.#ensureShown(life, spoken)
  }

  /** A device has judged up to there. Equal prefixes give equal state (S1), and nothing before it may be missing. */
  passed(life: Life, room: RoomId, { log, seq, state, accounts }: Place): void {
    const key = `${log} ${seq}`
    const known = this.#states.get(key)
    if (this.#isToldOtherwise(life, log)) this.#trace.note(`${life.name} is told otherwise`)
    else if (known === undefined) this.#states.set(key, state)
    else if (known !== state) this.violate('stateDiffers', `${life.name} at ${seq}`)
    life.counts.set(room, new Set(accounts))
    this.#release(room, accounts)
    const joinedAt = life.joinedAt.get(room)
    if (joinedAt === undefined) life.joinedAt.set(room, { log, seq })
    else if (joinedAt.log !== log) this.#moved(life, room, { log, seq })
    const before = life.passed.get(room)?.seq ?? 0
    if (seq <= before) return
    life.passed.set(room, { log, seq })
    for (const spoken of this.spoken.values()) {
      const isNew = spoken.room === room && spoken.accepted?.log === log && spoken.accepted.seq > before
      if (isNew) this.#ensureShown(life, spoken)
    }
  }

  /**
   * The room goes on in another log for this life. Places of one log say nothing about another, and the order across
   * authors is not promised over the move (R27).
   */
  #moved(life: Life, room: RoomId, to: Spot): void {
    this.#movedRooms.add(room)
    life.joinedAt.set(room, to)
    life.passed.delete(room)
    for (const spoken of this.spoken.values()) if (spoken.room === room) spoken.isMoved = true
  }

  /**
   * At rest: whoever was in a room that moved when something was said there, and still is, has shown it; but not what was
   * said in another branch by somebody whom his own has put out, and who may not have heard of it yet.
   */
  checkOwed(isExcused: (spoken: Spoken, life: Life) => boolean): void {
    for (const spoken of this.spoken.values()) {
      if (spoken.accepted === undefined || !this.#movedRooms.has(spoken.room)) continue
      for (const name of spoken.owedTo) {
        const life = this.lives.get(name)
        const areInside = [life, this.lives.get(spoken.by)].every((one) => one?.joinedAt.has(spoken.room) === true)
        const isCounted = life?.counts.get(spoken.room)?.has(spoken.author) === true
        if (life === undefined || !areInside || !isCounted || isExcused(spoken, life)) continue
        const isBlocked = this.#blocked.has(`${life.account} ${spoken.author}`)
        if (!isBlocked && life.shown.get(spoken.room)?.includes(spoken.id) !== true)
          this.violate('lost', `${name} never showed ${spoken.text}, said before the room was one again`)
      }
    }
  }

  /** Whoever was put out, in whatever branch, is owed no more what was said before, though he may not have heard of it yet. */
  #release(room: RoomId, accounts: readonly AccountId[]): void {
    const inside = new Set(accounts)
    for (const spoken of this.spoken.values()) {
      if (spoken.room !== room) continue
      for (const name of spoken.owedTo) {
        const account = this.lives.get(name)?.account
        if (account !== undefined && !inside.has(account)) spoken.owedTo.delete(name)
      }
    }
  }

  /** For now it cannot follow the room, and asks to be let in again: what is said meanwhile is for it all the same. */
  outOfStep(life: Life, room: RoomId): void {
    life.joinedAt.delete(room)
    life.passed.delete(room)
  }

  /** Out of the room, by whatever way: what follows is not for this life. */
  leftRoom(life: Life, room: RoomId): void {
    life.joinedAt.delete(room)
    life.passed.delete(room)
    for (const spoken of this.spoken.values()) if (spoken.room === room) spoken.owedTo.delete(life.name)
  }

  #isToldOtherwise({ name }: Life, log: LogId): boolean {
    const told = this.secondlyTold
    return told !== undefined && name.startsWith(`${told.device}.`) && told.log() === log
  }

  #ensureShown(life: Life, spoken: Spoken): void {
    const { room, accepted, author, expiresAt, id } = spoken
    if (accepted === undefined || life.account === author || !isWithin(life, room, accepted)) return
    if (this.#isToldOtherwise(life, accepted.log)) return
    const isLate = expiresAt !== undefined && (life.wasClockWrong || expiresAt <= this.#now() + CLOCK_AHEAD_MS_MAX)
    const isOver = spoken.isTakenBack || isLate
    const isBurned = spoken.burnMs !== undefined && this.#read.has(`${life.account} ${id}`)
    if (isOver || isBurned || this.#blocked.has(`${life.account} ${author}`)) return
    if (life.shown.get(room)?.includes(id) === true) return
    this.violate('lost', `${life.name} is past ${accepted.seq} and never showed ${spoken.text}`)
  }
}

/** It was in by then, and has judged past it. */
export function isWithin({ joinedAt, passed }: Life, room: RoomId, { log, seq }: Spot): boolean {
  const [from, to] = [joinedAt.get(room), passed.get(room)]
  return from?.log === log && to?.log === log && seq > from.seq && seq <= to.seq
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted)
}
