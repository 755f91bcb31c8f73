import { equal } from '@rushlight/protocol'
import type { Leaf, ReceiptBody, RoomChange } from '@rushlight/protocol'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { StagedCommit } from '../outbox/job-row.ts'

export type OwnCommit = { readonly before: RoomGroup; readonly after: RoomGroup; readonly staged: StagedCommit }

/** An own commit as others see it, told from the epochs on both sides of it. The chains it carried are in the vault. */
export function changeBetween({ before, after, staged }: OwnCommit, receipt: ReceiptBody): RoomChange {
  const removed = before.leaves.filter((leaf) => !isIn(leaf, after.leaves))
  const added = after.leaves.filter((leaf) => !isIn(leaf, before.leaves))
  return {
    committer: before.ownLeaf,
    removed: removed.map(({ index }) => index),
    added: added.map((leaf) => ({
      leaf,
      addresses: staged.delta.added.find(({ postingKey }) => equal(postingKey, leaf.slot.postingKey))?.addresses ?? [],
      notBefore: staged.notBefore,
      notAfter: staged.notAfter,
    })),
    context: after.context,
    updatesPath: true,
    delta: staged.delta,
    carried: [],
    acceptedAt: receipt.acceptedAt,
  }
}

/** A leaf is itself by its key: an index is used again after a removal. */
function isIn(leaf: Leaf, leaves: readonly Leaf[]): boolean {
  return leaves.some(({ index, leafKey }) => index === leaf.index && equal(leafKey, leaf.leafKey))
}
