import { equal, logIdOf, roomId, startOf } from '@rushlight/protocol'
import type { AccountId, Incarnation, LogId, Opening, Roster, SignedOpening } from '@rushlight/protocol'
import type { MessageRow } from '../message/message-row.ts'
import { writeEvent } from '../message/write-event.ts'
import { markUndelivered, queueAgain } from './say-again.ts'
import { forgetHead, raiseHead } from '../room/device-heads.ts'
import { removeStaged } from '../room/group-rows.ts'
import { rawEntryTable } from '../room/log-rows.ts'
import { nextMeetings } from '../room/next-meetings.ts'
import type { LiveRoom } from '../room/room-model.ts'
import type { RoomStep } from '../room/room-step.ts'
import { forgetVoidCommits } from '../room/void-commits.ts'

export type Followed = {
  readonly openings: readonly SignedOpening[]
  readonly last: Opening
  /** The life of the new hub's data, as far as it said. */
  readonly hubLife: Incarnation | undefined
  readonly isOwn: boolean
}

/**
 * The room goes on in the log of another opening, in the epoch that this device is in (R25): the same members with the same
 * keys. Nobody can be reached by what the lost hub knew, so everyone says his address anew; and whatever of ours is not
 * known to have come to every device is said again (R27), which those who have it already do not show twice (R28).
 */
export async function followOpening(
  step: RoomStep,
  live: LiveRoom,
  { openings, last, hubLife, isOwn }: Followed,
): Promise<LogId> {
  const newest = openings.at(-1)
  if (newest === undefined) throw new Error('an opening to follow')
  const log = logIdOf(step.world.crypto, newest)
  const again = await markUndelivered(step, live.row)
  startAnew(step, live, { log, hubLife })
  const now = step.world.now()
  const { group } = live
  const meetings = nextMeetings({ meetings: live.frame.meetings, group: group.group, log, now }, true)
  // Who asked to leave, and where everybody is reached, may be known differently by those who missed the end of the log.
  const roster = group.leaves.map(({ slot }) => ({ ...slot, addresses: [] }))
  const { commits: _, ...frame } = live.frame
  const reached = addressedIn(live)
  step.setFrame({ ...frame, openings, roster, leaving: [], meetings, reached })
  planJobs(step, again, isOwn ? reached : undefined)
  tellOfMove(step, last.opener.account)
  step.after(() => step.world.markBackup())
  return log
}

type NewPlace = { readonly log: LogId; readonly hubLife: Incarnation | undefined }

function startAnew(step: RoomStep, { group }: LiveRoom, { log, hubLife }: NewPlace): void {
  step.write(removeStaged(step.room))
  step.removeAll(rawEntryTable, roomId.toBytes(step.room))
  forgetVoidCommits(step)
  for (const { credential } of group.leaves) {
    forgetHead(step, credential)
    raiseHead(step, { ...credential, seq: 0 })
  }
  const { apartFrom: _, hubLife: __, ...row } = step.model.row
  step.model = { ...step.model, row }
  const standing = row.standing === 'creating' ? 'joined' : row.standing
  const life = hubLife === undefined ? {} : { hubLife }
  step.patchRow({ head: startOf(log), lastAcceptedAt: 0, deliveredUpTo: 0, standing, ...life })
}

/** First the log, then what was said before, then what was still to be said, which was made for the old log. */
function planJobs(step: RoomStep, again: readonly MessageRow['id'][], roster: Roster | undefined): void {
  const jobs = step.model.jobs.filter(({ row: { job } }) => job.kind !== 'open' && job.kind !== 'addresses')
  for (const { count, row } of step.model.jobs) if (!jobs.some((one) => one.row === row)) step.removeJob(count)
  if (roster !== undefined) step.addJob({ kind: 'open', roster })
  step.addJob({ kind: 'addresses' })
  queueAgain(step, { jobs, again })
}

/**
 * Where everybody was reached: whoever is at a provider that lives learns by a notice that the room went on. The roster that
 * members agree on begins without addresses, since those who missed the end of the log know others.
 */
function addressedIn({ group, frame }: LiveRoom): Roster {
  const known = [...frame.roster, ...(frame.reached ?? [])].filter(({ addresses }) => addresses.length > 0)
  return group.leaves.map(({ slot }) => ({
    ...slot,
    addresses: known.find(({ postingKey }) => equal(postingKey, slot.postingKey))?.addresses ?? [],
  }))
}

function tellOfMove(step: RoomStep, by: AccountId): void {
  if (step.model.row.kind === 'self') return
  writeEvent(step, { event: { kind: 'wentOn' }, by, receipt: { seq: 0, acceptedAt: step.world.now() } })
}
