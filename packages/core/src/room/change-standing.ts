import type { AccountId, ReceiptBody, RoomChange } from '@rushlight/protocol'
import { countAgainst, noteCommit } from './cannot-follow.ts'
import { failMessage } from '../message/fail-message.ts'
import { forgetGroup } from './forget-group.ts'
import type { RoomStep } from './room-step.ts'

/**
 * Somebody removed this device, or its account, from the room: no key of it stays, what was said stays till its end, and what
 * was still to be said has failed. If the same commit lets it in anew, as it had asked, the Welcome is on its way.
 */
export async function becomeRemoved(step: RoomStep, { added, context }: RoomChange): Promise<void> {
  const { account, row } = step.world.self()
  const isReseated = added.some(
    ({ leaf }) => leaf.credential.account === account.id && leaf.credential.device === row.device,
  )
  if (isReseated) return becomeStuck(step)
  await failUnsent(step)
  forgetGroup(step)
  step.patchRow({ standing: 'removed' })
  // Only this device was put out: whether it is on the account at all is for a provider to say.
  if (context.state.participants.some((one) => one.account === account.id)) step.after(() => step.world.doubtSession())
}

/** This device cannot follow a commit that is in force for others (R15): it keeps nothing it cannot use, and asks to be let in again. */
export function becomeStuck(step: RoomStep, unfollowed?: Unfollowed): void {
  forgetGroup(step)
  step.patchRow({ standing: 'stuck' })
  if (unfollowed !== undefined) noteUnfollowed(step, unfollowed)
  step.emit({ kind: 'roomStuck', room: step.room })
}

/** A commit whose public part holds, and who made it. */
export type Unfollowed = { readonly committer: AccountId; readonly receipt: ReceiptBody }

function noteUnfollowed(step: RoomStep, { committer, receipt }: Unfollowed): void {
  const { log, seq, entryHash } = receipt
  step.patchRow({ stuckAt: { log, seq, entryHash } })
  noteCommit(step, committer, receipt)
  const note = step.model.frame?.commits?.at(-1)
  if (note !== undefined) countAgainst(step, note, { account: step.world.self().account.id, receipt })
}

/** Its account left. */
export async function becomeLeft(step: RoomStep): Promise<void> {
  await failUnsent(step)
  forgetGroup(step)
  step.patchRow({ standing: 'left' })
}

/** Nobody will hear it, and its author is told so instead of waiting. Whoever is let in again may try again. */
async function failUnsent(step: RoomStep): Promise<void> {
  for (const { count, row } of step.model.jobs) {
    if (row.job.kind === 'content') await failMessage(step, count, 'notAllowed')
  }
}
