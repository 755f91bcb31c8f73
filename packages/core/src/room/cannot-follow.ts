import { CANNOT_FOLLOW_COUNTED_MS, CANNOT_FOLLOW_PER_DAY_MAX, equal, span } from '@rushlight/protocol'
import type { AccountId, CannotFollow, ReceiptBody } from '@rushlight/protocol'
import { writeEvent } from '../message/write-event.ts'
import { COMMITS_NOTED_MAX } from './room-row.ts'
import type { CommitNote } from './room-row.ts'
import type { RoomStep } from './room-step.ts'

/** Behind the events that a commit itself is told by. */
const SUB = 200

/** A commit is in force, or would be if we could follow it: who made it is remembered as long as it may be complained of. */
export function noteCommit(step: RoomStep, committer: AccountId, receipt: ReceiptBody): void {
  const { seq, entryHash, acceptedAt } = receipt
  const counted = (step.model.frame?.commits ?? []).filter(
    (note) => note.acceptedAt > acceptedAt - CANNOT_FOLLOW_COUNTED_MS && note.seq < seq,
  )
  const note: CommitNote = { seq, entryHash, committer, acceptedAt, cannotFollow: [] }
  step.patchFrame({ commits: [...counted, note].slice(-COMMITS_NOTED_MAX) })
}

/** The log says of devices that they could not follow a commit: all count alike, since all read the same (R15, R34). */
export function takeCannotFollow(step: RoomStep, said: readonly CannotFollow[], receipt: ReceiptBody): void {
  for (const { log, seq, entryHash, account } of said) {
    const isOurs = log === receipt.log
    const note = step.model.frame?.commits?.find((one) => one.seq === seq && equal(one.entryHash, entryHash))
    if (isOurs && note !== undefined) countAgainst(step, note, { account, receipt })
  }
}

export type Counted = { readonly account: AccountId; readonly receipt: Pick<ReceiptBody, 'seq' | 'acceptedAt'> }

/** The second such commit of an account in 30 days is shown to all with its name, and each one after. */
export function countAgainst(step: RoomStep, note: CommitNote, { account, receipt }: Counted): void {
  const notes = step.model.frame?.commits ?? []
  const at = receipt.acceptedAt
  const today = notes
    .flatMap((one) => one.cannotFollow)
    .filter((one) => one.account === account && one.at > at - span.DAY_MS)
  const isKnown = note.cannotFollow.some((one) => one.account === account)
  if (account === note.committer || isKnown || today.length >= CANNOT_FOLLOW_PER_DAY_MAX) return
  const counted = { ...note, cannotFollow: [...note.cannotFollow, { account, at }] }
  const commits = notes.map((one) => (one.seq === note.seq ? counted : one))
  step.patchFrame({ commits })
  const isFirst = note.cannotFollow.length === 0
  const others = commits.filter(
    ({ committer, cannotFollow }) => committer === note.committer && cannotFollow.length > 0,
  )
  if (!isFirst || others.length < 2) return
  writeEvent(step, { event: { kind: 'cannotFollow', account: note.committer }, by: account, receipt, sub: SUB })
}
