import type { LogId } from '@rushlight/protocol'
import type { Change } from '../outbox/job-row.ts'
import { isLive } from '../room/room-model.ts'
import type { FrameRow, MadeChange } from '../room/room-row.ts'
import { MADE_NOTED_MAX } from '../room/room-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import type { Opened } from './opened.ts'

/** In which order lost changes are made anew: whoever was to be out goes first (R25). */
const ORDER: readonly Change['kind'][] = ['remove', 'dismiss', 'raise', 'role', 'add', 'timers', 'title']

/** An own commit is in force: what it may have brought about is remembered, in case its branch loses. */
export function noteMade(step: RoomStep, at: { readonly log: LogId; readonly epoch: number }): void {
  const changes = step.model.jobs.flatMap(({ row: { job } }) =>
    job.kind === 'change' && ORDER.includes(job.change.kind) ? [{ ...at, change: job.change }] : [],
  )
  if (changes.length === 0) return
  const made = [...(step.model.frame?.made ?? []), ...changes].slice(-MADE_NOTED_MAX)
  step.patchFrame({ made })
}

/** Which of the own changes the other chain does without: those in logs that are not in it, or above where it left one. */
export function lostIn({ made = [] }: Pick<FrameRow, 'made'>, chain: readonly Opened[]): readonly MadeChange[] {
  return made.filter(({ log, epoch }) => {
    const at = chain.findIndex((opened) => opened.log === log)
    const base = chain[at + 1]?.opening.base
    return at === -1 || (base !== undefined && epoch > base.epoch)
  })
}

/**
 * What was lost is done again at once, and before anything is said: nobody is to read on whom this device had put out (R25).
 * What is so already, or is not allowed any more, ends by itself.
 */
export function makeAnew(step: RoomStep, lost: readonly MadeChange[]): void {
  if (lost.length === 0 || !isLive(step.model)) return
  const said = step.model.jobs
  for (const { count } of said) step.removeJob(count)
  const sorted = lost.toSorted((a, b) => ORDER.indexOf(a.change.kind) - ORDER.indexOf(b.change.kind))
  for (const { change } of sorted) step.addJob({ kind: 'change', change })
  for (const { row } of said) step.addJob(row.job, row.notBefore)
}
