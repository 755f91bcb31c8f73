import { bytes, encodeWith, field, literal, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { accountId, deviceId, logId } from '../ids/ids.ts'
import type { AccountId, DeviceId, LogId } from '../ids/ids.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { DevicePrivateKey, DevicePublicKey } from '../ids/keys.ts'
import { HASH_BYTES } from '../log/receipt.ts'

/**
 * "The public part of that commit holds, and still I cannot follow it" (R15). In the new epoch the device has no keys to say
 * so; it goes with its request to be let in again, and the commit that lets it in carries it into the log, for all to count.
 */
export type CannotFollow = {
  readonly format: 1
  readonly log: LogId
  readonly seq: number
  readonly entryHash: Uint8Array
  readonly account: AccountId
  readonly device: DeviceId
  readonly signature: Uint8Array
}

const shape = {
  format: field(0, literal(1)),
  log: field(1, logId.codec),
  seq: field(2, uint()),
  entryHash: field(3, bytes(HASH_BYTES)),
  account: field(4, accountId.codec),
  device: field(5, deviceId.codec),
}

export const cannotFollowCodec: Codec<CannotFollow> = struct({ ...shape, signature: field(6, bytes(SIGNATURE_BYTES)) })
const unsignedCodec: Codec<Omit<CannotFollow, 'signature'>> = struct(shape)

export async function signCannotFollow(
  crypto: Crypto,
  key: DevicePrivateKey,
  said: Omit<CannotFollow, 'signature'>,
): Promise<CannotFollow> {
  const signature = await signLabelled({ crypto, label: 'cannot follow' }, key, encodeWith(unsignedCodec, said))
  return { ...said, signature }
}

export function verifyCannotFollow(crypto: Crypto, key: DevicePublicKey, said: CannotFollow): Promise<boolean> {
  const { signature, ...unsigned } = said
  const signed = encodeWith(unsignedCodec, unsigned)
  return verifyLabelled({ crypto, label: 'cannot follow' }, { publicKey: key, signature }, signed)
}
