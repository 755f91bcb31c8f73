import type { Schema } from '@rushlight/records'

export const PROVIDER_TABLES: readonly string[] = [
  'provider',
  'tombstones',
  'accounts',
  'account-chains',
  'recoveries',
  'names',
  'ended-accounts',
  'returning',
  'let-in',
  'passwords',
  'backups',
  'devices',
  'key-packages',
  'queues',
  'queue-items',
  'closed-addresses',
  'logs',
  'door-trees',
  'rosters',
  'places',
  'entries',
  'erasures',
  'submits',
  'readers',
  'welcomes',
  'successors',
  'prefixes',
  'prefix-entries',
  'operators',
  'invitations',
  'blobs',
  'blob-ends',
  'peers',
  'outbound',
]

/** What a provider keeps. Each table is described in the folder that owns it. */
export const providerSchema: Schema = {
  name: 'provider',
  format: 1,
  tables: PROVIDER_TABLES,
  migrations: {},
}

/** What one entry leaves at several people: that it came at once would tell that they are in one room (S9). */
export const SCATTERED_TABLES: ReadonlySet<string> = new Set(['queues', 'queue-items', 'outbound'])
