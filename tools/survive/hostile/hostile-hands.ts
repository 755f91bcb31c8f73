import { randomBytes, randomInt } from 'node:crypto'
import {
  closeAddress,
  encodeFrame,
  findAccount,
  findHeads,
  findName,
  hello,
  parseFrame,
  pullLog,
  putChain,
  removeQueue,
} from '@rushlight/protocol'
import type { Frame } from '@rushlight/protocol'
import type { SecondStory } from '@rushlight/server/testing'
import type { Mood } from './moods.ts'

const REMEMBERED = 50
const REORDERED = 3
const REORDERED_AFTER_MS = 400
const RETRY_MS = 300
const GARBAGE_BYTES = 200
/** Of which an older answer may be given again. */
const STALE = new Set([findAccount, findHeads, findName, pullLog].map(({ number }) => number))
/** By which an account says that it is not here any more, or finds out what others know of it. */
const LETTING_GO = new Set([closeAddress, findAccount, putChain, removeQueue].map(({ number }) => number))

/** Who is told another story, where that is done. */
export interface Storyteller {
  /** The story, if this connection is told it; the first that asks is. */
  of(hands: object): SecondStory | undefined
}

export type HubMind = { readonly mood: () => Mood; readonly storyteller: Storyteller }

type Asked = { readonly method: number; readonly name: string }

/** One connection: what the real provider hands over, and what of it its client gets to see. */
export class HostileHands {
  readonly #send: (frame: Uint8Array) => void
  readonly #mood: () => Mood
  readonly #storyteller: Storyteller
  readonly #asked = new Map<number, Asked>()
  readonly #firstAnswers = new Map<string, Frame>()
  readonly #pushed: Uint8Array[] = []
  readonly #held: Uint8Array[] = []
  #count = 0

  constructor(send: (frame: Uint8Array) => void, { mood, storyteller }: HubMind) {
    this.#send = send
    this.#mood = mood
    this.#storyteller = storyteller
  }

  /** Whether the real provider gets to see it. */
  takes(bytes: Uint8Array): boolean {
    const frame = parseFrame(bytes)
    if (frame?.kind !== 'request') return true
    const { id, method, params } = frame
    this.#count += 1
    const mood = this.#mood()
    const isHeld = mood === 'holds' && LETTING_GO.has(method)
    if (isHeld || (mood === 'refuses' && method !== hello.number && this.#count % 2 === 0)) {
      this.#send(encodeFrame({ kind: 'failure', id, error: { code: 'unavailable', retryAfterMs: RETRY_MS } }))
      return false
    }
    if (mood === 'equivocates') this.#storyteller.of(this)?.hear(bytes)
    this.#asked.set(id, { method, name: `${method} ${encodeFrame({ kind: 'push', push: params }).toHex()}` })
    return true
  }

  handOver(bytes: Uint8Array): void {
    const story = this.#mood() === 'equivocates' ? this.#storyteller.of(this) : undefined
    if (story !== undefined) return story.tell(bytes, this.#send)
    const frame = parseFrame(bytes)
    if (frame?.kind === 'push') this.#push(bytes)
    else if (frame?.kind === 'answer') this.#answer(frame)
    else this.#send(bytes)
  }

  #push(bytes: Uint8Array): void {
    this.#pushed.push(bytes)
    if (this.#pushed.length > REMEMBERED) this.#pushed.shift()
    switch (this.#mood()) {
      case 'replays':
        for (const one of [bytes, bytes, this.#pushed[randomInt(this.#pushed.length)] ?? bytes]) this.#send(one)
        return
      case 'reorders':
        this.#held.push(bytes)
        if (this.#held.length >= REORDERED) this.#letGo()
        else setTimeout(() => this.#letGo(), REORDERED_AFTER_MS).unref()
        return
      case 'withholds':
        if (randomInt(3) === 0) this.#send(bytes)
        return
      case 'garbles':
        this.#send(randomInt(5) === 0 ? randomBytes(GARBAGE_BYTES) : bytes)
        return
      default:
        this.#send(bytes)
    }
  }

  /** The last one first. */
  #letGo(): void {
    for (const bytes of this.#held.splice(0).toReversed()) this.#send(bytes)
  }

  #answer(frame: Extract<Frame, { kind: 'answer' }>): void {
    const asked = this.#asked.get(frame.id)
    this.#asked.delete(frame.id)
    const first = asked === undefined ? frame : (this.#firstAnswers.get(asked.name) ?? frame)
    if (asked !== undefined && STALE.has(asked.method)) this.#firstAnswers.set(asked.name, first)
    const mood = this.#mood()
    if (mood === 'stale' && first.kind === 'answer' && randomInt(3) > 0)
      this.#send(encodeFrame({ ...first, id: frame.id }))
    else if (mood === 'garbles' && asked?.method !== hello.number && randomInt(4) === 0)
      this.#send(encodeFrame({ ...frame, result: randomBytes(GARBAGE_BYTES) }))
    else this.#send(encodeFrame(frame))
  }
}
