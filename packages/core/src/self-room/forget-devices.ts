import { nameOfSelfNote } from '@rushlight/protocol'
import type { DeviceId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { noteTable, noteWorkTable } from './note-row.ts'

/** How devices were called, and when used, that are not on the account any more. */
export async function forgetDevices(core: Core, devices: readonly DeviceId[]): Promise<void> {
  const step = new Step(core.store)
  for (const device of devices) {
    const name = nameOfSelfNote({ kind: 'deviceName', named: device, name: '' })
    const use = nameOfSelfNote({ kind: 'deviceUse', used: device, addedAt: 0, usedAt: 0 })
    for (const one of [name, use]) {
      step.remove(noteTable, one)
      for (const work of ['tell', 'apply'] as const) step.remove(noteWorkTable, { work, name: one })
    }
  }
  await step.commit()
  core.tell({ kind: 'devicesChanged' })
}
