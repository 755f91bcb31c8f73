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
import type { Put, Remove } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { OUTBOUND_DAYS_MAX, OUTBOUND_WELCOME_DAYS_MAX } from '../limits.ts'
import type { Cancel } from '../ports/schedule.ts'
import type { Notice } from '../queues/notices.ts'
import { dayOf } from '../queues/queue-row.ts'
import { pagesOf } from '../rows/pages.ts'
import { putRow, removeRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'
import type { Peers } from './peers.ts'

/**
 * Notices on their way to queues at other providers: on disk with what they tell of, one line for each provider, and each
 * line sent by itself, so a provider that is slow or gone holds up nobody else. Lines are bounded: news that find no room are
 * left out, and the device sees them when it pulls (R12: the log is the truth). Nobody pulls a log that they were never told of,
 * so a Welcome takes the place of news; and when all lines together are full, what waits for a provider that does not
 * answer makes room for one that may.
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
  /** What had to make room. */
  readonly removes: readonly Remove[]
  readonly lines: readonly InLine[]
  readonly displaced: readonly InLine[]
}

type InLine = { readonly line: Line; readonly waiting: Waiting }

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

export type OutboundParts = {
  readonly kernel: Kernel
  readonly peers: Peers
  /** How many notices may wait for one provider, and for all of them. */
  readonly bounds: { readonly perProvider: number; readonly all: number }
}

export function createOutbound(parts: OutboundParts): Outbound {
  return new PeerLines(parts)
}

class PeerLines implements Outbound {
  readonly #kernel: Kernel
  readonly #peers: Peers
  readonly #bounds: OutboundParts['bounds']
  readonly #lines = new Map<ProviderName, Line>()
  /** Those whose provider did not answer. */
  readonly #resting = new Set<Line>()
  #count = 0
  #isStopped = false

  constructor({ kernel, peers, bounds }: OutboundParts) {
    this.#kernel = kernel
    this.#peers = peers
    this.#bounds = bounds
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
    const plan = { puts: new Array<Put>(), removes: new Array<Remove>() }
    const [lines, displaced] = [new Array<InLine>(), new Array<InLine>()]
    for (const { address, notice: said } of wanted) {
      const { provider, pointer, itemKey } = address
      const about = concat(utf8(said.kind), logId.toBytes(said.log), pointer, itemKey)
      const name = crypto.hmacSha256(identity.noticeKey, about).slice(0, KEY_PART_BYTES)
      // One that has not left yet says all that this one would.
      if (this.#roomFor(this.#lineOf(provider), { name, kind: said.kind }).kind === 'none') continue
      const sealed = await sealQueueItem(crypto, itemKey, said)
      // The line may be another by now, or full.
      const line = this.#lineOf(provider)
      const room = this.#roomFor(line, { name, kind: said.kind })
      if (room.kind === 'none') continue
      if (room.kind === 'instead') {
        this.#drop(room.of.line, room.of.waiting)
        displaced.push(room.of)
        const key = keyOf(crypto, room.of.line.provider, room.of.waiting.notice.name)
        plan.removes.push(removeRow(outboundTable, key))
      }
      const waiting = { notice: { kind: said.kind, pointer, name, sealed }, day: dayOf(clock.now()) }
      const row = { provider, day: waiting.day, ...waiting.notice }
      plan.puts.push(putRow(outboundTable, keyOf(crypto, provider, name), row))
      lines.push({ line, waiting })
      this.#add(line, waiting)
    }
    return { ...plan, lines, displaced }
  }

  send({ lines }: OutboundPlan): void {
    for (const { line } of lines) this.#run(line)
  }

  forget({ lines, displaced }: OutboundPlan): void {
    for (const { line, waiting } of lines) this.#drop(line, waiting)
    for (const { line, waiting } of displaced) {
      const present = this.#lineOf(line.provider)
      if (!present.waiting.has(waiting.notice.name.toHex())) this.#add(present, waiting)
    }
  }

  #lineOf(provider: ProviderName): Line {
    return (
      this.#lines.get(provider) ?? { provider, waiting: new Map(), running: undefined, cancelRetry: () => undefined }
    )
  }

  #roomFor(line: Line, { name, kind }: Pick<ForeignNotice, 'name' | 'kind'>): Room {
    const { waiting } = line
    if (waiting.has(name.toHex())) return NO_ROOM
    if (waiting.size >= this.#bounds.perProvider) return kind === 'welcome' ? insteadOfNews(line) : NO_ROOM
    if (this.#count < this.#bounds.all) return { kind: 'free' }
    const [resting] = this.#resting
    if (resting !== undefined && resting !== line) return insteadOfNews(resting)
    return kind === 'welcome' ? insteadOfNews(line) : NO_ROOM
  }

  #add(line: Line, one: Waiting): void {
    this.#lines.set(line.provider, line)
    line.waiting.set(one.notice.name.toHex(), one)
    this.#count += 1
  }

  #drop({ waiting }: Line, { notice }: Waiting): void {
    if (waiting.delete(notice.name.toHex())) this.#count -= 1
  }

  #run(line: Line): void {
    if (line.running !== undefined || this.#isStopped) return
    line.cancelRetry()
    this.#resting.delete(line)
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
    this.#resting.add(line)
    const at = Math.max(this.#peers.pausedUntil(line.provider), clock.now() + SENT_AGAIN_MS_MIN)
    line.cancelRetry = schedule.at(at, () => this.#run(line))
  }

  async #empty(line: Line): Promise<void> {
    while (line.waiting.size > 0 && !this.#isStopped) {
      const batch = [...line.waiting.values()].slice(0, NOTICES_PER_REQUEST_MAX)
      // What comes in from here on is not in this request: it lies down anew.
      for (const one of batch) this.#drop(line, one)
      if (!(await this.#hand(line, batch))) return this.#putInFront(line, batch)
    }
  }

  /** They are the oldest still; one that lay down anew meanwhile stays where it is. */
  #putInFront(line: Line, batch: readonly Waiting[]): void {
    const later = [...line.waiting.values()]
    const before = batch.filter((one) => !this.#isOver(one) && !line.waiting.has(one.notice.name.toHex()))
    for (const one of later) this.#drop(line, one)
    for (const one of [...before, ...later]) this.#add(line, one)
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

  #isOver({ day, notice }: Waiting): boolean {
    const days = notice.kind === 'welcome' ? OUTBOUND_WELCOME_DAYS_MAX : OUTBOUND_DAYS_MAX
    return day + days < dayOf(this.#kernel.clock.now())
  }
}

type Room = { readonly kind: 'none' | 'free' } | { readonly kind: 'instead'; readonly of: InLine }

const NO_ROOM: Room = { kind: 'none' }

/** The oldest of what its reader finds by itself. */
function insteadOfNews(line: Line): Room {
  for (const waiting of line.waiting.values()) {
    if (waiting.notice.kind === 'news') return { kind: 'instead', of: { line, waiting } }
  }
  return NO_ROOM
}

const NO_VISIT: Uint8Array = new Uint8Array(KEY_PART_BYTES)
const SENT_AGAIN_MS_MIN = 1_000

function keyOf(crypto: Kernel['crypto'], provider: ProviderName, name: Uint8Array): Uint8Array {
  return concat(crypto.sha256(utf8(provider)).slice(0, KEY_PART_BYTES), name)
}
