import {
  deltaHashOf,
  doorOf,
  hashOfEntry,
  headAfter,
  hex,
  logId,
  ENTRY_KEPT_MS_MAX,
  timeToLiveMs,
} from '@rushlight/protocol'
import type { Receipt, ReceiptBody } from '@rushlight/protocol'
import type { Batch } from '@rushlight/records'
import type { OutboundPlan } from '../federation/outbound.ts'
import { noteFailed, noteLeft, planNotices } from '../queues/notices.ts'
import type { NoticePlan } from '../queues/notices.ts'
import { expectRow, putRow } from '../rows/table.ts'
import type { Caller } from '../sessions/caller.ts'
import { done } from '../sessions/outcome.ts'
import type { Refused } from '../sessions/outcome.ts'
import type { ReceiptedOutcome } from '../turns/turns.ts'
import type { HotLog, Staged } from './hot-logs.ts'
import { ENTRIES, keyOfPlace, keyOfSubmit, logTable, placeTable, submitTable } from './log-rows.ts'
import type { LogRow } from './log-rows.ts'
import type { Logs } from './logs.ts'
import type { Seat } from './open-door.ts'
import { planChange } from './plan-change.ts'
import type { Planned } from './plan-change.ts'
import type { ReadSubmit } from './read-submit.ts'
import type { Reach } from './recipients.ts'

export type Appending = {
  readonly caller: Caller
  readonly hot: HotLog
  readonly seat: Seat
  readonly read: ReadSubmit
}

/**
 * Gives an entry its place: everything that belongs to it goes to the disk in one batch, which expects the log to be where
 * this decision found it. The log in memory runs ahead, so that the next one need not wait for the disk.
 */
export async function appendEntry(
  logs: Logs,
  appending: Appending,
): Promise<Refused | { readonly kind: 'staged'; readonly staged: Staged }> {
  const { hot, seat, read } = appending
  const body = bodyOf(logs, appending)
  const { seq, entryHash } = body
  const planned = await planChange(logs, { hot, seat, submit: read.submit, seq, entryHash })
  if (planned.kind === 'refused') return planned
  const reach = await logs.recipients.find({ log: hot.id, seq, slots: planned.slots, added: planned.added })
  const notices = await planNotices(logs.queues, reach.wanted)
  const outbound = await logs.outbound.plan(reach.abroad)
  const { chain } = headAfter(logs.kernel.crypto, body)
  const after: LogRow = { ...hot.row, seq, chain, acceptedAt: body.acceptedAt }
  // Whoever is away needs every commit to follow, whatever its maker asked for.
  const keptMs = read.submit.commit === undefined ? timeToLiveMs(read.submit.timeToLiveStep) : ENTRY_KEPT_MS_MAX
  const endsAt = body.acceptedAt + keptMs
  const place: PlacePlan = { body, planned, notices, outbound, before: hot.row, after, endsAt }
  const written = logs.kernel.turns.writeReceipted({
    body,
    key: logs.kernel.identity.keys[hot.row.hubKey ?? 0]?.signingKey ?? logs.kernel.identity.signingKey,
    batchOf: (receipt) => batchOf(logs, appending, { ...place, receipt }),
    onDone: (receipt) => tellOthers(logs, appending, { reach, receipt }),
  })
  runAhead(hot, place)
  return { kind: 'staged', staged: keepStaged(logs, appending, { written, place }) }
}

type PlacePlan = {
  readonly body: ReceiptBody
  readonly planned: Planned
  readonly notices: NoticePlan
  readonly outbound: OutboundPlan
  readonly before: LogRow
  readonly after: LogRow
  readonly endsAt: number
}

function bodyOf({ kernel }: Logs, { hot, read }: Appending): ReceiptBody {
  const { crypto, clock } = kernel
  const deltaHash = deltaHashOf(crypto, read.submit)
  const childKey = read.submit.commit?.childKey
  return {
    log: hot.id,
    seq: hot.row.seq + 1,
    entryHash: hashOfEntry(crypto, read.submit.entry),
    ...(deltaHash === undefined ? {} : { deltaHash }),
    ...(childKey === undefined ? {} : { child: doorOf(crypto, childKey) }),
    chainBefore: hot.row.chain,
    acceptedAt: Math.max(clock.now(), hot.row.acceptedAt),
  }
}

function batchOf(
  { eraser }: Logs,
  { hot, read }: Appending,
  { body, planned, notices, outbound, before, after, endsAt, receipt }: PlacePlan & { readonly receipt: Receipt },
): Batch {
  const { seq } = body
  const { submit, name } = read
  const key = logId.toBytes(hot.id)
  const place = keyOfPlace(hot.id, seq)
  return {
    expect: [expectRow(logTable, key, before)],
    remove: [...planned.remove, ...outbound.removes],
    put: [
      putRow(logTable, key, after),
      putRow(placeTable, place, { receipt, entryBytes: submit.entry.length, submit: name }),
      { table: ENTRIES, key: place, value: submit.entry },
      putRow(submitTable, keyOfSubmit(hot.id, name), { seq }),
      eraser.plan({ log: hot.id, seq }, endsAt),
      ...planned.put,
      ...notices.puts,
      ...outbound.puts,
    ],
  }
}

function tellOthers(
  { fanOut, queues }: Logs,
  { hot, read, caller }: Appending,
  { reach, receipt }: { readonly reach: Reach; readonly receipt: Receipt },
): void {
  const callers = reach.queues
    .flatMap((queue) => queues.attachments.of(queue)?.caller ?? [])
    .filter((one) => one !== caller)
  fanOut.add(hot.id, { entry: read.submit.entry, receipt }, callers)
}

function runAhead(hot: HotLog, { planned, after }: PlacePlan): void {
  Object.assign(hot, { row: after, tree: planned.tree })
  hot.doors.set(planned.opened.id, planned.opened.door)
  for (const door of planned.closed) hot.doors.delete(door)
}

/** Remembers the submit until it is settled; if it fails, whatever ran ahead of the disk with it is thrown away. */
function keepStaged(
  logs: Logs,
  { hot, read }: Appending,
  { written, place }: { readonly written: Promise<ReceiptedOutcome>; readonly place: PlacePlan },
): Staged {
  const name = hex(read.name)
  const staged = settle(logs, { hot, written, place }).finally(() => hot.staged.delete(name))
  hot.staged.set(name, staged)
  hot.last = staged.catch(() => undefined)
  return staged
}

type Settling = { readonly hot: HotLog; readonly written: Promise<ReceiptedOutcome>; readonly place: PlacePlan }

async function settle(logs: Logs, { hot, written, place }: Settling): Staged {
  const outcome = await written.catch((error: unknown) => {
    undo(logs, hot, place)
    throw error
  })
  if (outcome.kind === 'conflict') {
    undo(logs, hot, place)
    return outcome
  }
  logs.kernel.figures.count('entries')
  logs.eraser.noteDue(place.endsAt)
  logs.outbound.send(place.outbound)
  await noteLeft(logs.queues, place.notices)
  return done({ kind: 'accepted', receipt: outcome.receipt })
}

function undo({ hotLogs, queues, outbound: lines }: Logs, hot: HotLog, { notices, outbound }: PlacePlan): void {
  hotLogs.drop(hot)
  lines.forget(outbound)
  noteFailed(queues, notices)
}
