import {
  DOOR_PROOF_INFO,
  doorProofBytes,
  doorProofCodec,
  encodeWith,
  keyOf,
  passDoor,
  sealBox,
  sealSubmit,
  signLabelled,
  submitEntry,
} from '@rushlight/protocol'
import type {
  Crypto,
  DoorId,
  LogId,
  PostingPrivateKey,
  PostingPublicKey,
  ProviderSealingPublicKey,
  Submit,
  SubmitResult,
} from '@rushlight/protocol'
import type { HubLink } from '../hub/hub-link.ts'
import type { CallResult } from '../link/pending-calls.ts'

/** How a device passes a room's present door. */
export type DoorPass = {
  readonly log: LogId
  readonly door: DoorId
  readonly doorKey: Uint8Array
  readonly postingKey: PostingPrivateKey
  /** Of the hub, as the opening of the log says: whoever carries the proof cannot open it. */
  readonly sealingKey: ProviderSealingPublicKey
}

const SUBMIT_KEY_BYTES = 32

/**
 * The doors that were passed on the present connection, and the submit keys that were chosen there (R7). A new connection
 * has passed none.
 */
export class HubDoors {
  readonly #crypto: Crypto
  readonly #link: HubLink
  readonly #submitKeys = new Map<string, Uint8Array>()

  constructor(crypto: Crypto, link: HubLink) {
    this.#crypto = crypto
    this.#link = link
  }

  /** The connection was lost: nothing that was proven on it counts on the next. */
  forget(): void {
    for (const key of this.#submitKeys.values()) key.fill(0)
    this.#submitKeys.clear()
  }

  /** Brings an entry to the hub, passing the door first where that is still to do. */
  async submit(pass: DoorPass, submit: Submit): Promise<CallResult<SubmitResult>> {
    const passed = await this.#pass(pass)
    if (passed.kind !== 'answer') return passed
    if (passed.value === undefined) return { kind: 'answer', value: { kind: 'noDoor' } }
    const sealed = await sealSubmit(this.#crypto, passed.value, submit)
    const answer = await this.#link.call(submitEntry, { log: pass.log, door: pass.door, sealed })
    if (answer.kind === 'answer' && answer.value.kind === 'noDoor') this.#submitKeys.delete(nameOf(pass))
    return answer
  }

  async #pass(pass: DoorPass): Promise<CallResult<Uint8Array | undefined>> {
    const known = this.#submitKeys.get(nameOf(pass))
    if (known !== undefined) return { kind: 'answer', value: known }
    const greeted = await this.#link.greet()
    if (greeted.kind !== 'answer') return greeted
    const greeting = greeted.value
    const submitKey = this.#crypto.randomBytes(SUBMIT_KEY_BYTES)
    const proof = await this.#prove(pass, { submitKey, challenge: greeting.challenge })
    const box = await sealBox(this.#crypto, { publicKey: pass.sealingKey, info: DOOR_PROOF_INFO }, proof)
    if (box === undefined || !this.#link.isPresent(greeting)) return { kind: 'lost' }
    const answer = await this.#link.call(passDoor, { log: pass.log, door: pass.door, proof: box })
    if (answer.kind === 'failure' && answer.error.code === 'signatureInvalid') this.#link.forget()
    if (answer.kind !== 'answer') return answer
    if (answer.value.kind === 'noDoor') return { kind: 'answer', value: undefined }
    if (this.#link.isPresent(greeting)) this.#submitKeys.set(nameOf(pass), submitKey)
    return { kind: 'answer', value: submitKey }
  }

  async #prove(
    pass: DoorPass,
    session: { readonly submitKey: Uint8Array; readonly challenge: Uint8Array },
  ): Promise<Uint8Array> {
    const { doorKey, postingKey } = pass
    const signed = doorProofBytes(session.challenge, pass, session.submitKey)
    const signature = await signLabelled({ crypto: this.#crypto, label: 'door' }, postingKey, signed)
    const publicKey = keyOf<PostingPublicKey>(await this.#crypto.ed25519PublicKey(postingKey))
    return encodeWith(doorProofCodec, { doorKey, postingKey: publicKey, submitKey: session.submitKey, signature })
  }
}

function nameOf({ log, door }: DoorPass): string {
  return `${log} ${door}`
}
