import type { ReceiptBody } from '@rushlight/protocol'
import type { Judged } from '../group-crypto/judged.ts'
import { takeContent } from '../message/take-content.ts'
import { takeStatus } from '../message/take-status.ts'
import { replaceAddresses } from '@rushlight/protocol'
import { updateDelivered } from './device-heads.ts'
import { takeLeave } from './take-leave.ts'
import { takeRecord } from './take-record.ts'
import { isLive } from './room-model.ts'
import type { RoomStep } from './room-step.ts'
import { forgetDeliveredNotes } from '../self-room/told-notes.ts'
import { takeNotes } from '../self-room/take-notes.ts'
import { checkReceipt } from './two-stories.ts'

type Application = Extract<Judged, { kind: 'application' }>

/** What an application message in force does to the room. */
export async function applyApplication(
  step: RoomStep,
  { sender, data }: Application,
  receipt: ReceiptBody,
): Promise<void> {
  if (isLive(step.model)) updateDelivered(step, step.model)
  switch (data?.kind) {
    case 'content':
      return takeContent(step, { sender, encoded: data.encoded, receipt })
    case 'status':
      return takeStatus(step, { sender, reports: data.reports, receipt })
    case 'leave':
      return takeLeave(step, sender, receipt)
    case 'record':
      return takeRecord(step, sender, data.chain)
    case 'addresses': {
      const roster = step.model.frame?.roster ?? []
      const replaced = replaceAddresses(roster, { postingKey: sender.slot.postingKey, addresses: data.addresses })
      return replaced === undefined ? undefined : step.patchFrame({ roster: replaced })
    }
    case 'notes':
      await takeNotes(step, sender, data.notes)
      return forgetDeliveredNotes(step)
    case 'receipt':
      return checkReceipt(step, data.receipt, sender.credential.account)
    case undefined:
      return undefined
  }
}
