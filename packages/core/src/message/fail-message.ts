import type { MessageFailure } from './message-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { changeMessage, findMessage } from './write-message.ts'

/** The hub will never take what this job is about: the message says so, and its author decides. */
export async function failMessage(step: RoomStep, count: number, failure: MessageFailure = 'tooLarge'): Promise<void> {
  const job = step.model.jobs.find((one) => one.count === count)?.row.job
  step.removeJob(count)
  if (job?.kind !== 'content') return
  const found = await findMessage(step, job.id)
  if (found !== undefined) changeMessage(step, found.place, { from: found.row, to: { ...found.row, failure } })
}
