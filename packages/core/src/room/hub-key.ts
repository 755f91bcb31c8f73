import { logIdOf, verifyOpening } from '@rushlight/protocol'
import type { ProviderPublicKey } from '@rushlight/protocol'
import type { LiveRoom } from './room-model.ts'
import type { RoomStep } from './room-step.ts'

/** By which the hub of the log in use signs receipts, as the log's opening says; `undefined` if it is not this log's. */
export async function hubKeyOf(
  { world: { crypto } }: RoomStep,
  live: LiveRoom,
): Promise<ProviderPublicKey | undefined> {
  const signed = live.frame.openings.at(-1)
  if (signed === undefined || logIdOf(crypto, signed) !== live.row.head?.log) return undefined
  return (await verifyOpening(crypto, signed))?.hub.key
}
