import { roomId } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import type { RoomStep } from '../room/room-step.ts'
import { draftFileTable, fileTable, filesOfMessage } from './file-row.ts'

/** The files of a message that is erased go with it: rows in this step, the stage right after it (FI3). */
export function eraseFiles(step: RoomStep, message: MessageId): void {
  step.removeAll(fileTable, filesOfMessage(step.room, message))
  step.after(() => step.world.sweepFiles())
}

export function eraseDraftFiles(step: RoomStep, room: RoomId): void {
  step.removeAll(draftFileTable, roomId.toBytes(room))
  step.after(() => step.world.sweepFiles())
}
