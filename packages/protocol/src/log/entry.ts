import { pad, unpad } from '../bytes/padding.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import { logId } from '../ids/ids.ts'
import type { LogId } from '../ids/ids.ts'
import { ENTRY_PADDED_BYTES_MIN } from '../limits.ts'

/**
 * An entry of a log is a padded MLS PrivateMessage under W_e of its epoch (R8): what lies at the hub shows neither group,
 * epoch, kind nor exact length. Form: 12 bytes of nonce, AES-256-GCM ciphertext; associated data: the log's id.
 */
export type EntryKey = { readonly log: LogId; readonly wrapKey: Uint8Array }

export function wrapEntry(crypto: Crypto, { log, wrapKey }: EntryKey, message: Uint8Array): Promise<Uint8Array> {
  const data = pad(message, ENTRY_PADDED_BYTES_MIN)
  return sealUnder(crypto, wrapKey, { data, associated: logId.toBytes(log) })
}

/** The message, or `undefined` for whatever was not wrapped in this log under this epoch's key. */
export async function unwrapEntry(
  crypto: Crypto,
  { log, wrapKey }: EntryKey,
  entry: Uint8Array,
): Promise<Uint8Array | undefined> {
  const padded = await openUnder(crypto, wrapKey, { data: entry, associated: logId.toBytes(log) })
  return padded === undefined ? undefined : unpad(padded)
}

export function hashOfEntry(crypto: Crypto, entry: Uint8Array): Uint8Array {
  return hashLabelled(crypto, 'entry', entry)
}
