import type { StolenSeat } from '@rushlight/core/testing'
import {
  DOOR_PROOF_INFO,
  doorProofBytes,
  doorProofCodec,
  encodeWith,
  idempotencyKey,
  keyOf,
  parseFrame,
  passDoor,
  pullLog,
  sealBox,
  sealSubmit,
  signLabelled,
  submitEntry,
} from '@rushlight/protocol'
import type { Crypto, DoorId, HelloResult, PostingPublicKey } from '@rushlight/protocol'
import { greet, WireClient } from '@rushlight/server/testing'
import { PROVIDER_URL } from './provider-host.ts'
import type { World } from './world.ts'

type Door = { readonly door: DoorId; readonly doorKey: Uint8Array }
type Passed = { readonly door: DoorId; readonly submitKey: Uint8Array }
type Attempt = { readonly entry: Uint8Array; readonly over: readonly Uint8Array[] }

const PATIENCE_MS = 20_000
const SECRET_BYTES = 32
const KEY_BYTES = 16
const TIME_TO_LIVE_STEP = 6

/** Speaks to the hub with a seat's posting key, and with whatever door keys it got hold of. */
export class HubBurglar {
  readonly #world: World
  readonly #crypto: Crypto
  readonly #seat: StolenSeat
  readonly #wire: WireClient
  readonly #greeting: Promise<HelloResult | undefined>

  constructor(world: World, crypto: Crypto, seat: StolenSeat) {
    this.#world = world
    this.#crypto = crypto
    this.#seat = seat
    const { promise, resolve } = Promise.withResolvers<HelloResult | undefined>()
    const way = { isUp: () => true, onSend: (hand: () => void) => hand() }
    const connection = world.network.transportOf('intruder', way).connect(PROVIDER_URL, {
      onOpen: () => resolve(greet(this.#wire)),
      onFrame: (frame) => {
        // A provider that means harm makes frames up.
        if (parseFrame(frame) !== undefined) this.#wire.receive(frame)
      },
      onLost: () => resolve(undefined),
    })
    this.#wire = new WireClient((frame) => connection.send(frame))
    this.#greeting = promise
  }

  /** `undefined`: the hub does not let the seat in there, or does not answer. */
  async pass({ door, doorKey }: Door): Promise<Passed | undefined> {
    const { slot, head } = this.#seat
    const greeting = await this.#patiently(this.#greeting)
    if (greeting === undefined) return undefined
    const submitKey = this.#crypto.randomBytes(SECRET_BYTES)
    const signed = doorProofBytes(greeting.challenge, { log: head.log, door }, submitKey)
    const signature = await signLabelled({ crypto: this.#crypto, label: 'door' }, slot.postingKey, signed)
    const postingKey = keyOf<PostingPublicKey>(await this.#crypto.ed25519PublicKey(slot.postingKey))
    const proof = encodeWith(doorProofCodec, { doorKey, postingKey, submitKey, signature })
    const { sealingKey } = greeting.provider
    const sealed = await sealBox(this.#crypto, { publicKey: sealingKey, info: DOOR_PROOF_INFO }, proof)
    if (sealed === undefined) return undefined
    const answer = await this.#patiently(this.#wire.call(passDoor, { log: head.log, door, proof: sealed }))
    return answer?.kind === 'passed' ? { door, submitKey } : undefined
  }

  /** Where the hub put it, if it took it; what it is worth, the members judge. */
  async post(door: Door, { entry, over }: Attempt): Promise<number | undefined> {
    const { head } = this.#seat
    const passed = await this.pass(door)
    if (passed === undefined) return undefined
    const sealed = await sealSubmit(this.#crypto, passed.submitKey, {
      log: head.log,
      door: passed.door,
      idempotencyKey: idempotencyKey.fromBytes(this.#crypto.randomBytes(KEY_BYTES)),
      seen: head.seq,
      entry,
      timeToLiveStep: TIME_TO_LIVE_STEP,
      over: [...over],
    })
    const answer = await this.#patiently(this.#wire.call(submitEntry, { log: head.log, door: passed.door, sealed }))
    return answer?.kind === 'accepted' ? answer.receipt.body.seq : undefined
  }

  /** Whether the hub hands out what came behind that place. */
  async pullsBehind(seq: number): Promise<boolean> {
    const { head, slot } = this.#seat
    if ((await this.#patiently(this.#greeting)) === undefined) return false
    const answer = await this.#patiently(
      this.#wire.call(pullLog, { log: head.log, reader: slot.readerSecret, after: seq }),
    )
    return (answer?.items.length ?? 0) > 0
  }

  /** A refusal, a lost connection and silence come to the same. */
  #patiently<T>(answer: Promise<T>): Promise<T | undefined> {
    const { scheduler } = this.#world
    const silence = new Promise<undefined>((resolve) => {
      scheduler.at(scheduler.now() + PATIENCE_MS, () => resolve(undefined))
    })
    return Promise.race([answer.catch(() => undefined), silence])
  }
}
