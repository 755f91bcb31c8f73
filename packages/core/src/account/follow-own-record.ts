import { compareHeads, verifyRecordChain } from '@rushlight/protocol'
import type { RecordChain } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { refreshOwnChain } from './authenticate.ts'

/**
 * Another device of the own account speaks under a newer record than this one knows: this one follows it at once, since its
 * KeyPackages under the older record let it into no room any more (R35).
 */
export async function followOwnRecord(core: Core, chain: RecordChain): Promise<void> {
  const seen = await verifyRecordChain(core.crypto, chain)
  const own = core.self.account
  if (seen?.id !== own.id || compareHeads(seen.head, own.head) <= 0) return
  for (const home of core.homes.ready) await refreshOwnChain(core, home)
}
