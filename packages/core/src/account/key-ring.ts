import { ACCOUNT_KEYS_MAX, equal } from '@rushlight/protocol'
import type { AccountPrivateKey, AccountRecord, Crypto } from '@rushlight/protocol'

/** The account's keys as far as its devices have left them in the backup, the newest first, each once. */
export function joinKeys(...rings: readonly (readonly AccountPrivateKey[])[]): readonly AccountPrivateKey[] {
  const joined: AccountPrivateKey[] = []
  for (const key of rings.flat()) if (!joined.some((other) => equal(other, key))) joined.push(key)
  return joined.slice(0, ACCOUNT_KEYS_MAX)
}

/** The one that a record names. */
export async function findKey(
  crypto: Crypto,
  keys: readonly AccountPrivateKey[],
  record: AccountRecord,
): Promise<AccountPrivateKey | undefined> {
  for (const key of keys) if (equal(await crypto.ed25519PublicKey(key), record.accountKey)) return key
  return undefined
}
