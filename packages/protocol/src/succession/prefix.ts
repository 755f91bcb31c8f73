import { bigEndian, concat, utf8 } from '../bytes/bytes.ts'
import { encodeWith, parseWith } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hkdfSha256 } from '../crypto/hkdf.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
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

export const PREFIX_NAME_BYTES = 16

/** `log` is the new one, beside which they lie. */
export function prefixOf(crypto: Crypto, secret: Uint8Array, log: LogId): Prefix {
  const kdf = hkdfSha256(crypto)
  const derive = (label: string): Uint8Array => kdf.expand(secret, concat(utf8(label), logId.toBytes(log)), KEY_BYTES)
  return { key: derive('Rushlight 1 prefix'), nameKey: derive('Rushlight 1 prefix name') }
}

/** Under which the entry of that place of the earlier log lies. */
export function prefixName(crypto: Crypto, prefix: Prefix, place: { log: LogId; seq: number }): Uint8Array {
  const named = concat(logId.toBytes(place.log), bigEndian(place.seq, 8))
  return crypto.hmacSha256(prefix.nameKey, named).slice(0, PREFIX_NAME_BYTES)
}

export function sealPrefixItem(
  crypto: Crypto,
  prefix: Prefix,
  { name, item }: { readonly name: Uint8Array; readonly item: LogItem },
): Promise<Uint8Array> {
  return sealUnder(crypto, prefix.key, { data: encodeWith(logItemCodec, item), associated: name })
}

export async function openPrefixItem(
  crypto: Crypto,
  prefix: Prefix,
  { name, sealed }: { readonly name: Uint8Array; readonly sealed: Uint8Array },
): Promise<LogItem | undefined> {
  const opened = await openUnder(crypto, prefix.key, { data: sealed, associated: name })
  return opened === undefined ? undefined : parseWith(logItemCodec, opened)
}
