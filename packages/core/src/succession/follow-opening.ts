import { logIdOf, roomId, startOf } from '@rushlight/protocol'
import type { AccountId, LogId, Opening, ProviderName, SignedOpening } from '@rushlight/protocol'
import { isDeletion } from '../message/is-deletion.ts'
import { messageTable, parsePlace, SAID_AGAIN } from '../message/message-row.ts'
import type { MessageRow } from '../message/message-row.ts'
import { writeEvent } from '../message/write-event.ts'
import { changeMessage, isRowDue } from '../message/write-message.ts'
import { forgetHead, raiseHead } from '../room/device-heads.ts'
import { removeStaged } from '../room/group-rows.ts'
import { rawEntryTable } from '../room/log-rows.ts'
import { nextMeetings } from '../room/next-meetings.ts'
import type { LiveRoom } from '../room/room-model.ts'
import type { RoomStep } from '../room/room-step.ts'
import { forgetVoidCommits } from '../room/void-commits.ts'
import { loadEveryRow } from '../vault/table.ts'

export type Followed = { readonly openings: readonly SignedOpening[]; readonly last: Opening; readonly isOwn: boolean }

/**
 * The room goes on in the log of another opening, in the epoch that this device is in (R25): the same members with the same
 * keys. Nobody can be reached by what the lost hub knew, so everyone says his address anew; and whatever of ours is not
 * known to have come to every device is said again (R27), which those who have it already do not show twice (R28).
 */
export async function followOpening(
  step: RoomStep,
  live: LiveRoom,
  { openings, last, isOwn }: Followed,
): Promise<LogId> {
  const newest = openings.at(-1)
  if (newest === undefined) throw new Error('an opening to follow')
  const log = logIdOf(step.world.crypto, newest)
  const again = await markMessages(step, live)
  startAnew(step, live, { log, hub: last.hub.name })
  const now = step.world.now()
  const { group } = live
  const meetings = nextMeetings({ meetings: live.frame.meetings, group: group.group, log, now }, true)
  // Who asked to leave, and where everybody is reached, may be known differently by those who missed the end of the log.
  const roster = group.leaves.map(({ slot }) => ({ ...slot, addresses: [] }))
  const { commits: _, ...frame } = live.frame
  step.setFrame({ ...frame, openings, roster, leaving: [], meetings })
  planJobs(step, again, isOwn)
  tellOfMove(step, last.opener.account)
  step.after(() => step.world.markBackup())
  return log
}

type NewLog = { readonly log: LogId; readonly hub: ProviderName }

function startAnew(step: RoomStep, { group, row }: LiveRoom, { log, hub }: NewLog): void {
  const { homes } = step.world.self().row
  const incarnation = homes.find(({ provider }) => provider.name === hub)?.incarnation
  step.write(removeStaged(step.room))
  step.removeAll(rawEntryTable, roomId.toBytes(step.room))
  forgetVoidCommits(step)
  for (const { credential } of group.leaves) {
    forgetHead(step, credential)
    raiseHead(step, { ...credential, seq: 0 })
  }
  const standing = row.standing === 'creating' ? 'joined' : row.standing
  const life = incarnation === undefined ? {} : { hubLife: incarnation }
  step.patchRow({ head: startOf(log), lastAcceptedAt: 0, deliveredUpTo: 0, standing, ...life })
}

/** Own lines that everybody has stay delivered, in whatever log that was; the others are to be said again, in order. */
async function markMessages(
  step: RoomStep,
  { row: { deliveredUpTo } }: LiveRoom,
): Promise<readonly MessageRow['id'][]> {
  const again: MessageRow['id'][] = []
  for (const { key, value } of await loadEveryRow(step.store, messageTable, roomId.toBytes(step.room))) {
    const { place } = value
    if (!value.isOwn || place === undefined || place.seq === 0) continue
    if (value.body.kind !== 'content' && value.body.kind !== 'deleted') continue
    const isDelivered = place.seq <= deliveredUpTo
    const seq = isDelivered ? 0 : SAID_AGAIN
    changeMessage(step, parsePlace(key), { from: value, to: { ...value, place: { ...place, seq } } })
    const isOver = isRowDue(value, step.world.now())
    if (!isDelivered && value.body.kind === 'content' && !isOver && !isDeletion(value)) again.push(value.id)
  }
  return again
}

/** First the log, then what was said before, then what was still to be said, which was made for the old log. */
function planJobs(step: RoomStep, again: readonly MessageRow['id'][], isOwn: boolean): void {
  const jobs = step.model.jobs.filter(({ row: { job } }) => job.kind !== 'open' && job.kind !== 'addresses')
  for (const { count } of step.model.jobs) step.removeJob(count)
  if (isOwn) step.addJob({ kind: 'open' })
  step.addJob({ kind: 'addresses' })
  for (const id of again) step.addJob({ kind: 'content', id })
  for (const { row } of jobs) {
    const isAgain = row.job.kind === 'content' && again.includes(row.job.id)
    if (!isAgain) step.addJob(row.job, row.notBefore)
  }
}

function tellOfMove(step: RoomStep, by: AccountId): void {
  if (step.model.row.kind === 'self') return
  writeEvent(step, { event: { kind: 'wentOn' }, by, receipt: { seq: 0, acceptedAt: step.world.now() } })
}
