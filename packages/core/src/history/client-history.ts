import type { DeviceId } from '@rushlight/protocol'
import { parseRecord } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { load, loadEveryRow } from '../vault/table.ts'
import { askForHistory } from './ask-history.ts'
import type { Asked, HistorySpan } from './ask-history.ts'
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
