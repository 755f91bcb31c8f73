import {
  accountId,
  bool,
  bytes,
  concat,
  deviceId,
  field,
  KEY_PACKAGE_BYTES_MAX,
  letterboxCodec,
  struct,
} from '@rushlight/protocol'
import type { AccountId, DeviceId, Letterbox } from '@rushlight/protocol'
import { rangeOf } from '@rushlight/records'
import type { RemoveRange } from '@rushlight/records'
import type { Table } from '../rows/table.ts'

/** What a device has published so that others can reach it; its one-time KeyPackages lie apart. */
export type DeviceRow = {
  readonly letterbox: Letterbox
  readonly lastResort: Uint8Array
  readonly lastResortUsed: boolean
}

export const deviceTable: Table<DeviceRow> = {
  name: 'devices',
  codec: struct({
    letterbox: field(0, letterboxCodec),
    lastResort: field(1, bytes({ max: KEY_PACKAGE_BYTES_MAX })),
    lastResortUsed: field(2, bool),
  }),
}

/** One-time KeyPackages, each under the device's key and 16 random bytes. */
export const KEY_PACKAGES = 'key-packages'
export const KEY_PACKAGE_NAME_BYTES = 16

export function keyOfDevice(account: AccountId, device: DeviceId): Uint8Array {
  return concat(accountId.toBytes(account), deviceId.toBytes(device))
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
