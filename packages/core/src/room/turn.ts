import { accountId, concat, compare, span } from '@rushlight/protocol'
import type { AccountId, Crypto } from '@rushlight/protocol'
import type { RoomGroup } from '../group-crypto/room-group.ts'

/** Between one member's turn and the next: long enough for the first one's commit to come round. */
const TURN_MS: number = 2 * span.SECOND_MS
const TURNS_MAX = 5

/**
 * What any member may do, one shall do: members take turns in an order that all compute alike and that is another for every
 * occasion. The first begins at once; each next one waits a little longer, and finds it done.
 */
export function turnOf(crypto: Crypto, group: RoomGroup, occasion: AccountId): number {
  const ranks = group.leaves
    .filter(({ credential }) => credential.account !== occasion)
    .map(({ index, leafKey }) => ({ index, rank: crypto.sha256(concat(leafKey, accountId.toBytes(occasion))) }))
    .sort((a, b) => compare(a.rank, b.rank))
  const own = ranks.findIndex(({ index }) => index === group.ownLeaf)
  return Math.min(own === -1 ? TURNS_MAX : own, TURNS_MAX) * TURN_MS
}
