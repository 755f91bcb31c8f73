import { accountId, equal, getBackup, putBackup } from '@rushlight/protocol'
import type { AccountId, Backup, PutBackupResult } from '@rushlight/protocol'
import type { Put } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { BACKUPS_PER_ACCOUNT } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { expectRow, putRow } from '../rows/table.ts'
import { done, refuseFor } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'
import { backupTable, loadBackup } from './backup-row.ts'

/** The sealed account backup: whoever comes second with a version has to merge first. */
export function backupRoutes(kernel: Kernel): readonly Route[] {
  const limit = createRateLimit(kernel.clock, BACKUPS_PER_ACCOUNT)
  return [
    sessionRoute(putBackup, 'account', async ({ account }, { backup }) => {
      const refused = refuseFor(limit.take(account))
      if (refused !== undefined) return refused
      return writeDecided(kernel.turns, () => decideBackup(kernel, { account, backup, also: [] }))
    }),
    sessionRoute(getBackup, 'account', async ({ account }) => {
      const backup = await loadBackup(kernel.store, account)
      return done(backup === undefined ? {} : { backup })
    }),
  ]
}

export type BackupChange = {
  readonly account: AccountId
  readonly backup: Backup
  /** What is written with it, or not at all. */
  readonly also: readonly Put[]
}

/** A provider that has lost its memory takes any version (R29). */
export async function decideBackup(
  { store }: Pick<Kernel, 'store'>,
  { account, backup, also }: BackupChange,
): Promise<Decided<PutBackupResult>> {
  const stored = await loadBackup(store, account)
  const isRepeated = stored?.version === backup.version && equal(stored.sealed, backup.sealed)
  const isNext = stored === undefined || stored.version + 1 === backup.version
  if (!isRepeated && !isNext) return done({ kind: 'conflict', backup: stored })
  const key = accountId.toBytes(account)
  return {
    kind: 'write',
    batch: { expect: [expectRow(backupTable, key, stored)], put: [putRow(backupTable, key, backup), ...also] },
    result: { kind: 'stored' },
  }
}
