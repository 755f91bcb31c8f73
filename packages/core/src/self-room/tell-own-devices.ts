import type { SelfNote } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { writeNote } from './write-note.ts'

/** As `writeNote`, where nothing else changes with it. */
export async function tellOwnDevices(core: Core, note: SelfNote): Promise<void> {
  const step = new Step(core.store)
  await writeNote(step, core.world, note)
  await step.commit()
  step.publish((event) => core.tell(event))
}
