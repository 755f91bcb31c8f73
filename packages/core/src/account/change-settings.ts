import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { writeNote } from '../self-room/write-note.ts'
import { settingsTable } from './settings-row.ts'

/** Others learn, or do not learn, what was read on any device of the account. What burns is always reported. */
export async function setReadReceipts(core: Core, readReceipts: boolean): Promise<void> {
  const step = new Step(core.store)
  await writeNote(step, core.world, { kind: 'setting', setting: 'readReceipts', isOn: readReceipts })
  await change(core, step, readReceipts)
}

/** As another device of the account says. */
export function setReadReceiptsHere(core: Core, readReceipts: boolean): Promise<void> {
  return change(core, new Step(core.store), readReceipts)
}

async function change(core: Core, step: Step, readReceipts: boolean): Promise<void> {
  const settings = { ...core.settings, readReceipts }
  step.put(settingsTable, 'settings', settings)
  await step.commit()
  core.settings = settings
  step.publish((event) => core.tell(event))
  core.tell({ kind: 'accountChanged' })
}
