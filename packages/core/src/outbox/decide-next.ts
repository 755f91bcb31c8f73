import { span } from '@rushlight/protocol'
import type { RoomModel } from '../room/room-model.ts'
import { HELD } from './job-row.ts'
import type { JobRow, SealedEntry } from './job-row.ts'

/** Nothing is ever put off for longer: what seems to be was put off by a clock that has been put back since. */
const PUT_OFF_MS_MAX: number = span.MINUTE_MS
/** But what is spread over the hours and days after a commit: the renewal of a leaf, and fresh addresses (R12). */
const SPREAD_PUT_OFF_MS_MAX: number = 6 * span.DAY_MS

/** What a room's outbox does next (`STATES.md`). */
export type NextTask =
  /** Start the log at the hub. */
  | { readonly kind: 'open'; readonly count: number }
  /** Made already: bring it to the hub, perhaps again. */
  | { readonly kind: 'submit'; readonly count: number; readonly sealed: SealedEntry }
  /** Make one commit of these. */
  | { readonly kind: 'change'; readonly counts: readonly number[] }
  /** Make the entry of this job. */
  | { readonly kind: 'seal'; readonly count: number }
  /** Tell the others what was judged and read. */
  | { readonly kind: 'report' }
  /** Nothing before that time; `undefined`: nothing at all. */
  | { readonly kind: 'wait'; readonly until: number | undefined }

/**
 * Jobs keep the order in which they were begun, but that a newer record of somebody goes before whatever is said (R16).
 * Changes that are due go together, since each commit unmakes what was sealed before it. Reports come last: whatever else is
 * said makes them shorter or needless. A leaf is renewed along with another change, or when nothing else waits, a report
 * included: nobody waits for it (rooms §11).
 */
export function decideNext(model: RoomModel, now: number): NextTask {
  const { standing, reportDueAt } = model.row
  // Nothing can be brought to a log before it is there.
  const opening = model.jobs.find(({ row }) => row.job.kind === 'open')
  if (standing !== 'joined' && standing !== 'creating' && standing !== 'request')
    return { kind: 'wait', until: undefined }
  if (opening !== undefined) return { kind: 'open', count: opening.count }
  const jobs = model.jobs.filter(({ row }) => standing !== 'request' || row.job.kind === 'leave')
  const due = jobs.filter(({ row }) => row.sealed === undefined && isJobDue(row, now))
  const sealed = jobs.flatMap(({ count, row }) => (row.sealed === undefined ? [] : [{ count, sealed: row.sealed }]))
  const commit = sealed.find((one) => one.sealed.commit !== undefined)
  // What was sealed and is perhaps not at the hub waits for a record that is to be raised: the next epoch makes it anew.
  const next = commit ?? (due.some((job) => isRaise(job)) ? undefined : sealed[0])
  if (next !== undefined) return { kind: 'submit', ...next }
  const first = due.find((job) => !isRenewal(job.row)) ?? (reportDueAt === undefined ? due[0] : undefined)
  if (first !== undefined) return taskOf(first, due)
  if (reportDueAt !== undefined && isDue(reportDueAt, now)) return { kind: 'report' }
  const free = jobs.filter((job) => job.row.notBefore !== HELD && !due.includes(job))
  const times = [...free.map(({ row }) => row.notBefore), ...(reportDueAt === undefined ? [] : [reportDueAt])]
  return { kind: 'wait', until: times.length === 0 ? undefined : Math.min(...times) }
}

function isJobDue(row: JobRow, now: number): boolean {
  const isSpread = isRenewal(row) || row.job.kind === 'addresses'
  return isDue(row.notBefore, now, isSpread ? SPREAD_PUT_OFF_MS_MAX : PUT_OFF_MS_MAX)
}

function isDue(at: number, now: number, putOffMsMax: number = PUT_OFF_MS_MAX): boolean {
  return at <= now || (at !== HELD && at > now + putOffMsMax)
}

function isRenewal({ job }: JobRow): boolean {
  return job.kind === 'change' && job.change.kind === 'renew'
}

type QueuedJobs = RoomModel['jobs']

function isRaise({ row: { job } }: QueuedJobs[number]): boolean {
  return job.kind === 'change' && job.change.kind === 'raise'
}

function taskOf(first: QueuedJobs[number], due: QueuedJobs): NextTask {
  const { kind } = first.row.job
  if (kind !== 'change' && !due.some((job) => isRaise(job))) return { kind: 'seal', count: first.count }
  return { kind: 'change', counts: due.filter(({ row }) => row.job.kind === 'change').map(({ count }) => count) }
}
