import type { RoomStep } from '../room/room-step.ts'

/**
 * The hub has taken enough fresh addresses of this device for now (R34). They are made anew at their time, so that no
 * generation of the ratchet is brought long after those behind it (R14). False if the job is something that is waited for.
 */
export function putOffUpkeep(step: RoomStep, count: number, until: number): boolean {
  const job = step.model.jobs.find((one) => one.count === count)
  if (job?.row.job.kind !== 'addresses') return false
  const { sealed: _, ...wanted } = job.row
  step.setJob(count, { ...wanted, notBefore: until })
  return true
}
