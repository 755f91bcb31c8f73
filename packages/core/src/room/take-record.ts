import { compareHeads, participantOf, verifyRecordChain } from '@rushlight/protocol'
import type { Leaf, RecordChain } from '@rushlight/protocol'
import { putChain } from '../directory/put-chain.ts'
import { turnOf } from './turn.ts'
import type { RoomStep } from './room-step.ts'

/** An account says that it has a newer record: whoever's turn it is commits it, with its removals (R16). */
export async function takeRecord(step: RoomStep, sender: Leaf, chain: RecordChain): Promise<void> {
  const { group } = step.model
  const account = await verifyRecordChain(step.world.crypto, chain)
  if (group === undefined || account?.id !== sender.credential.account) return
  await putChain(step, step.world, account)
  const participant = participantOf(group.context.state, account.id)
  if (participant === undefined || compareHeads(account.head, participant.head) <= 0) return
  const change = { kind: 'raise', chain } as const
  step.addJob({ kind: 'change', change }, step.world.now() + turnOf(step.world.crypto, group, account.id))
}
