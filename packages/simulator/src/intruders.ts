import { copySeat, entriesAfter, readFromSeat, speakFromSeat } from '@rushlight/core/testing'
import type { InspectedRoom, StolenSeat } from '@rushlight/core/testing'
import type { Client } from '@rushlight/core'
import { hex, leafAt } from '@rushlight/protocol'
import type { LogId, LogItem } from '@rushlight/protocol'
import { HubBurglar } from './hub-burglar.ts'
import { CANARY } from './ledger.ts'
import type { World } from './world.ts'

const WAITS_MS = 10_000

type Planned = {
  readonly seat: StolenSeat
  readonly postingKey: string
  /** What went into the log since, overheard: members keep an entry only until everybody has it. */
  readonly heard: Map<number, LogItem>
}

/**
 * Those who were put out of a room, and kept every key they had there. When the room goes on without them they try to read
 * what is said now, to post by the door that they knew, and to pass the new one with its key, given away by somebody.
 */
export class Intruders {
  readonly #world: World
  readonly #planned = new Set<Planned>()
  readonly #listening = new Set<Planned>()
  readonly #taken = new Set<string>()
  readonly #spokenOver = new Set<LogId>()
  #count = 0

  constructor(world: World) {
    this.#world = world
  }

  keep(seat: StolenSeat): void {
    const own = leafAt({ leaves: seat.group.leaves }, seat.group.ownLeaf)
    if (own === undefined) return
    const planned = { seat, postingKey: hex(own.slot.postingKey), heard: new Map() }
    this.#planned.add(planned)
    this.#listening.add(planned)
  }

  /** All entries between are an intruder's: the hub hands those to the members of his time, and others learn of them later. */
  haveAll(log: LogId, { above, upTo }: { readonly above: number; readonly upTo: number }): boolean {
    for (let seq = above + 1; seq <= upTo; seq += 1) if (!this.#taken.has(`${log} ${seq}`)) return false
    return true
  }

  /** A member has judged up to here. */
  saw(member: Client, state: InspectedRoom): void {
    const { scheduler, trace } = this.#world
    for (const planned of this.#listening)
      if (planned.seat.room === state.id) this.#overhear(member, planned).catch(() => trace.note('nothing overheard'))
    for (const planned of this.#planned) {
      const { seat, postingKey } = planned
      const isOut = seat.room === state.id && seat.head.log === state.log && seat.head.seq < state.seq
      if (!isOut || state.postingKeys.includes(postingKey)) continue
      this.#planned.delete(planned)
      trace.note(`${scheduler.now()} intruder in ${state.id.slice(0, 4)} from ${state.seq}`)
      scheduler.at(scheduler.now() + WAITS_MS, () => {
        // The member's device may die meanwhile; the next one is not asked.
        this.#intrude(member, planned, state.seq).catch(() => trace.note('intruder gives up'))
      })
    }
  }

  async #overhear(member: Client, { seat, heard }: Planned): Promise<void> {
    const items = await entriesAfter(member, seat.room, seat.head.seq)
    // Whoever went on elsewhere has not heard of the removal, and still writes to whoever was put out (N2).
    for (const item of items.filter(({ receipt }) => receipt.body.log === seat.head.log))
      if (item.entry !== undefined || !heard.has(item.receipt.body.seq)) heard.set(item.receipt.body.seq, item)
  }

  async #intrude(member: Client, planned: Planned, removedAt: number): Promise<void> {
    const { ledger, cryptoWatch, random, deeds } = this.#world
    this.#count += 1
    const crypto = cryptoWatch.cryptoFor(random.fork(`intruder ${this.#count}`))
    const { seat, heard } = planned
    this.#listening.delete(planned)
    await this.#overhear(member, planned)
    const items = [...heard.values()].toSorted((a, b) => a.receipt.body.seq - b.receipt.body.seq)
    for (const item of items) {
      const isLater = item.receipt.body.seq > removedAt
      if (isLater && (await readFromSeat(crypto, seat, item)))
        ledger.violate('removedReads', `an entry at ${item.receipt.body.seq}`)
    }
    const inside = await copySeat(member, seat.room)
    const burglar = new HubBurglar(this.#world, crypto, seat)
    if (inside !== undefined && (await burglar.pass(inside.group)) !== undefined)
      ledger.violate('removedPassed', 'a door that was made without him')
    // Whoever spoke over a commit gave back the rights that it had taken: the hub judges none (R10).
    const isSpokenOver = this.#spokenOver.has(seat.head.log)
    if (!isSpokenOver && (await burglar.pullsBehind(removedAt))) ledger.violate('removedPulls', `behind ${removedAt}`)
    const text = `${CANARY} intruder ${this.#count}`
    const { entry, id } = await speakFromSeat(crypto, seat, text)
    ledger.forbid(id, text)
    this.#spokenOver.add(seat.head.log)
    const seq = await burglar.post(seat.group, { entry, over: commitsIn(items) })
    if (seq !== undefined) this.#taken.add(`${seat.head.log} ${seq}`)
    deeds.intruded += 1
  }
}

function commitsIn(items: readonly LogItem[]): readonly Uint8Array[] {
  return items.flatMap(({ receipt: { body } }) => (body.child === undefined ? [] : [body.entryHash]))
}
