import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteStore } from '../adapters/sqlite-store.ts'
import type { SqliteStore } from '../adapters/sqlite-store.ts'
import { SCATTERED_TABLES } from '../schema.ts'
import { ServerError } from '../server-error.ts'
import type { Settings } from '../settings/settings.ts'

/** Where what lies in a data folder. */

export const DATABASE = 'provider.db'

export function databaseIn({ data }: Pick<Settings, 'data'>): string {
  return join(data, DATABASE)
}

export function blobsIn({ data }: Pick<Settings, 'data'>): string {
  return join(data, 'blobs')
}

export function operatorLinksIn({ data }: Pick<Settings, 'data'>): string {
  return join(data, 'operator-links')
}

/** One process holds the data: the database is locked by whoever opened it first. */
export async function openStore(settings: Pick<Settings, 'data'>): Promise<SqliteStore> {
  try {
    mkdirSync(settings.data, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new ServerError('dataUnusable', error)
  }
  return openSqliteStore({ file: databaseIn(settings), scattered: SCATTERED_TABLES })
}

/** As `openStore`, of a provider that was there before. */
export async function openExisting(settings: Pick<Settings, 'data'>): Promise<SqliteStore> {
  if (!existsSync(databaseIn(settings))) throw new ServerError('noData')
  return openSqliteStore({ file: databaseIn(settings), scattered: SCATTERED_TABLES })
}
