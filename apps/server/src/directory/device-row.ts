import {
  accountId,
  bigEndian,
  bool,
  bytes,
  concat,
  deviceId,
  field,
  KEY_PACKAGE_BYTES_MAX,
  letterboxCodec,
  list,
  optional,
  ROOM_SUITES,
  roomSuiteCodec,
  struct,
} from '@rushlight/protocol'
import type { AccountId, Codec, DeviceId, Letterbox, RoomSuite } from '@rushlight/protocol'
import { rangeOf } from '@rushlight/records'
import type { RemoveRange } from '@rushlight/records'
import type { Table } from '../rows/table.ts'

/** What a device has published so that others can reach it; its one-time KeyPackages lie apart. */
export type DeviceRow = {
  readonly letterbox: Letterbox
  /** At most one for each suite. */
  readonly lastResorts: readonly LastResort[]
  /** The letterbox leads to the queue that the device itself was reading: it goes with the device. */
  readonly isQueueOwn?: boolean
}

type LastResort = { readonly suite: RoomSuite; readonly keyPackage: Uint8Array; readonly used: boolean }

const lastResortCodec: Codec<LastResort> = struct({
  suite: field(0, roomSuiteCodec),
  keyPackage: field(1, bytes({ max: KEY_PACKAGE_BYTES_MAX })),
  used: field(2, bool),
})

export const deviceTable: Table<DeviceRow> = {
  name: 'devices',
  codec: struct({
    letterbox: field(0, letterboxCodec),
    lastResorts: field(1, list(lastResortCodec, ROOM_SUITES.length)),
    isQueueOwn: optional(2, bool),
  }),
}

/** One-time KeyPackages, each under the device's key, its suite and 16 random bytes. */
export const KEY_PACKAGES = 'key-packages'
export const KEY_PACKAGE_NAME_BYTES = 16

export function keyOfDevice(account: AccountId, device: DeviceId): Uint8Array {
  return concat(accountId.toBytes(account), deviceId.toBytes(device))
}

export function keyOfSuite(device: Uint8Array, suite: RoomSuite): Uint8Array {
  return concat(device, bigEndian(suite, 2))
}

/** Everything that a device has published, KeyPackages included. */
export function removeDevice(account: AccountId, device: DeviceId): readonly RemoveRange[] {
  return removeUnder(keyOfDevice(account, device))
}

export function removeAllDevices(account: AccountId): readonly RemoveRange[] {
  return removeUnder(accountId.toBytes(account))
}

function removeUnder(prefix: Uint8Array): readonly RemoveRange[] {
  return [deviceTable.name, KEY_PACKAGES].map((table) => ({ table, ...rangeOf(prefix) }))
}
