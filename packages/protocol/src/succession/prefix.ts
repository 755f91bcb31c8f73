import { bigEndian, concat, utf8 } from '../bytes/bytes.ts'
import { encodeWith, parseWith } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hkdfSha256 } from '../crypto/hkdf.ts'
import { logId } from '../ids/ids.ts'
import type { LogId } from '../ids/ids.ts'
import { KEY_BYTES } from '../ids/keys.ts'
import { logItemCodec } from '../wire/methods/log.ts'
import type { LogItem } from '../wire/methods/log.ts'

/**
 * The prefix of a log (R14, R27, `spec/survival.md` §12): entries of the log before it, with their receipts, put beside it by
 * members and pulled by whoever lacks one. Sealed and named under a key of the meeting secret, so that the hub sees neither
 * that they belong to another log nor which place of it they are.
 */
export type Prefix = { readonly key: Uint8Array; readonly nameKey: Uint8Array }

const NAME_BYTES = 16
const NONCE_BYTES = 12

/** `log` is the new one, beside which they lie. */
export function prefixOf(crypto: Crypto, secret: Uint8Array, log: LogId): Prefix {
  const kdf = hkdfSha256(crypto)
  const derive = (label: string): Uint8Array => kdf.expand(secret, concat(utf8(label), logId.toBytes(log)), KEY_BYTES)
  return { key: derive('Rushlight 1 prefix'), nameKey: derive('Rushlight 1 prefix name') }
}

/** Under which the entry of that place of the earlier log lies. */
export function prefixName(crypto: Crypto, prefix: Prefix, place: { log: LogId; seq: number }): Uint8Array {
  const named = concat(logId.toBytes(place.log), bigEndian(place.seq, 8))
  return crypto.hmacSha256(prefix.nameKey, named).slice(0, NAME_BYTES)
}

export async function sealPrefixItem(
  crypto: Crypto,
  prefix: Prefix,
  { name, item }: { readonly name: Uint8Array; readonly item: LogItem },
): Promise<Uint8Array> {
  const nonce = crypto.randomBytes(NONCE_BYTES)
  const message = { data: encodeWith(logItemCodec, item), associated: name }
  return concat(nonce, await crypto.sealAesGcm(prefix.key, nonce, message))
}

export async function openPrefixItem(
  crypto: Crypto,
  prefix: Prefix,
  { name, sealed }: { readonly name: Uint8Array; readonly sealed: Uint8Array },
): Promise<LogItem | undefined> {
  if (sealed.length < NONCE_BYTES) return undefined
  const message = { data: sealed.subarray(NONCE_BYTES), associated: name }
  const opened = await crypto.openAesGcm(prefix.key, sealed.subarray(0, NONCE_BYTES), message)
  return opened === undefined ? undefined : parseWith(logItemCodec, opened)
}
