import type { AccountId, DeviceId, Leaf } from '@rushlight/protocol'
import { forgetEntries } from './keep-item.ts'
import { deviceHeadTable } from './log-rows.ts'
import { deviceName } from './room-model.ts'
import type { LiveRoom } from './room-model.ts'
import type { RoomStep } from './room-step.ts'

export type DeviceAt = { readonly account: AccountId; readonly device: DeviceId; readonly seq: number }

/** A device has judged up to there (R17), by its own word. Heads only go up. */
export function raiseHead(step: RoomStep, { account, device, seq }: DeviceAt): void {
  const name = deviceName(account, device)
  if ((step.model.heads.get(name) ?? -1) >= seq) return
  step.model = { ...step.model, heads: new Map(step.model.heads).set(name, seq) }
  step.put(deviceHeadTable, { room: step.room, account, device }, seq)
}

export function forgetHead(step: RoomStep, { account, device }: Omit<DeviceAt, 'seq'>): void {
  const heads = new Map(step.model.heads)
  heads.delete(deviceName(account, device))
  step.model = { ...step.model, heads }
  step.remove(deviceHeadTable, { room: step.room, account, device })
}

/**
 * Delivered is what every other device of the room has judged; it never goes back. Its entries, as they came, go in the
 * same transaction (R18).
 */
export function updateDelivered(step: RoomStep, live: LiveRoom): void {
  const others = live.group.leaves.filter(({ index }) => index !== live.group.ownLeaf)
  const { deliveredUpTo, head } = live.row
  if (others.length === 0) return forgetEntries(step, { after: deliveredUpTo, upTo: head?.seq ?? deliveredUpTo })
  const least = Math.min(...others.map((leaf) => headOf(live, leaf)))
  if (least <= deliveredUpTo) return
  forgetEntries(step, { after: deliveredUpTo, upTo: least })
  step.patchRow({ deliveredUpTo: least })
  step.emit({ kind: 'delivered', room: step.room })
  step.emit({ kind: 'messagesChanged', room: step.room })
}

function headOf(live: LiveRoom, { credential }: Leaf): number {
  return live.heads.get(deviceName(credential.account, credential.device)) ?? 0
}
