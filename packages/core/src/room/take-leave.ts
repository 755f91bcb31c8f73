import type { Leaf, ReceiptBody } from '@rushlight/protocol'
import { writeEvent } from '../message/write-event.ts'
import { accountsLeaving } from './room-row.ts'
import { becomeLeft } from './change-standing.ts'
import { turnOf } from './turn.ts'
import type { RoomStep } from './room-step.ts'

/** An account asks to be removed; whoever's turn it is does it with the next commit. */
export async function takeLeave(step: RoomStep, sender: Leaf, receipt: ReceiptBody): Promise<void> {
  const { account } = sender.credential
  const { frame, group } = step.model
  if (frame === undefined || group === undefined || accountsLeaving(frame).includes(account)) return
  if (account === step.world.self().account.id) return becomeLeft(step)
  step.patchFrame({ leaving: [...frame.leaving, { account, seq: receipt.seq }] })
  writeEvent(step, { event: { kind: 'left', accounts: [account] }, by: account, receipt })
  step.addJob(
    { kind: 'change', change: { kind: 'dismiss', account } },
    step.world.now() + turnOf(step.world.crypto, group, account),
  )
}
