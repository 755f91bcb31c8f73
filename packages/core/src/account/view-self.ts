import { verifyRecordChain } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import type { SelfView } from '../room/room-step.ts'
import { VaultDamaged } from '../vault/table.ts'
import type { SelfRow } from './self-row.ts'

/** The own row with its chain checked once, so that nobody has to ask again. */
export async function viewSelf(crypto: Crypto, row: SelfRow): Promise<SelfView> {
  const account = await verifyRecordChain(crypto, row.chain)
  if (account === undefined) throw new VaultDamaged()
  return { row, account }
}
