import type { RoomStep } from './room-step.ts'

/** Long enough for an answer to make the report needless, short enough that "delivered" feels like it. */
const REPORT_AFTER_MS = 150
/** In large rooms reports are spread, so that they do not all come at once. */
const REPORT_SPREAD_MS_PER_DEVICE = 25

/** Others shall learn that we have judged what they said (R17), even if receipts are off. */
export function oweHead(step: RoomStep): void {
  const { row, group } = step.model
  if (row.standing !== 'joined' || group === undefined) return
  const [chance = 0] = step.world.crypto.randomBytes(1)
  const spread = (chance / 256) * REPORT_SPREAD_MS_PER_DEVICE * group.leaves.length
  oweBy(step, step.world.now() + Math.floor(REPORT_AFTER_MS + spread))
}

/** A report is due by then, if not before. */
export function oweBy(step: RoomStep, at: number): void {
  const { reportDueAt } = step.model.row
  if (reportDueAt === undefined || at < reportDueAt) step.patchRow({ reportDueAt: at })
}

export function oweNothing(step: RoomStep): void {
  const { reportDueAt, ...owingNothing } = step.model.row
  step.model = { ...step.model, row: owingNothing }
  step.patchRow({})
}
