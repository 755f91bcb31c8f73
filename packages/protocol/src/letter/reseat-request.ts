import { bytes, encodeWith, field, list, literal, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { accountId, deviceId, logId, roomId } from '../ids/ids.ts'
import type { AccountId, DeviceId, LogId, RoomId } from '../ids/ids.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { DevicePrivateKey, DevicePublicKey } from '../ids/keys.ts'
import { recordChainCodec } from '../identity/record-chain.ts'
import type { RecordChain } from '../identity/record-chain.ts'
import { KEY_PACKAGE_BYTES_MAX, span } from '../limits.ts'
import { ROOM_SUITES } from '../room/suite.ts'

/**
 * "Let this device of mine into that room (again)": R26. A member in force answers with one commit that removes its old
 * leaf, if there is one, and adds the KeyPackage.
 */
export type ReseatRequest = {
  readonly format: 1
  readonly room: RoomId
  /** The newest opening that the device knows of. */
  readonly log: LogId
  readonly account: AccountId
  readonly device: DeviceId
  /** From the genesis to the newest record; lists the device. */
  readonly chain: RecordChain
  /** One for each suite, since whoever lost a room may not know its own. Fresh: used for this request alone. */
  readonly keyPackages: readonly Uint8Array[]
  /** UTC ms. Good for RESEAT_REQUEST_MS. */
  readonly madeAt: number
  readonly signature: Uint8Array
}

/** R26. */
export const RESEAT_REQUEST_MS: number = 24 * span.HOUR_MS

const shape = {
  format: field(0, literal(1)),
  room: field(1, roomId.codec),
  log: field(2, logId.codec),
  account: field(3, accountId.codec),
  device: field(4, deviceId.codec),
  chain: field(5, recordChainCodec),
  keyPackages: field(6, list(bytes({ max: KEY_PACKAGE_BYTES_MAX }), ROOM_SUITES.length)),
  madeAt: field(7, uint()),
}

export const reseatRequestCodec: Codec<ReseatRequest> = struct({
  ...shape,
  signature: field(8, bytes(SIGNATURE_BYTES)),
})
const unsignedCodec: Codec<Omit<ReseatRequest, 'signature'>> = struct(shape)

export async function signReseatRequest(
  crypto: Crypto,
  key: DevicePrivateKey,
  request: Omit<ReseatRequest, 'signature'>,
): Promise<ReseatRequest> {
  const signature = await signLabelled({ crypto, label: 'reseat' }, key, encodeWith(unsignedCodec, request))
  return { ...request, signature }
}

export function verifyReseatRequest(crypto: Crypto, key: DevicePublicKey, request: ReseatRequest): Promise<boolean> {
  const { signature, ...unsigned } = request
  return verifyLabelled({ crypto, label: 'reseat' }, { publicKey: key, signature }, encodeWith(unsignedCodec, unsigned))
}
