import { bytes, encodeWith, field, literal, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { deviceId } from '../ids/ids.ts'
import type { DeviceId } from '../ids/ids.ts'
import { keyCodec, SIGNATURE_BYTES } from '../ids/keys.ts'
import type { DevicePrivateKey, DevicePublicKey, LetterPublicKey } from '../ids/keys.ts'
import { addressCodec } from '../log/address.ts'
import type { Address } from '../log/address.ts'

/**
 * Where a device takes letters from people who share no room with it (yet, or any more): published in the directory and
 * signed by the device (`spec/delivery.md` §7).
 */
export type Letterbox = {
  readonly format: 1
  readonly device: DeviceId
  readonly address: Address
  /** Letters are sealed to it. */
  readonly key: LetterPublicKey
  readonly signature: Uint8Array
}

const shape = {
  format: field(0, literal(1)),
  device: field(1, deviceId.codec),
  address: field(2, addressCodec),
  key: field(3, keyCodec<LetterPublicKey>()),
}

export const letterboxCodec: Codec<Letterbox> = struct({ ...shape, signature: field(4, bytes(SIGNATURE_BYTES)) })
const unsignedCodec: Codec<Omit<Letterbox, 'signature'>> = struct(shape)

export async function signLetterbox(
  crypto: Crypto,
  key: DevicePrivateKey,
  letterbox: Omit<Letterbox, 'signature'>,
): Promise<Letterbox> {
  const signature = await signLabelled({ crypto, label: 'letterbox' }, key, encodeWith(unsignedCodec, letterbox))
  return { ...letterbox, signature }
}

export function verifyLetterbox(crypto: Crypto, key: DevicePublicKey, letterbox: Letterbox): Promise<boolean> {
  const { format, device, address, key: letterKey, signature } = letterbox
  const signed = encodeWith(unsignedCodec, { format, device, address, key: letterKey })
  return verifyLabelled({ crypto, label: 'letterbox' }, { publicKey: key, signature }, signed)
}
