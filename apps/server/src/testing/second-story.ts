import {
  decodeCbor,
  encodeFrame,
  hashOfEntry,
  headAfter,
  parseFrame,
  pullLog,
  pushCodec,
  signReceipts,
  submitEntry,
} from '@rushlight/protocol'
import type { Crypto, Frame, LogId, LogItem, ProviderPrivateKey, Receipt, SubmitResult } from '@rushlight/protocol'
import { deriveHubKey } from '../identity/derive-keys.ts'
import { IDENTITY_KEY, identityTable } from '../identity/identity-row.ts'
import { loadRow } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'

type Told = { readonly item: LogItem; readonly chain: Uint8Array }

/**
 * A hub that tells one device another story than everybody else, and signs both with its own key (R17): instead of the first
 * message of somebody else it hands over noise, and all behind it it receipts anew, so that what it tells fits together.
 */
export class SecondStory {
  readonly #crypto: Crypto
  readonly #signingKey: ProviderPrivateKey
  readonly #asked = new Map<number, number>()
  readonly #told = new Map<number, Told>()
  #log: LogId | undefined
  #last: Promise<unknown> = Promise.resolve()

  private constructor(crypto: Crypto, signingKey: ProviderPrivateKey) {
    this.#crypto = crypto
    this.#signingKey = signingKey
  }

  /** With the key by which that provider signs for new logs. `undefined`: it has never run. */
  static async of(crypto: Crypto, store: Reader): Promise<SecondStory | undefined> {
    const row = await loadRow(store, identityTable, IDENTITY_KEY)
    if (row === undefined) return undefined
    const { signingKey } = await deriveHubKey(crypto, row.seeds?.at(-1) ?? row.seed)
    return new SecondStory(crypto, signingKey)
  }

  /** The log of which it tells two stories, once it does. */
  get log(): LogId | undefined {
    return this.#log
  }

  /** What the device asks: by that the answer can be read. */
  hear(bytes: Uint8Array): void {
    const frame = parseFrame(bytes)
    if (frame?.kind === 'request') this.#asked.set(frame.id, frame.method)
  }

  /** Hands the frame over as this device is to see it, in the order in which frames came. */
  tell(bytes: Uint8Array, hand: (frame: Uint8Array) => void): void {
    this.#last = this.#last.then(async () => hand(await this.#retold(bytes)))
  }

  async #retold(bytes: Uint8Array): Promise<Uint8Array> {
    const frame = parseFrame(bytes)
    if (frame?.kind === 'push') return (await this.#retoldPush(frame)) ?? bytes
    if (frame?.kind === 'answer') return (await this.#retoldAnswer(frame)) ?? bytes
    return bytes
  }

  async #retoldPush(frame: Extract<Frame, { kind: 'push' }>): Promise<Uint8Array | undefined> {
    const push = decodeCbor(pushCodec, frame.push)?.value
    if (push?.kind !== 'entries') return undefined
    const items = await this.#retoldItems(push.items)
    return encodeFrame({ kind: 'push', push: pushCodec.toCbor({ ...push, items }) })
  }

  async #retoldAnswer(frame: Extract<Frame, { kind: 'answer' }>): Promise<Uint8Array | undefined> {
    const method = this.#asked.get(frame.id)
    this.#asked.delete(frame.id)
    if (method === pullLog.number) {
      const pulled = decodeCbor(pullLog.result, frame.result)?.value
      if (pulled === undefined) return undefined
      const items = await this.#retoldItems(pulled.items)
      return encodeFrame({ ...frame, result: pullLog.result.toCbor({ ...pulled, items }) })
    }
    if (method !== submitEntry.number) return undefined
    const submitted = decodeCbor(submitEntry.result, frame.result)?.value
    if (submitted === undefined) return undefined
    return encodeFrame({ ...frame, result: submitEntry.result.toCbor(await this.#retoldSubmit(submitted)) })
  }

  async #retoldSubmit(submitted: SubmitResult): Promise<SubmitResult> {
    if (submitted.kind === 'epochMoved') return { ...submitted, items: await this.#retoldItems(submitted.items) }
    if (submitted.kind !== 'accepted') return submitted
    return { ...submitted, receipt: (await this.#retoldItem({ receipt: submitted.receipt })).receipt }
  }

  async #retoldItems(items: readonly LogItem[]): Promise<readonly LogItem[]> {
    const retold: LogItem[] = []
    for (const item of items) retold.push(await this.#retoldItem(item))
    return retold
  }

  async #retoldItem(item: LogItem): Promise<LogItem> {
    const { entry, receipt } = item
    const { log, seq, child, deltaHash } = receipt.body
    if (this.#log === undefined && entry !== undefined && child === undefined && deltaHash === undefined) {
      this.#log = log
      const noise = this.#crypto.randomBytes(entry.length)
      return this.#keep({ entry: noise, receipt }, { entryHash: hashOfEntry(this.#crypto, noise) })
    }
    const before = this.#told.get(seq - 1)
    if (log !== this.#log) return item
    return this.#told.get(seq)?.item ?? (before === undefined ? item : this.#keep(item, { chainBefore: before.chain }))
  }

  async #keep({ entry, receipt }: LogItem, other: Partial<Receipt['body']>): Promise<LogItem> {
    const body = { ...receipt.body, ...other }
    const [signed] = await signReceipts(this.#crypto, this.#signingKey, [body])
    if (signed === undefined) throw new Error('a receipt for each')
    const item = entry === undefined ? { receipt: signed } : { entry, receipt: signed }
    this.#told.set(body.seq, { item, chain: headAfter(this.#crypto, body).chain })
    return item
  }
}
