import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openWithSchema } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import type { Crypto } from '@rushlight/protocol'
import { beginAnotherLife } from '../identity/another-life.ts'
import type { Clock } from '../ports/clock.ts'
import { ensureBlobName } from '../ports/blob-store.ts'
import { providerSchema } from '../schema.ts'
import { ServerError } from '../server-error.ts'
import { readBackup } from './backup-file.ts'
import type { BackupAbout, BackupPart } from './backup-file.ts'

export type RestoreTarget = {
  readonly data: string
  readonly databaseName: string
  readonly openStore: (file: string) => Promise<RecordStore>
  readonly crypto: Crypto
  readonly clock: Clock
}

/**
 * Puts a backup back into an empty folder. The file is read to its end before the first byte is written; the database gets
 * its name last, so what was interrupted is no provider. It begins another life: clients know more than it does, and bring
 * it (R29).
 */
export async function restoreBackup(path: string, target: RestoreTarget): Promise<BackupAbout> {
  await ensureEmpty(target.data)
  const about = await verify(path)
  const database = join(target.data, target.databaseName)
  const restoring = `${database}.restoring`
  try {
    await readBackup(path, {
      about: async () => undefined,
      part: (part) => writePart(part, { restoring, blobs: join(target.data, 'blobs') }),
    })
    const file = await target.openStore(restoring)
    try {
      const store = await openWithSchema(file, providerSchema)
      await beginAnotherLife({ store, crypto: target.crypto, clock: target.clock })
    } finally {
      await file.close()
    }
    await rename(restoring, database)
  } catch (error) {
    for (const name of await readdir(target.data)) await rm(join(target.data, name), { recursive: true, force: true })
    throw error
  }
  return about
}

async function ensureEmpty(data: string): Promise<void> {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new ServerError('dataUnusable', error)
  }
  if ((await readdir(data)).length > 0) throw new ServerError('dataNotEmpty')
}

async function verify(path: string): Promise<BackupAbout> {
  let about: BackupAbout | undefined
  let databases = 0
  await readBackup(path, {
    about: async (read) => void (about = read),
    part: async ({ kind }) => {
      if (kind === 'database') databases += 1
      return { take: async () => undefined, end: async () => undefined }
    },
  })
  if (about === undefined || databases !== 1) throw new ServerError('backupDamaged')
  if (about.schema > providerSchema.format) throw new ServerError('backupTooNew')
  return about
}

async function writePart(
  part: BackupPart,
  { restoring, blobs }: { readonly restoring: string; readonly blobs: string },
): Promise<{ readonly take: (piece: Uint8Array) => Promise<void>; readonly end: () => Promise<void> }> {
  if (part.kind === 'blob') await mkdir(blobs, { recursive: true, mode: 0o700 })
  const path = part.kind === 'blob' ? join(blobs, ensureBlobName(part.name)) : restoring
  const file = await open(path, 'wx', 0o600)
  return {
    take: (piece) => file.writeFile(piece),
    async end() {
      await file.sync()
      await file.close()
    },
  }
}
