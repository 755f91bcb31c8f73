import { submitEntry } from '@rushlight/protocol'
import type { SubmitResult } from '@rushlight/protocol'
import type { Caller } from '../sessions/caller.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome, Refused } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { appendEntry } from './append-entry.ts'
import { chargedTo, childrenOf, spokenOver } from './door-tree.ts'
import type { HotLog, Staged } from './hot-logs.ts'
import { isLeft } from './leave-log.ts'
import { loadItems } from './load-items.ts'
import type { Logs } from './logs.ts'
import { seatAt } from './open-door.ts'
import type { Seat } from './open-door.ts'
import { findRepeated, readSubmit } from './read-submit.ts'
import type { ReadSubmit, SubmitParams } from './read-submit.ts'

/**
 * A device of a room posts an entry (R7 to R11). The hub cannot read it; it looks whether this connection passed that door,
 * whether the door has children that the device has not spoken over, and gives the entry the next place.
 */
export function submitEntryRoute(logs: Logs): Route {
  return openRoute(submitEntry, undefined, (caller, params) => submit(logs, caller, params))
}

/** How often an entry is staged anew because the log went on, or fell back, under it. */
const STAGINGS_MAX = 4

type Step =
  | { readonly kind: 'answered'; readonly outcome: Outcome<SubmitResult> }
  | { readonly kind: 'staged'; readonly staged: Staged }
  /** The log went on in another epoch: to be told when that is on disk. */
  | { readonly kind: 'behind'; readonly seen: number; readonly hot: HotLog }

async function submit(logs: Logs, caller: Caller, params: SubmitParams): Promise<Outcome<SubmitResult>> {
  for (let stagings = 0; stagings < STAGINGS_MAX; stagings += 1) {
    const step = await logs.hotLogs.run(params.log, () => stage(logs, caller, params))
    if (step.kind === 'answered') return step.outcome
    if (step.kind === 'behind') return tellMoved(logs, step)
    const outcome = await step.staged
    if (outcome.kind !== 'conflict') return outcome
  }
  return refuse('unavailable')
}

async function stage(logs: Logs, caller: Caller, params: SubmitParams): Promise<Step> {
  const passed = logs.passedDoors.find(caller, params)
  if (passed === undefined) return answer(done({ kind: 'noDoor' }))
  const hot = await logs.hotLogs.load(params.log)
  if (hot === undefined) return answer(refuse('unknownLog'))
  const seat = seatAt(hot, params.door, passed.postingKey)
  if (seat === undefined) return answer(done({ kind: 'noDoor' }))
  seat.open.usedAt = logs.kernel.clock.now()
  const read = await readSubmit(logs, passed, params)
  if (read.kind === 'refused') return answer(read)
  logs.positions.note(hot.id, seat.slot.reader, read.submit.seen)
  const repeated = await findRepeated(logs, hot, read.name)
  if (repeated !== undefined) return repeated
  if (isLeft(logs, hot, read.submit.despite ?? [])) return answer(done({ kind: 'left', notes: hot.successors }))
  const children = childrenOf(hot.tree, params.door)
  const over = spokenOver(children, read.submit.over ?? [])
  if (over.length < children.length) return { kind: 'behind', seen: read.submit.seen, hot }
  const refused = limit(logs, { hot, seat, read })
  if (refused !== undefined) return answer(refused)
  const appended = await appendEntry(logs, { caller, hot, seat, read })
  return appended.kind === 'refused' ? answer(appended) : appended
}

function answer(outcome: Outcome<SubmitResult>): Step {
  return { kind: 'answered', outcome }
}

/** R34; a slot that a doubtful commit brought in spends what its maker has. */
function limit(
  { limits }: Logs,
  { hot, seat, read }: { readonly hot: HotLog; readonly seat: Seat; readonly read: ReadSubmit },
): Refused | undefined {
  const { commit, addresses, entry } = read.submit
  const kind = commit === undefined ? (addresses === undefined ? limits.messages : limits.addresses) : limits.commits
  const name = `${hot.id}:${chargedTo(hot.tree, seat.door.id, seat.number)}`
  return refuseFor(kind.take(name)) ?? refuseFor(limits.bytes.take(name, entry.length))
}

async function tellMoved(
  { kernel }: Logs,
  { hot, seen }: Extract<Step, { kind: 'behind' }>,
): Promise<Outcome<SubmitResult>> {
  await hot.last
  // What is staged after this moment may still fail: only what is on disk is read.
  const items = await loadItems(kernel.store, hot.id, { after: seen, upTo: Number.MAX_SAFE_INTEGER - 1 })
  return done({ kind: 'epochMoved', items })
}
