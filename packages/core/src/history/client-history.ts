import type { DeviceId } from '@rushlight/protocol'
import { blobLayoutOf, parseRecord } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { load, loadEveryRow, loadRange } from '../vault/table.ts'
import { askForHistory } from './ask-history.ts'
import type { Asked, HistorySpan } from './ask-history.ts'
import { keepFromNow, keepNoMore, ownSegments } from './decide-kept.ts'
import { keptTable, lineMarkTable, segmentTable } from './kept-row.ts'
import { askTable, giftTable } from './transfer-row.ts'

/** How far it is with bringing history to this device, and from it. */
export type HistoryView = {
  /** This device came to an account that had others, and nobody has said yet whether it is to have what was said before. */
  readonly isOffered: boolean
  readonly coming?: ComingView
  /** How many lines this device gives to others of the account, and has given. */
  readonly giving: readonly { readonly lines: number; readonly linesDone: number }[]
}

export type ComingView = {
  readonly state: 'asked' | 'coming' | 'done' | 'updateNeeded'
  /** UTC ms: nothing that was said before. */
  readonly since: number
  readonly giver?: DeviceId
  /** How many lines the other device has, and has gone through with what is here. */
  readonly lines: number
  readonly linesDone: number
  /** Of them those that were not here. */
  readonly added: number
}

export type KeptView = {
  readonly isOn: boolean
  /** This device is the one that keeps them. */
  readonly isKeeper: boolean
  readonly segments: number
  /** At each of the account's providers. */
  readonly bytes: number
  /** Something changed, and is still to be brought. */
  readonly isOwed: boolean
  /** This device came back, and takes in what was kept: so many segments, and the lines that came of them so far. */
  readonly restoring?: { readonly segments: number; readonly taken: number; readonly added: number }
}

/** What a user does about what was said before a device came. */
export class ClientHistory {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /** Asks the account's other devices. `nothing`: wants no (more) of it. */
  ask(span: HistorySpan): Promise<Asked> {
    return askForHistory(this.#core, span)
  }

  /** Has this device keep messages at the account's providers for the way back, or has nobody keep them. */
  keep(isOn: boolean): Promise<void> {
    return isOn ? keepFromNow(this.#core) : keepNoMore(this.#core)
  }

  /** Brings what is kept up to date. False: not all of it could be brought now. */
  keepNow(): Promise<boolean> {
    return this.#core.history.settle()
  }

  /** What is kept for the way back. */
  async kept(): Promise<KeptView> {
    const { store, isKeeper } = this.#core
    const kept = await load(store, keptTable, 'kept')
    const segments = isKeeper ? await ownSegments(this.#core) : (kept?.segments ?? [])
    const bytes = segments.reduce((sum, segment) => sum + blobLayoutOf(segment.bytes).blobBytes, 0)
    const marks = await loadRange(store, lineMarkTable, { prefix: new Uint8Array(), limit: 1 })
    const isOwed = isKeeper && (marks.length > 0 || (await this.#hasOwed()))
    const { restoring } = kept ?? {}
    const view = { isOn: kept?.keeper !== undefined, isKeeper, segments: segments.length, bytes, isOwed }
    return restoring === undefined ? view : { ...view, restoring }
  }

  async #hasOwed(): Promise<boolean> {
    const rows = await loadEveryRow(this.#core.store, segmentTable)
    return rows.length === 0 || rows.some(({ value }) => value.sealed === undefined)
  }

  async view(): Promise<HistoryView> {
    const core = this.#core
    const ask = await load(core.store, askTable, 'ask')
    const gifts = await loadEveryRow(core.store, giftTable)
    const giving = gifts.flatMap(({ value: { state, lines, linesDone } }) =>
      state === 'giving' ? [{ lines, linesDone }] : [],
    )
    if (ask === undefined) return { isOffered: this.#isLateComer(), giving }
    if (ask.state === 'declined') return { isOffered: false, giving }
    const { state, since, giver, lines, linesDone, added } = ask
    const coming = { state, since, lines, linesDone, added, ...(giver === undefined ? {} : { giver }) }
    return { isOffered: false, coming, giving }
  }

  /** Others were on the account before this one. */
  #isLateComer(): boolean {
    const { row, account } = this.#core.self
    const [first] = row.chain
    const record = first === undefined ? undefined : parseRecord(first)
    const isFirst = record?.devices.some(({ id }) => id === row.device) === true
    return !isFirst && account.record.devices.length > 1
  }
}
