import { span } from '@rushlight/protocol'
import type { HistoryAsk, HistoryGiving, HistoryPart } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { releaseSoon } from './doors.ts'
import { askTable, giftTable, partTable } from './transfer-row.ts'

/** One device after the other: who is first, and there, gives. */
const TURN_MS: number = 15 * span.SECOND_MS

/** A device of ours wants to know what was said before it came. */
export async function takeHistoryAsk(core: Core, { asker, askedAt, since }: HistoryAsk): Promise<'done'> {
  const { row, account } = core.self
  if (asker === row.device) return 'done'
  const step = new Step(core.store)
  const present = await step.load(giftTable, asker)
  if (present !== undefined && present.askedAt >= askedAt) return 'done'
  const others = account.record.devices.filter(({ id }) => id !== asker)
  const turn = Math.max(
    0,
    others.findIndex(({ id }) => id === row.device),
  )
  const notBefore = core.now() + turn * TURN_MS
  const gift = { format: 1, state: 'waiting', askedAt, notBefore, next: 0, lines: 0, linesDone: 0 } as const
  if (since === undefined) step.remove(giftTable, asker)
  else step.put(giftTable, asker, { ...gift, since })
  await step.commit()
  core.history.flush()
  return 'done'
}

/** Whoever asked listens to the first that gives; the others keep still. */
export async function takeHistoryGiving(core: Core, note: HistoryGiving): Promise<'done'> {
  const { asker, askedAt, giver, lines } = note
  const { device } = core.self.row
  const step = new Step(core.store)
  if (asker === device) {
    const ask = await step.load(askTable, 'ask')
    if (ask?.askedAt !== askedAt || ask.state !== 'asked') return 'done'
    step.put(askTable, 'ask', { ...ask, state: 'coming', giver, lines })
  } else {
    const gift = await step.load(giftTable, asker)
    if (giver === device || gift?.askedAt !== askedAt || gift.state !== 'waiting') return 'done'
    step.remove(giftTable, asker)
  }
  await step.commit()
  core.tell({ kind: 'historyChanged' })
  core.history.flush()
  return 'done'
}

export async function takeHistoryPart(core: Core, note: HistoryPart): Promise<'done'> {
  const { asker, askedAt, giver, index, blob, fileKey, bytes, provider, linesDone, isLast } = note
  if (asker !== core.self.row.device) return 'done'
  const step = new Step(core.store)
  const ask = await step.load(askTable, 'ask')
  const isWanted = ask?.askedAt === askedAt && (ask.state === 'asked' || ask.state === 'coming')
  if (isWanted && ask.giver === giver && index < ask.next) return 'done'
  if (isWanted) step.put(partTable, { giver, index }, { format: 1, blob, fileKey, bytes, provider, linesDone, isLast })
  else releaseSoon(core, step, blob)
  await step.commit()
  step.publish((event) => core.tell(event))
  core.history.flush()
  return 'done'
}
