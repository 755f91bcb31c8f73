import { ARCHIVE_ID_BYTES, ARCHIVE_SALT_BYTES } from '@rushlight/protocol'
import type { ArchiveHead, ArchiveLock, ArchiveRecord } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { PasswordHash } from '../ports/password-hash.ts'
import {
  archivedAccount,
  archivedKeys,
  archivedMessages,
  archivedPeople,
  archivedRooms,
  archivedTombstones,
} from './archive-records.ts'
import type { ArchiveChoice } from './archive-records.ts'
import { writeArchive } from './write-archive.ts'

export type Export = ArchiveChoice & {
  /** Whoever has it and the file has the account. */
  readonly passphrase: string
  readonly hash: PasswordHash
}

/** The same as for the vault (`vault-key.ts`). */
const MEMORY_KIB = 64 * 1024
const PASSES = 3

/** One encrypted file with everything that the account is and was told, piece by piece (`spec/archive.md`). */
export async function* exportArchive(core: Core, { passphrase, hash, ...choice }: Export): AsyncGenerator<Uint8Array> {
  const { crypto } = core
  const cost = { salt: crypto.randomBytes(ARCHIVE_SALT_BYTES), memoryKib: MEMORY_KIB, passes: PASSES }
  const key = await hash.argon2id(passphrase, cost)
  const head: ArchiveHead = {
    id: crypto.randomBytes(ARCHIVE_ID_BYTES),
    purpose: 'export',
    lock: { kind: 'password', ...cost },
    madeAt: core.sharedNow(),
  }
  yield* writeArchive({ crypto, head, key, records: everything(core, choice) })
  key.fill(0)
}

async function* everything(core: Core, choice: ArchiveChoice): AsyncGenerator<ArchiveRecord> {
  yield archivedAccount(core)
  yield archivedKeys(core)
  yield* archivedPeople(core)
  yield* archivedTombstones(core)
  yield* archivedRooms(core, choice)
  for await (const { record } of archivedMessages(core, choice)) yield record
}

/** A lock of another kind gives no key: whoever has such an archive has its key from elsewhere. */
export async function keyByPassphrase(
  hash: PasswordHash,
  passphrase: string,
  lock: ArchiveLock,
): Promise<Uint8Array | undefined> {
  if (lock.kind !== 'password') return undefined
  const { salt, memoryKib, passes } = lock
  return hash.argon2id(passphrase, { salt, memoryKib, passes })
}
