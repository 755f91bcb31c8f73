import { createInterface } from 'node:readline/promises'
import { ReadStream } from 'node:tty'
import { isSet, positional } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { listDevices, removeDevice, renameDevice } from '../methods/device-methods.ts'
import { deviceLine } from '../output/human-lines.ts'
import { print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { DeviceRecord } from '../records/device-records.ts'

export function runDeviceList(context: Context): Promise<number> {
  return withMessenger(context, async (messenger) => show(context, await messenger.call(listDevices, undefined)))
}

export function runDeviceRename(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const named = { device: positional(args, 0), name: positional(args, 1) }
    return show(context, await messenger.call(renameDevice, named))
  })
}

/** Whoever sits at a terminal is asked once more. */
export async function runDeviceRemove(context: Context, args: Arguments): Promise<number> {
  if (!isSet(args, 'yes') && !(await isConfirmed(context))) return 1
  return withMessenger(context, async (messenger) => {
    return show(context, await messenger.call(removeDevice, { device: positional(args, 0) }))
  })
}

async function isConfirmed({ input, errors, words }: Context): Promise<boolean> {
  if (!(input instanceof ReadStream)) return true
  const asking = createInterface({ input, output: errors })
  const typed = await asking.question(words.prompt.removeDevice)
  asking.close()
  return words.prompt.yes.includes(typed.trim().toLowerCase())
}

async function show(context: Context, devices: readonly DeviceRecord[]): Promise<number> {
  for (const device of devices) await print(context, device, deviceLine(context, device))
  return 0
}
