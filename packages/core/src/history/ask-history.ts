import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { writeNote } from '../self-room/write-note.ts'
import { loadEveryRow } from '../vault/table.ts'
import { releaseSoon } from './doors.ts'
import { askTable, partTable } from './transfer-row.ts'
import type { AskRow } from './transfer-row.ts'

/** How far back: nothing, so many ms, or everything. */
export type HistorySpan = 'nothing' | 'all' | { readonly ms: number }

export type Asked = 'asked' | 'declined' | 'noOtherDevice'

/** Asks the account's other devices for what was said before this one came. Asked again, it begins anew: what is here stays. */
export async function askForHistory(core: Core, span: HistorySpan): Promise<Asked> {
  if (core.self.account.record.devices.length < 2) return 'noOtherDevice'
  if (span === 'nothing') return decline(core)
  const since = span === 'all' ? 0 : Math.max(0, core.sharedNow() - span.ms)
  await askSince(core, since)
  return 'asked'
}

/** As before, from its beginning: a part of it was not to be had. */
export async function askSince(core: Core, since: number): Promise<void> {
  const step = new Step(core.store)
  const before = await step.load(askTable, 'ask')
  const { added = 0 } = before ?? {}
  const row = begin(core, before, { state: 'asked', since })
  await dropParts(core, step)
  step.put(askTable, 'ask', before?.state === 'coming' ? { ...row, added } : row)
  await writeNote(step, core.world, { kind: 'historyAsk', asker: core.self.row.device, askedAt: row.askedAt, since })
  await write(core, step)
}

async function decline(core: Core): Promise<Asked> {
  const step = new Step(core.store)
  const before = await step.load(askTable, 'ask')
  const row = begin(core, before, { state: 'declined', since: 0 })
  await dropParts(core, step)
  step.put(askTable, 'ask', row)
  const isUnderWay = before?.state === 'asked' || before?.state === 'coming'
  const note = { kind: 'historyAsk', asker: core.self.row.device, askedAt: row.askedAt } as const
  if (isUnderWay) await writeNote(step, core.world, note)
  await write(core, step)
  return 'declined'
}

/** What was told of and not taken in is not to lie there any longer. */
async function dropParts(core: Core, step: Step): Promise<void> {
  for (const { value } of await loadEveryRow(core.store, partTable)) releaseSoon(core, step, value.blob)
  step.removeAll(partTable, NO_BYTES)
}

const NO_BYTES = new Uint8Array()

function begin(core: Core, before: AskRow | undefined, wanted: Pick<AskRow, 'state' | 'since'>): AskRow {
  const askedAt = Math.max(core.now(), (before?.askedAt ?? 0) + 1)
  return { format: 1, askedAt, next: 0, lines: 0, linesDone: 0, added: 0, ...wanted }
}

async function write(core: Core, step: Step): Promise<void> {
  step.emit({ kind: 'historyChanged' })
  await step.commit()
  step.publish((event) => core.tell(event))
  core.history.flush()
}
