import { BACKUP_KEY_BYTES, phraseDoorKey, sealDoor } from '@rushlight/protocol'
import type { BackupDoors, BackupKey, Crypto, RecoveryPrivateKey } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'

export type NewBackupKey = {
  /** What the password gives. */
  readonly passwordKey: Uint8Array
  readonly recoveryKey: RecoveryPrivateKey
  /** UTC ms. */
  readonly madeAt: number
}

/** A key that nothing else gives, and both doors to it. */
export async function createBackupKey(
  crypto: Crypto,
  { passwordKey, recoveryKey, madeAt }: NewBackupKey,
): Promise<{ readonly backupKey: Uint8Array; readonly doors: BackupDoors }> {
  const backupKey = crypto.randomBytes(BACKUP_KEY_BYTES)
  const password = await sealDoor(crypto, { door: 'password', doorKey: passwordKey, backupKey, madeAt })
  return { backupKey, doors: { password, phrase: await phraseDoor(crypto, { recoveryKey, backupKey, madeAt }) } }
}

/** What the own backup is sealed under. In a vault from before there were doors the key is what the password gives. */
export async function ownBackupKey(core: Core): Promise<BackupKey> {
  const { backupKey, doors, recoveryKey } = core.self.row
  if (doors !== undefined) return { key: backupKey, doors }
  const { crypto } = core
  const madeAt = core.now()
  const password = await sealDoor(crypto, { door: 'password', doorKey: backupKey, backupKey, madeAt })
  const phrase = recoveryKey && (await phraseDoor(crypto, { recoveryKey, backupKey, madeAt }))
  const made = phrase === undefined ? { password } : { password, phrase }
  await core.patchSelf({ doors: made })
  return { key: backupKey, doors: made }
}

type PhraseDoor = Omit<NewBackupKey, 'passwordKey'> & { readonly backupKey: Uint8Array }

function phraseDoor(crypto: Crypto, { recoveryKey, backupKey, madeAt }: PhraseDoor): ReturnType<typeof sealDoor> {
  return sealDoor(crypto, { door: 'phrase', doorKey: phraseDoorKey(crypto, recoveryKey), backupKey, madeAt })
}
