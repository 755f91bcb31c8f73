import { EXPIRE_MS_DEFAULT, messageId } from '@rushlight/protocol'
import type { AccountId, ReceiptBody } from '@rushlight/protocol'
import type { RoomStep } from '../room/room-step.ts'
import type { RoomEvent } from './message-row.ts'
import { putMessage } from './write-message.ts'

/** Something that happened to the room, by whom, at which place of the log. `sub` tells several of one commit apart. */
export type EventAtItsPlace = {
  readonly event: RoomEvent
  readonly by: AccountId
  readonly receipt: Pick<ReceiptBody, 'seq' | 'acceptedAt'>
  readonly sub?: number
}

/** Writes the room's own line. It goes after the time that messages of the room get. */
export function writeEvent(step: RoomStep, { event, by, receipt, sub = 0 }: EventAtItsPlace): void {
  const { seq, acceptedAt } = receipt
  const expireMs = step.model.group?.context.state.timers.expireMs ?? EXPIRE_MS_DEFAULT
  const place = { room: step.room, at: acceptedAt, seq, sub }
  putMessage(step, place, {
    format: 1,
    id: messageId.fromBytes(step.world.crypto.randomBytes(messageId.lengthBytes)),
    sender: by,
    isOwn: by === step.world.self().account.id,
    body: { kind: 'event', event },
    expiresAt: acceptedAt + expireMs,
    sentAt: acceptedAt,
    place: { seq, acceptedAt },
    readBy: [],
    readers: [],
  })
  step.patchRow({ activeAt: Math.max(step.model.row.activeAt, acceptedAt) })
}
