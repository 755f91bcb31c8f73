import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { settingsTable } from './settings-row.ts'

/** Others learn, or do not learn, what was read here. What burns is always reported. */
export async function setReadReceipts(core: Core, readReceipts: boolean): Promise<void> {
  const settings = { ...core.settings, readReceipts }
  const step = new Step(core.store)
  step.put(settingsTable, 'settings', settings)
  await step.commit()
  core.settings = settings
  core.tell({ kind: 'accountChanged' })
}
