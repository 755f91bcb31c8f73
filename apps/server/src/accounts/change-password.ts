import { changePasswordFinish, changePasswordStart } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { BACKUPS_PER_ACCOUNT } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { PasswordServer } from '../ports/passwords.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { writeDecided } from '../turns/write-decided.ts'
import { loadAccount } from './account-row.ts'
import { decideBackup } from './keep-backup.ts'
import { putPassword } from './password-row.ts'

/**
 * A signed-in device sets another password: the record changes together with the backup, which is sealed under what the
 * password gives. Also how a password login comes back at a provider that has lost it (R29).
 */
export function changePasswordRoutes(kernel: Kernel, passwords: PasswordServer): readonly Route[] {
  const limit = createRateLimit(kernel.clock, BACKUPS_PER_ACCOUNT)
  return [
    sessionRoute(changePasswordStart, 'account', async ({ account }, { request }) => {
      const refused = refuseFor(limit.take(account))
      if (refused !== undefined) return refused
      const known = await loadAccount(kernel.store, account)
      if (known?.name === undefined) return refuse('unknownAccount')
      const response = passwords.register(known.name, request)
      return response === undefined ? refuse('malformed') : done({ response })
    }),
    sessionRoute(changePasswordFinish, 'account', async ({ account }, { passwordRecord, backup }) => {
      const refused = refuseFor(limit.take(account))
      if (refused !== undefined) return refused
      const also = [putPassword(account, passwordRecord)]
      return writeDecided(kernel.turns, () => decideBackup(kernel, { account, backup, also }))
    }),
  ]
}
