/** What a profile can be asked about the account's devices. */
import { count, exactly, list, nothing, oneOf, optional, text, yes } from '../json/shape.ts'
import { deviceShape, linkingShape } from '../records/device-records.ts'
import type { DeviceRecord, LinkingRecord, LinkingStateWord } from '../records/device-records.ts'
import type { Method } from './method.ts'

export const listDevices: Method<undefined, readonly DeviceRecord[]> = {
  name: 'listDevices',
  params: nothing,
  result: list(deviceShape),
}

/** By name, or by its id or the beginning of it. Answers with how the devices are then, as removing does. */
export type DeviceName = { readonly device: string; readonly name: string }

export const renameDevice: Method<DeviceName, readonly DeviceRecord[]> = {
  name: 'renameDevice',
  params: exactly<DeviceName>({ device: text(), name: text() }),
  result: list(deviceShape),
}

export const removeDevice: Method<{ readonly device: string }, readonly DeviceRecord[]> = {
  name: 'removeDevice',
  params: exactly<{ readonly device: string }>({ device: text() }),
  result: list(deviceShape),
}

export type NewDevice = {
  /** What the other device shows: its code, or its whole link; absent: this one shows a code. */
  readonly code?: string | undefined
}

/** Begins to add a device; `waitForLinking` tells how far it has come. */
export const addDevice: Method<NewDevice, LinkingRecord> = {
  name: 'addDevice',
  params: exactly<NewDevice>({ code: optional(text()) }),
  result: linkingShape,
}

export type LinkingWait = { readonly after: LinkingStateWord; readonly timeoutMs?: number | undefined }

/** Answers as soon as the linking has come further than that state, or the time is over. */
export const waitForLinking: Method<LinkingWait, LinkingRecord> = {
  name: 'waitForLinking',
  params: exactly<LinkingWait>({
    after: oneOf(['connecting', 'waiting', 'comparing', 'joining', 'done', 'failed']),
    timeoutMs: optional(count),
  }),
  result: linkingShape,
}

/** Whether the device that shows the same pictures is let in. */
export const decideLinking: Method<{ readonly allow: boolean }, undefined> = {
  name: 'decideLinking',
  params: exactly<{ readonly allow: boolean }>({ allow: yes }),
  result: nothing,
}
