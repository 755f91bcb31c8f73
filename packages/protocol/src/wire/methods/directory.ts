import { bool, bytes, field, list, optional, struct, uint } from '../../bytes/codec.ts'
import type { Codec } from '../../bytes/codec.ts'
import { accountId, deviceId } from '../../ids/ids.ts'
import type { AccountId, DeviceId } from '../../ids/ids.ts'
import { accountNameCodec } from '../../identity/account-name.ts'
import type { AccountName } from '../../identity/account-name.ts'
import { recordChainCodec } from '../../identity/record-chain.ts'
import type { RecordChain } from '../../identity/record-chain.ts'
import { letterboxCodec } from '../../letter/letterbox.ts'
import type { Letterbox } from '../../letter/letterbox.ts'
import { DEVICES_PER_ACCOUNT_MAX, KEY_PACKAGE_BYTES_MAX, KEY_PACKAGES_PER_DEVICE_MAX } from '../../limits.ts'
import { roomSuiteCodec } from '../../room/suite.ts'
import type { RoomSuite } from '../../room/suite.ts'
import type { Method } from '../method.ts'

export type FoundName = {
  readonly chain: RecordChain
  /** The provider lost its data, and nothing but that nobody else claimed it says that the name was this account's (R31). */
  readonly isNew?: boolean
}

/** The newest chain of the account that has a name here. */
export const findName: Method<{ readonly name: AccountName }, FoundName> = {
  number: 30,
  params: struct({ name: field(0, accountNameCodec) }),
  result: struct({ chain: field(0, recordChainCodec), isNew: optional(1, bool) }),
}

export const findAccount: Method<{ readonly account: AccountId }, { readonly chain: RecordChain }> = {
  number: 31,
  params: struct({ account: field(0, accountId.codec) }),
  result: struct({ chain: field(0, recordChainCodec) }),
}

export type PublishParams = {
  readonly letterbox: Letterbox
  /** Each is handed out once. */
  readonly keyPackages: readonly Uint8Array[]
  /** Handed out, and kept, when there is no other; to be renewed soon after (RFC 9420 §16.8). */
  readonly lastResort: Uint8Array
  /** Of all of these. */
  readonly suite: RoomSuite
  /** Drop those of this suite that were published before: they carry an outdated record head. */
  readonly replace: boolean
}

const keyPackage: Codec<Uint8Array> = bytes({ max: KEY_PACKAGE_BYTES_MAX })
const count = struct({ unused: field(0, uint()), lastResortUsed: field(1, bool) })

export type KeyPackageCount = { readonly unused: number; readonly lastResortUsed: boolean }

export const publishKeyPackages: Method<PublishParams, KeyPackageCount> = {
  number: 32,
  params: struct({
    letterbox: field(0, letterboxCodec),
    keyPackages: field(1, list(keyPackage, KEY_PACKAGES_PER_DEVICE_MAX)),
    lastResort: field(2, keyPackage),
    replace: field(3, bool),
    suite: field(4, roomSuiteCodec),
  }),
  result: count,
}

/** Of the asking device. */
export const countKeyPackages: Method<{ readonly suite: RoomSuite }, KeyPackageCount> = {
  number: 33,
  params: struct({ suite: field(0, roomSuiteCodec) }),
  result: count,
}

export type ClaimParams = {
  readonly account: AccountId
  readonly suite: RoomSuite
  /** Only these devices; absent: all. */
  readonly devices?: readonly DeviceId[]
}

export type ClaimResult = { readonly chain: RecordChain; readonly keyPackages: readonly Uint8Array[] }

/** One KeyPackage of the suite for each of the account's devices that has any. */
export const claimKeyPackages: Method<ClaimParams, ClaimResult> = {
  number: 34,
  params: struct({
    account: field(0, accountId.codec),
    devices: optional(1, list(deviceId.codec, DEVICES_PER_ACCOUNT_MAX)),
    suite: field(2, roomSuiteCodec),
  }),
  result: struct({
    chain: field(0, recordChainCodec),
    keyPackages: field(1, list(keyPackage, DEVICES_PER_ACCOUNT_MAX)),
  }),
}

export type LetterboxesResult = { readonly chain: RecordChain; readonly letterboxes: readonly Letterbox[] }

export const findLetterboxes: Method<{ readonly account: AccountId }, LetterboxesResult> = {
  number: 35,
  params: struct({ account: field(0, accountId.codec) }),
  result: struct({
    chain: field(0, recordChainCodec),
    letterboxes: field(1, list(letterboxCodec, DEVICES_PER_ACCOUNT_MAX)),
  }),
}
