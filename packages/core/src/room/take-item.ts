import { equal, followsHead, hashOfEntry, headAfter, verifyReceipt } from '@rushlight/protocol'
import type { Head, LogItem, Receipt } from '@rushlight/protocol'
import { judgeEntry } from '../group-crypto/judge-entry.ts'
import type { Judged } from '../group-crypto/judged.ts'
import { applyApplication } from './apply-application.ts'
import { applyChange } from './apply-change.ts'
import { becomeRemoved, becomeStuck } from './change-standing.ts'
import { raiseHead } from './device-heads.ts'
import { hubKeyOf } from './hub-key.ts'
import { keepItem } from './keep-item.ts'
import { isLive } from './room-model.ts'
import { accountsLeaving } from './room-row.ts'
import type { LiveRoom } from './room-model.ts'
import type { RoomStep } from './room-step.ts'
import { takeOwn } from './take-own.ts'
import { checkHead, checkReceipt, isOwnStory } from './two-stories.ts'
import { noteVoidCommit } from './void-commits.ts'

export type TakenItem =
  /** Judged; the room's head is past it. */
  | 'taken'
  /** Judged before. */
  | 'old'
  /** Something before it is missing: pull. */
  | 'gap'
  /** Not the hub's word, or not what it gave its word for: nothing of it counts. */
  | 'refused'
  /** This room does not judge (any more). */
  | 'notLive'

/** Takes the next item of the log, strictly in its order (R14). */
export async function takeItem(step: RoomStep, item: LogItem): Promise<TakenItem> {
  const { model } = step
  const { head, lastAcceptedAt, standing } = model.row
  if (!isLive(model) || head === undefined || standing === 'updateNeeded') return 'notLive'
  const { body } = item.receipt
  if (body.log !== head.log) return 'notLive'
  if (body.seq <= head.seq) {
    await checkReceipt(step, item.receipt)
    return 'old'
  }
  if (body.seq > head.seq + 1) return 'gap'
  if (!followsHead(item.receipt, head, lastAcceptedAt) || !(await isHubsWord(step, model, item))) {
    step.world.log.note('receiptRefused')
    await checkReceipt(step, item.receipt)
    return 'refused'
  }
  return (await judgeItem(step, model, item)) ? 'taken' : 'notLive'
}

async function isHubsWord(step: RoomStep, live: LiveRoom, { entry, receipt }: LogItem): Promise<boolean> {
  const { crypto } = step.world
  if (entry !== undefined && !equal(hashOfEntry(crypto, entry), receipt.body.entryHash)) return false
  const hubKey = await hubKeyOf(step, live)
  return hubKey !== undefined && (await verifyReceipt(crypto, hubKey, receipt))
}

/** `false`: the room stops here, before the item. */
async function judgeItem(step: RoomStep, live: LiveRoom, item: LogItem): Promise<boolean> {
  const { entry, receipt } = item
  const own = live.jobs.find(
    ({ row }) =>
      row.sealed !== undefined && equal(hashOfEntry(step.world.crypto, row.sealed.entry), receipt.body.entryHash),
  )
  if (own !== undefined) {
    advance(step, item)
    await takeOwn(step, own, receipt.body)
    return true
  }
  if (entry === undefined) {
    advance(step, item)
    // Hubs keep commits as long as places: one that is withheld, or that we come too late for, cannot be passed over.
    if (receipt.body.child !== undefined) becomeStuck(step)
    return true
  }
  const judged = await judgeEntry(
    step.world.crypto,
    { room: live.group, leaving: accountsLeaving(live.frame) },
    { entry, receipt: receipt.body },
  )
  if (judged.kind === 'unknownFeature') {
    step.patchRow({ standing: 'updateNeeded' })
    return false
  }
  advance(step, item)
  await enforce(step, judged, receipt)
  return true
}

async function enforce(
  step: RoomStep,
  judged: Exclude<Judged, { kind: 'unknownFeature' }>,
  receipt: Receipt,
): Promise<void> {
  switch (judged.kind) {
    case 'own':
      // Ours by its leaf, and not in our outbox: a commit of that kind may be in force for the others.
      return receipt.body.child === undefined ? undefined : becomeStuck(step)
    case 'void':
      step.world.log.note('entryVoid')
      noteVoidCommit(step, receipt.body)
      return step.setGroup(judged.room)
    case 'application': {
      step.setGroup(judged.room)
      step.eraseAfter(judged.secrets)
      const { credential } = judged.sender
      await heardOf(step, { head: judged.head, receipt, device: credential })
      return applyApplication(step, judged, receipt.body)
    }
    case 'commit': {
      const committer = step.model.group?.leaves.find(({ index }) => index === judged.change.committer)
      const seen = judged.head.log === receipt.body.log ? judged.head.seq : 0
      await applyChange(step, { ...judged, receipt: receipt.body, seen })
      step.eraseAfter(judged.secrets)
      if (committer !== undefined) await heardOf(step, { head: judged.head, receipt, device: committer.credential })
      return
    }
    case 'removed':
      return becomeRemoved(step, judged.change)
    case 'stuck':
      return becomeStuck(step, { committer: judged.committer, receipt: receipt.body })
  }
}

type Heard = {
  readonly head: Head
  readonly receipt: Receipt
  readonly device: Pick<Parameters<typeof raiseHead>[1], 'account' | 'device'>
}

/**
 * Everyone says how far he has judged, and by it whether the hub told him the same story (R17). Whoever had judged all that
 * stands before his own entry has that one, too: he made it.
 */
async function heardOf(step: RoomStep, { head, receipt, device }: Heard): Promise<void> {
  if (head.log !== receipt.body.log) return
  const { seq } = receipt.body
  // Of whoever was told another story nobody knows what he has of this one (R18).
  if (await isOwnStory(step, head))
    raiseHead(step, { account: device.account, device: device.device, seq: head.seq === seq - 1 ? seq : head.seq })
  await checkHead(step, device.account, head)
}

function advance(step: RoomStep, item: LogItem): void {
  const { body } = item.receipt
  step.patchRow({ head: headAfter(step.world.crypto, body), lastAcceptedAt: body.acceptedAt })
  keepItem(step, item)
}
