import type { AccountId, LogId, MessageId, RoomId } from '@rushlight/protocol'
import { utf8 } from '@rushlight/protocol'
import type { Trace } from './trace.ts'

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
  readonly queuedAt: number
  readonly expiresAt: number | undefined
  acceptedSeq: number | undefined
  isTakenBack: boolean
}

/** One life of a vault: from sign-up or sign-in until it is erased. */
export type Life = {
  readonly name: string
  readonly account: AccountId
  /** What it has shown, in order, per room. */
  readonly shown: Map<RoomId, MessageId[]>
  /** Where it came into a room, by the log's count; a room it left or was put out of is not there. */
  readonly joinedAt: Map<RoomId, number>
}

export type Violation = { readonly kind: string; readonly detail: string }

/** Every text carries it: no frame that leaves a device may. */
export const CANARY = 'canary'
const CANARY_BYTES = utf8(CANARY)

/** The book that no device sees: what was promised, what was shown. It judges by itself what can be judged at once. */
export class Ledger {
  readonly spoken: Map<MessageId, Spoken> = new Map()
  readonly lives: Map<string, Life> = new Map()
  readonly violations: Violation[] = []
  readonly #trace: Trace
  readonly #now: () => number
  readonly #doors = new Map<string, string>()
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
    const life: Life = { name, account, shown: new Map(), joinedAt: new Map() }
    this.lives.set(name, life)
    return life
  }

  nextNumber(life: Life, room: RoomId): number {
    const key = `${life.name} ${room}`
    const number = (this.#numbers.get(key) ?? 0) + 1
    this.#numbers.set(key, number)
    return number
  }

  frameLeft(frame: Uint8Array): void {
    if (indexOf(frame, CANARY_BYTES) >= 0) this.violate('plaintextLeft', 'a frame carries what a user wrote')
  }

  /** A device shows a message: never twice, and in its author's order. */
  shown(life: Life, room: RoomId, id: MessageId): void {
    const shown = life.shown.get(room) ?? []
    const spoken = this.spoken.get(id)
    if (shown.includes(id)) this.violate('shownTwice', `${life.name} shows ${spoken?.text ?? id} again`)
    if (spoken !== undefined) {
      const later = shown
        .map((other) => this.spoken.get(other))
        .find((other) => other?.by === spoken.by && other.number > spoken.number)
      if (later !== undefined) this.violate('orderLost', `${life.name} shows ${spoken.text} after ${later.text}`)
    }
    life.shown.set(room, [...shown, id])
  }

  /** Equal prefixes give equal state (S1). */
  stateAt(life: Life, place: { readonly log: LogId; readonly seq: number; readonly door: string }): void {
    const key = `${place.log} ${place.seq}`
    const known = this.#doors.get(key)
    if (known === undefined) this.#doors.set(key, place.door)
    else if (known !== place.door) this.violate('stateDiffers', `${life.name} at ${place.seq}`)
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted)
}
