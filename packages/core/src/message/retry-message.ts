import type { MessageId, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { sendUnsentFiles } from '../file/send-files.ts'
import { HELD } from '../outbox/job-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { changeMessage, findMessage } from './write-message.ts'

export type Retried = 'queued' | 'notInRoom' | 'notFailed'

/** Once more: the same message with its files, its timers and its id, so that nobody can ever see it twice. */
export async function retryMessage(core: Core, room: RoomId, id: MessageId): Promise<Retried> {
  const { actor, outbox } = core.roomAt(room)
  const retried = await actor.run((step) => queueAgain(step, id))
  if (retried === 'queued') void outbox.flush()
  return retried ?? 'notInRoom'
}

async function queueAgain(step: RoomStep, id: MessageId): Promise<Retried> {
  const { standing } = step.model.row
  if (standing !== 'joined' && standing !== 'creating') return 'notInRoom'
  const found = await findMessage(step, id)
  if (found?.row.failure === undefined) return 'notFailed'
  const { failure, ...row } = found.row
  changeMessage(step, found.place, { from: found.row, to: row })
  const isHeld = await sendUnsentFiles(step, id)
  step.addJob({ kind: 'content', id }, isHeld ? HELD : 0)
  return 'queued'
}
