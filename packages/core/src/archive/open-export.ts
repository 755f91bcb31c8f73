import { ARCHIVE_KEY_BYTES, ArchiveBroken, openArchive, readArchive } from '@rushlight/protocol'
import type { ArchivedAccount, ArchivedKeys, Crypto, FileSource, OpenedArchive } from '@rushlight/protocol'
import type { PasswordHash } from '../ports/password-hash.ts'
import { keyByPassphrase } from './export-archive.ts'

/** An export that was gone through to its end: all of it is as it was written. */
export type CheckedExport = {
  readonly archive: OpenedArchive
  readonly account: ArchivedAccount
  readonly keys: ArchivedKeys
  /** For progress. */
  readonly records: number
}

export type ExportOpening =
  | { readonly kind: 'opened'; readonly checked: CheckedExport }
  /** Made by a newer program. */
  | { readonly kind: 'tooNew' }
  | { readonly kind: 'noExport' }
  | { readonly kind: 'wrongPassphrase' }
  /** It was cut, or changed. */
  | { readonly kind: 'broken' }

export type OpenExport = {
  readonly crypto: Crypto
  readonly hash: PasswordHash
  readonly source: FileSource
  readonly passphrase: string
}

/** Reads all of it once before anything is done with it: so what is broken leaves nothing half behind. */
export async function openExport({ crypto, hash, source, passphrase }: OpenExport): Promise<ExportOpening> {
  const read = (from: number, length: number): Promise<Uint8Array> => {
    const left = Math.max(0, Math.min(length, source.bytes - from))
    return left === 0 ? Promise.resolve(new Uint8Array()) : source.read(from, left)
  }
  const opened = await openArchive({
    crypto,
    read,
    keyFor: async ({ lock }) => (await keyByPassphrase(hash, passphrase, lock)) ?? new Uint8Array(ARCHIVE_KEY_BYTES),
  })
  if (opened.kind === 'noArchive') return { kind: 'noExport' }
  if (opened.kind === 'wrongKey') return { kind: 'wrongPassphrase' }
  if (opened.kind === 'tooNew') return opened
  const { archive } = opened
  if (archive.head.purpose !== 'export') return { kind: 'noExport' }
  const checked = await check(archive)
  return checked === undefined ? { kind: 'broken' } : { kind: 'opened', checked }
}

async function check(archive: OpenedArchive): Promise<CheckedExport | undefined> {
  let account: ArchivedAccount | undefined
  let keys: ArchivedKeys | undefined
  let records = 0
  try {
    for await (const { record } of readArchive(archive)) {
      if (records === 0 && record.kind === 'account') account = record
      if (records === 1 && record.kind === 'keys') keys = record
      records += 1
    }
  } catch (error) {
    if (error instanceof ArchiveBroken) return undefined
    throw error
  }
  return account === undefined || keys === undefined ? undefined : { archive, account, keys, records }
}
