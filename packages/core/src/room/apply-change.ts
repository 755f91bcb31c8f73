import { applyDelta, leafAt, span } from '@rushlight/protocol'
import type { CannotFollow, Leaf, ReceiptBody, RoomChange } from '@rushlight/protocol'
import { secretsToErase } from '../group-crypto/mls/index.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import { putChain } from '../directory/put-chain.ts'
import { noteCommit, takeCannotFollow } from './cannot-follow.ts'
import { noteBase } from './base-row.ts'
import { removeStaged } from './group-rows.ts'
import { forgetHead, raiseHead, updateDelivered } from './device-heads.ts'
import { eventsOf } from './events-of-change.ts'
import { eventsOfRecords } from './events-of-records.ts'
import { planRenewal } from './plan-renewal.ts'
import { nextMeetings } from './next-meetings.ts'
import { deviceName, isLive } from './room-model.ts'
import type { LiveRoom } from './room-model.ts'
import { accountsLeaving } from './room-row.ts'
import type { RoomStep } from './room-step.ts'
import { writeEvent } from '../message/write-event.ts'
import { sayAgainFrom } from '../succession/say-again.ts'
import { tellNotesAgain } from '../self-room/told-notes.ts'
import { forgetVoidCommits } from './void-commits.ts'

export type ChangeInForce = {
  readonly change: RoomChange
  readonly room: RoomGroup
  readonly receipt: ReceiptBody
  /** How far its author had judged the log. */
  readonly seen: number
  /** What the log says by it of commits before it. */
  readonly cannotFollow: readonly CannotFollow[]
}

/**
 * A commit is in force: the room enters its epoch, and everything of the epoch before is erased in the same transaction
 * (R18). What was sealed for the old epoch and is not in the log will never count; it is made anew.
 */
export async function applyChange(
  step: RoomStep,
  { change, room, receipt, seen, cannotFollow }: ChangeInForce,
): Promise<void> {
  const before = step.model
  if (!isLive(before)) return
  step.eraseAfter(secretsToErase(before.group.group, room.group))
  step.setGroup(room)
  noteBase(step, room, receipt)
  step.write(removeStaged(step.room))
  forgetVoidCommits(step)
  unsealJobs(step)
  endReseats(step, change)
  planRenewal(step, room, receipt.acceptedAt)
  for (const account of change.carried) await putChain(step, step.world, account)
  followRoster(step, { before, change, room, receipt, seen })
  followHeads(step, { before, change, receipt })
  const { state } = change.context
  // Whoever comes back on a new device asks those who are in the room now to let him in.
  step.after(() => step.world.markBackup())
  step.patchRow({
    title: state.title,
    participants: state.participants.map(({ account }) => account),
    kind: state.kind,
  })
  const committer = leafAt({ leaves: before.group.leaves }, change.committer)
  if (committer !== undefined) {
    await writeEvents(step, { before, change, receipt }, committer)
    noteCommit(step, committer.credential.account, receipt)
  }
  takeCannotFollow(step, cannotFollow, receipt)
  replaceAddressesAfterRemoval(step, change)
  await sayAgainToReseated(step, { before, change, receipt })
  // Whoever let a device into the self room tells it what all the others know.
  const isHost = change.committer === before.group.ownLeaf && change.added.length > 0
  if (state.kind === 'self' && isHost) await tellNotesAgain(step)
}

function unsealJobs(step: RoomStep): void {
  for (const { count, row } of step.model.jobs) {
    if (row.sealed === undefined) continue
    const { sealed, ...unsealed } = row
    step.setJob(count, unsealed)
  }
}

/** Whoever asked to be let in is in: doing it again would only put him out of what he has just entered. */
function endReseats(step: RoomStep, { added }: RoomChange): void {
  for (const { count, row } of step.model.jobs) {
    if (row.job.kind !== 'change' || row.job.change.kind !== 'reseat') continue
    const { account, device } = row.job.change.request
    const isIn = added.some(({ leaf }) => leaf.credential.account === account && leaf.credential.device === device)
    if (isIn) step.removeJob(count)
  }
}

type Applied = { readonly before: LiveRoom; readonly change: RoomChange; readonly receipt: ReceiptBody }

/**
 * Whoever comes in by a commit knows of those who asked to leave what its author knew. So all forget what came behind the
 * author's head: else they would not judge alike who may be removed (S1).
 */
function followRoster(
  step: RoomStep,
  { before, change, room, receipt, seen }: Applied & Pick<ChangeInForce, 'room' | 'seen'>,
): void {
  const { frame } = before
  const present = new Set(change.context.state.participants.map(({ account }) => account))
  step.patchFrame({
    roster: applyDelta(frame.roster, change.delta) ?? frame.roster,
    leaving: frame.leaving.filter(({ account, seq }) => present.has(account) && seq <= seen),
    meetings: nextMeetings(
      { meetings: frame.meetings, group: room.group, log: receipt.log, now: receipt.acceptedAt },
      change.removed.length > 0,
    ),
  })
}

function followHeads(step: RoomStep, { before, change, receipt }: Applied): void {
  for (const index of change.removed) {
    const leaf = leafAt({ leaves: before.group.leaves }, index)
    if (leaf !== undefined) forgetHead(step, leaf.credential)
  }
  for (const { leaf } of change.added) raiseHead(step, { ...leaf.credential, seq: receipt.seq })
  if (isLive(step.model)) updateDelivered(step, step.model)
}

async function writeEvents(step: RoomStep, { before, change, receipt }: Applied, committer: Leaf): Promise<void> {
  const by = committer.credential.account
  const events = eventsOf({ before: before.group, leaving: accountsLeaving(before.frame) }, change)
  for (const [sub, event] of events.entries()) writeEvent(step, { event, by, receipt, sub })
  const states = { was: before.group.context.state, is: change.context.state }
  // Whose record it is has said it, whoever brought it.
  for (const [i, event] of (await eventsOfRecords(step, states)).entries()) {
    writeEvent(step, { event, by: event.account, receipt, sub: events.length + i })
  }
}

/** Whoever was out, and is let in again, has heard nothing of what was said meanwhile (R26, R27). */
async function sayAgainToReseated(step: RoomStep, { before, change }: Applied): Promise<void> {
  const heard = change.added.flatMap(({ leaf: { credential } }) => {
    const { account, device } = credential
    const wasIn = before.group.leaves.some(
      (one) => one.credential.account === account && one.credential.device === device,
    )
    return wasIn ? [before.heads.get(deviceName(account, device)) ?? 0] : []
  })
  if (heard.length > 0) await sayAgainFrom(step, Math.min(...heard))
}

/** Addresses that a removed device knows are replaced, spread over a day (R12). */
function replaceAddressesAfterRemoval(step: RoomStep, { removed }: RoomChange): void {
  const asked = step.model.jobs.some(({ row }) => row.job.kind === 'addresses')
  if (removed.length === 0 || asked) return
  const [chance = 0] = step.world.crypto.randomBytes(1)
  step.addJob({ kind: 'addresses' }, step.world.now() + Math.floor((chance / 256) * REPLACED_WITHIN_MS))
}

const REPLACED_WITHIN_MS: number = span.DAY_MS
