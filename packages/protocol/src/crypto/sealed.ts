import { concat } from '../bytes/bytes.ts'
import type { AeadMessage, Crypto } from './crypto.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** What sealing adds: nonce and tag. */
export const SEALING_BYTES: number = NONCE_BYTES + TAG_BYTES

/** Form: 12 bytes of nonce, AES-256-GCM ciphertext. The nonce is random, so a key seals less than 2^32 times. */
export async function sealUnder(crypto: Crypto, key: Uint8Array, message: AeadMessage): Promise<Uint8Array> {
  const nonce = crypto.randomBytes(NONCE_BYTES)
  return concat(nonce, await crypto.sealAesGcm(key, nonce, message))
}

/** `data` is what was sealed; `undefined` if it is too short, or anything does not belong together. */
export async function openUnder(
  crypto: Crypto,
  key: Uint8Array,
  { data, associated }: AeadMessage,
): Promise<Uint8Array | undefined> {
  if (data.length < NONCE_BYTES) return undefined
  return crypto.openAesGcm(key, data.subarray(0, NONCE_BYTES), { data: data.subarray(NONCE_BYTES), associated })
}
