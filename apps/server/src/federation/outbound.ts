import {
  bytes,
  concat,
  encodeWith,
  field,
  leaveNotices,
  logId,
  NOTICES_PER_REQUEST_MAX,
  oneOf,
  providerNameCodec,
  sealQueueItem,
  struct,
  uint,
  utf8,
} from '@rushlight/protocol'
import type { Address, ForeignNotice, ProviderName } from '@rushlight/protocol'
import type { Put } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { OUTBOUND_DAYS_MAX, OUTBOUND_MAX, OUTBOUND_PER_PROVIDER_MAX } from '../limits.ts'
import type { Cancel } from '../ports/schedule.ts'
import type { Notice } from '../queues/notices.ts'
import { dayOf } from '../queues/queue-row.ts'
import { pagesOf } from '../rows/pages.ts'
import { putRow, removeRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'
import type { Peers } from './peers.ts'

/**
 * Notices on their way to queues at other providers: on disk with what they tell of, one line for each provider, and each
 * line sent by itself, so a provider that is slow or gone holds up nobody else. A line is bounded: what finds no room is
 * left out, and the device sees it when it pulls (R12: the log is the truth).
 */
export interface Outbound {
  plan(wanted: readonly Wanted[]): Promise<OutboundPlan>
  /** What was planned is on disk. */
  send(plan: OutboundPlan): void
  /** What was planned is not going to be on disk. */
  forget(plan: OutboundPlan): void
  /** Loads what was under way when the last process ended. */
  begin(): Promise<void>
  stop(): Promise<void>
}

type Wanted = { readonly address: Address; readonly notice: Notice }

export type OutboundPlan = {
  readonly puts: readonly Put[]
  readonly lines: readonly { readonly line: Line; readonly waiting: Waiting }[]
}

type Waiting = { readonly notice: ForeignNotice; readonly day: number }

type Line = {
  readonly provider: ProviderName
  /** By name, the oldest first. */
  readonly waiting: Map<string, Waiting>
  running: Promise<void> | undefined
  cancelRetry: Cancel
}

type OutboundRow = ForeignNotice & { readonly provider: ProviderName; readonly day: number }

const KEY_PART_BYTES = 16
const POINTER_BYTES_MAX = 128
const NOTICE_BYTES_MAX = 512

const outboundTable: Table<OutboundRow> = {
  name: 'outbound',
  codec: struct({
    provider: field(0, providerNameCodec),
    kind: field(1, oneOf(['news', 'welcome'])),
    pointer: field(2, bytes({ max: POINTER_BYTES_MAX })),
    name: field(3, bytes(KEY_PART_BYTES)),
    sealed: field(4, bytes({ max: NOTICE_BYTES_MAX })),
    day: field(5, uint()),
  }),
}

export function createOutbound(kernel: Kernel, peers: Peers): Outbound {
  return new PeerLines(kernel, peers)
}

class PeerLines implements Outbound {
  readonly #kernel: Kernel
  readonly #peers: Peers
  readonly #lines = new Map<ProviderName, Line>()
  #count = 0
  #isStopped = false

  constructor(kernel: Kernel, peers: Peers) {
    this.#kernel = kernel
    this.#peers = peers
  }

  async begin(): Promise<void> {
    for await (const rows of pagesOf(this.#kernel.store, outboundTable)) {
      for (const { row } of rows) {
        const { provider, day, ...notice } = row
        this.#add(this.#lineOf(provider), { notice, day })
      }
    }
    for (const line of this.#lines.values()) this.#run(line)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    for (const line of this.#lines.values()) line.cancelRetry()
    await Promise.all([...this.#lines.values()].flatMap(({ running }) => running ?? []))
  }

  async plan(wanted: readonly Wanted[]): Promise<OutboundPlan> {
    const { crypto, identity, clock } = this.#kernel
    const puts: Put[] = []
    const lines: { line: Line; waiting: Waiting }[] = []
    for (const { address, notice: said } of wanted) {
      const { provider, pointer, itemKey } = address
      const about = concat(utf8(said.kind), logId.toBytes(said.log), pointer, itemKey)
      const name = crypto.hmacSha256(identity.noticeKey, about).slice(0, KEY_PART_BYTES)
      // One that has not left yet says all that this one would.
      if (!this.#takes(this.#lineOf(provider), name)) continue
      const sealed = await sealQueueItem(crypto, itemKey, said)
      // The line may be another by now, or full.
      const line = this.#lineOf(provider)
      if (!this.#takes(line, name)) continue
      const waiting = { notice: { kind: said.kind, pointer, name, sealed }, day: dayOf(clock.now()) }
      puts.push(putRow(outboundTable, keyOf(crypto, provider, name), { provider, day: waiting.day, ...waiting.notice }))
      lines.push({ line, waiting })
      this.#add(line, waiting)
    }
    return { puts, lines }
  }

  send({ lines }: OutboundPlan): void {
    for (const { line } of lines) this.#run(line)
  }

  forget({ lines }: OutboundPlan): void {
    for (const { line, waiting } of lines) this.#drop(line, waiting)
  }

  #lineOf(provider: ProviderName): Line {
    const line = this.#lines.get(provider) ?? {
      provider,
      waiting: new Map<string, Waiting>(),
      running: undefined,
      cancelRetry: () => undefined,
    }
    this.#lines.set(provider, line)
    return line
  }

  #takes({ waiting }: Line, name: Uint8Array): boolean {
    if (waiting.has(name.toHex())) return false
    return waiting.size < OUTBOUND_PER_PROVIDER_MAX && this.#count < OUTBOUND_MAX
  }

  #add({ waiting }: Line, one: Waiting): void {
    waiting.set(one.notice.name.toHex(), one)
    this.#count += 1
  }

  #drop({ waiting }: Line, { notice }: Waiting): void {
    if (waiting.delete(notice.name.toHex())) this.#count -= 1
  }

  #run(line: Line): void {
    if (line.running !== undefined || this.#isStopped) return
    line.cancelRetry()
    line.running = this.#empty(line)
      .catch(() => this.#kernel.log.note('choreFailed'))
      .finally(() => {
        line.running = undefined
        this.#rest(line)
      })
  }

  /** An empty line is forgotten; one that did not get through goes on when the provider may be asked again. */
  #rest(line: Line): void {
    if (this.#isStopped) return
    if (line.waiting.size === 0) {
      this.#lines.delete(line.provider)
      return
    }
    const { clock, schedule } = this.#kernel
    const at = Math.max(this.#peers.pausedUntil(line.provider), clock.now() + SENT_AGAIN_MS_MIN)
    line.cancelRetry = schedule.at(at, () => this.#run(line))
  }

  async #empty(line: Line): Promise<void> {
    while (line.waiting.size > 0 && !this.#isStopped) {
      const batch = [...line.waiting.values()].slice(0, NOTICES_PER_REQUEST_MAX)
      // What comes in from here on is not in this request: it lies down anew.
      for (const one of batch) this.#drop(line, one)
      if (!(await this.#hand(line, batch))) {
        for (const one of batch) if (!this.#isOver(one) && this.#takes(line, one.notice.name)) this.#add(line, one)
        return
      }
    }
  }

  async #hand({ provider }: Line, batch: readonly Waiting[]): Promise<boolean> {
    const { crypto, turns } = this.#kernel
    const notices = batch.map(({ notice }) => notice)
    const params = leaveNotices.params.toCbor({ notices })
    const answer = await this.#peers.ask(provider, { visit: NO_VISIT, method: leaveNotices.number, params })
    const isDone = answer.kind === 'done'
    const gone = isDone ? batch : batch.filter((one) => this.#isOver(one))
    if (gone.length > 0) {
      // A notice that lay down anew meanwhile has another seal: it stays.
      const written = gone.map(({ notice, day }) => {
        const key = keyOf(crypto, provider, notice.name)
        const value = encodeWith(outboundTable.codec, { provider, day, ...notice })
        return turns.write({
          expect: [{ table: outboundTable.name, key, value }],
          remove: [removeRow(outboundTable, key)],
        })
      })
      await Promise.all(written)
    }
    return isDone
  }

  #isOver({ day }: Waiting): boolean {
    return day + OUTBOUND_DAYS_MAX < dayOf(this.#kernel.clock.now())
  }
}

const NO_VISIT: Uint8Array = new Uint8Array(KEY_PART_BYTES)
const SENT_AGAIN_MS_MIN = 1_000

function keyOf(crypto: Kernel['crypto'], provider: ProviderName, name: Uint8Array): Uint8Array {
  return concat(crypto.sha256(utf8(provider)).slice(0, KEY_PART_BYTES), name)
}
