import { bytes, encodeWith, field, list, literal, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { accountId, deviceId, logId } from '../ids/ids.ts'
import type { AccountId, DeviceId, LogId } from '../ids/ids.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { LeafPrivateKey, LeafPublicKey } from '../ids/keys.ts'
import { ROOM_DEVICES_MAX } from '../limits.ts'

/**
 * A device's word that this opening is the one it follows after that log: given once per succeeded log, never taken back
 * (R24, `spec/survival.md` §5). It is signed by the leaf that the device had in the base epoch, so that whoever knows that
 * epoch's leaves can check it, and nobody who came later can vote on what was before him.
 */
export type Endorsement = {
  readonly format: 1
  /** The log that the endorsed opening starts. */
  readonly log: LogId
  readonly account: AccountId
  readonly device: DeviceId
  /**
   * It speaks for the openings of that chain from this term on, as far as the device had not spoken for a rival of theirs.
   * Said and not guessed: else a vote for a rival that a reader does not know of would be counted twice.
   */
  readonly since: number
  readonly signature: Uint8Array
}

const shape = {
  format: field(0, literal(1)),
  log: field(1, logId.codec),
  account: field(2, accountId.codec),
  device: field(3, deviceId.codec),
  since: field(4, uint()),
}

export const endorsementCodec: Codec<Endorsement> = struct({ ...shape, signature: field(5, bytes(SIGNATURE_BYTES)) })
export const endorsementsCodec: Codec<readonly Endorsement[]> = list(endorsementCodec, ROOM_DEVICES_MAX)
const unsignedCodec: Codec<Omit<Endorsement, 'signature'>> = struct(shape)

export async function signEndorsement(
  crypto: Crypto,
  key: LeafPrivateKey,
  said: Omit<Endorsement, 'signature'>,
): Promise<Endorsement> {
  const signature = await signLabelled({ crypto, label: 'endorsement' }, key, encodeWith(unsignedCodec, said))
  return { ...said, signature }
}

/** `key` is the leaf key of that device in the base epoch of the opening. */
export function verifyEndorsement(crypto: Crypto, key: LeafPublicKey, said: Endorsement): Promise<boolean> {
  const { signature, ...unsigned } = said
  const signed = encodeWith(unsignedCodec, unsigned)
  return verifyLabelled({ crypto, label: 'endorsement' }, { publicKey: key, signature }, signed)
}
