import { enterEpoch, nextEpoch, provisionalContext } from './epoch.ts'
import { Group } from './group.ts'
import type { GroupState, NodeKeys } from './group.ts'
import { isConfirmed } from './keys/key-schedule.ts'
import { PendingCommit } from './open-handshake.ts'
import type { OpenedCommit, Pending } from './open-handshake.ts'
import { openPath } from './path/open-path.ts'
import { keysFor } from './path/path-secrets.ts'
import { judgePath } from './path/update-path.ts'
import type { PathFault } from './path/update-path.ts'
import { judgeProposals } from './proposals.ts'
import type { ProposalFault, Proposed } from './proposals.ts'
import type { RatchetTree } from './tree/ratchet-tree.ts'
import { encodeGroupContext } from './wire/ts-mls.ts'
import { droppedSecrets } from './dropped-secrets.ts'

export type AppliedCommit =
  | {
      readonly kind: 'inForce'
      readonly next: Group
      /** Everything secret of the epoch that ended; to be zeroed once `next` is stored. */
      readonly consumed: readonly Uint8Array[]
    }
  /** In force, and this device is no longer a member. */
  | { readonly kind: 'removed' }
  /** In force for others as far as anyone can see; this member cannot follow. */
  | { readonly kind: 'stuck'; readonly reason: StuckReason }
  /** For every member alike. */
  | { readonly kind: 'void'; readonly reason: CommitFault }

type StuckReason = 'pathSecret' | 'confirmationTag'
type CommitFault = ProposalFault | PathFault | 'confirmationTag'

/**
 * Decides whether an opened commit comes into force (rules R13 and R15), and what the group is then.
 *
 * The line between void and stuck is exact, since members that disagree on it would part for ever. What every member
 * of the epoch can see decides void: proposals, tree, path, signatures, the number and sizes of the encrypted secrets.
 * What a path secret holds is seen by its receivers alone, so a part that does not open, opens to something that does
 * not lead to the announced keys, or leads to an epoch whose confirmation tag is another, makes this member stuck and
 * nobody void. A commit without a path has no such secret: all members derive the same tag, and a wrong one is void.
 */
export async function applyCommit(opened: Pick<OpenedCommit, 'pending'>): Promise<AppliedCommit> {
  const pending = PendingCommit.contentOf(opened.pending)
  const { state, committer, proposals, path } = pending
  const proposed = await judgeProposals(state, committer, proposals)
  if (proposed.kind === 'void') return proposed
  const added = proposed.added.map(({ index }) => index)
  if (path === undefined) return follow(pending, proposed, { tree: proposed.tree, ...withoutPath(state, proposed) })
  const { suite, context } = state
  const before = { suite, groupId: context.groupId, tree: proposed.tree, extensions: proposed.extensions, added }
  const judged = await judgePath(before, committer, path)
  if (judged.kind === 'void') return judged
  // The removed cannot see more than this, and need not.
  if (proposals.remove.includes(state.ownLeaf)) return { kind: 'removed' }
  const provisional = provisionalContext(state, { tree: judged.tree, extensions: proposed.extensions })
  const place = {
    committer,
    before: proposed.tree,
    after: judged.tree,
    added,
    context: encodeGroupContext(provisional),
  }
  const found = await openPath(state, place, path)
  return found === undefined
    ? { kind: 'stuck', reason: 'pathSecret' }
    : follow(pending, proposed, { tree: judged.tree, ...found })
}

type Found = { readonly tree: RatchetTree; readonly keys: NodeKeys; readonly commitSecret: Uint8Array }

function withoutPath(state: GroupState, { tree }: Proposed): Omit<Found, 'tree'> {
  return { keys: keysFor(tree, state.ownLeaf, state.keys), commitSecret: new Uint8Array(state.suite.hashBytes) }
}

function follow(pending: Pending, { extensions }: Proposed, { tree, keys, commitSecret }: Found): AppliedCommit {
  const { state, framed, signature, path } = pending
  const epoch = nextEpoch(state, { tree, extensions }, { framed, signature, commitSecret })
  if (!isConfirmed(epoch.confirmationTag, pending.confirmationTag)) {
    return { kind: path === undefined ? 'void' : 'stuck', reason: 'confirmationTag' }
  }
  const next = enterEpoch(state, epoch, { tree, keys })
  return { kind: 'inForce', next: new Group(next), consumed: droppedSecrets(state, next) }
}
