import { field, struct, text, uint } from '../../bytes/codec.ts'
import { deviceId } from '../../ids/ids.ts'
import type { DeviceId } from '../../ids/ids.ts'
import { DEVICE_NAME_BYTES_MAX } from '../../limits.ts'
import type { NoteKind } from '../note-kind.ts'

/** How the owner calls one of his devices. */
export type DeviceNameNote = { readonly kind: 'deviceName'; readonly named: DeviceId; readonly name: string }
/** In which hour a device was last in use, and since when it is on the account: its own word, in whole hours of UTC ms. */
export type DeviceUseNote = {
  readonly kind: 'deviceUse'
  readonly used: DeviceId
  readonly addedAt: number
  readonly usedAt: number
}

export const deviceName: NoteKind<DeviceNameNote> = {
  tag: 10,
  isKept: true,
  codec: struct({ named: field(0, deviceId.codec), name: field(1, text(DEVICE_NAME_BYTES_MAX)) }),
  subject: ({ named }) => deviceId.toBytes(named),
}

export const deviceUse: NoteKind<DeviceUseNote> = {
  tag: 11,
  isKept: true,
  codec: struct({ used: field(0, deviceId.codec), addedAt: field(1, uint()), usedAt: field(2, uint()) }),
  subject: ({ used }) => deviceId.toBytes(used),
}
