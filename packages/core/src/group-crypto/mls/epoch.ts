import { concat, encodeVector } from '@rushlight/protocol'
import type { GroupState, NodeKeys } from './group.ts'
import {
  confirmationTag,
  confirmedTranscriptHash,
  epochFromJoiner,
  interimTranscriptHash,
  joinerSecret,
} from './keys/key-schedule.ts'
import type { NewEpoch } from './keys/key-schedule.ts'
import { createSecretTree } from './keys/secret-tree.ts'
import type { RatchetTree } from './tree/ratchet-tree.ts'
import { treeHash } from './tree/tree-hash.ts'
import { encodeGroupContext } from './wire/ts-mls.ts'
import type { GroupContext, MlsExtension } from './wire/ts-mls.ts'

/** The step from one epoch to the next, the same for who commits and who follows (RFC 9420 §8, §12.4). */

export type ChangedGroup = { readonly tree: RatchetTree; readonly extensions: readonly MlsExtension[] }

/** Under this context path secrets are encrypted: the next epoch's, but for the transcript. */
export function provisionalContext(state: GroupState, { tree, extensions }: ChangedGroup): GroupContext {
  return {
    ...state.context,
    epoch: state.context.epoch + 1n,
    treeHash: treeHash(state.suite, tree),
    extensions: [...extensions],
  }
}

export type NextEpoch = {
  readonly context: GroupContext
  readonly contextBytes: Uint8Array
  readonly joiner: Uint8Array
  readonly epoch: NewEpoch
  readonly confirmationTag: Uint8Array
}

export type Committed = {
  /** FramedContent of the commit, and the signature over it. */
  readonly framed: Uint8Array
  readonly signature: Uint8Array
  readonly commitSecret: Uint8Array
}

export function nextEpoch(state: GroupState, changed: ChangedGroup, commit: Committed): NextEpoch {
  const { suite, confirmationTag: tag, secrets } = state
  const interim = interimTranscriptHash(suite, state.context.confirmedTranscriptHash, tag)
  const said = concat(commit.framed, encodeVector(commit.signature))
  const transcript = confirmedTranscriptHash(suite, interim, said)
  const context = { ...provisionalContext(state, changed), confirmedTranscriptHash: transcript }
  const contextBytes = encodeGroupContext(context)
  const joiner = joinerSecret(suite, secrets.init, { commitSecret: commit.commitSecret, context: contextBytes })
  const epoch = epochFromJoiner(suite, joiner, contextBytes)
  return {
    context,
    contextBytes,
    joiner,
    epoch,
    confirmationTag: confirmationTag(suite, epoch.confirmationKey, transcript),
  }
}

/** The group at its next epoch; nothing of the old epoch's secrets is in it. */
export function enterEpoch(
  state: GroupState,
  next: NextEpoch,
  { tree, keys }: { readonly tree: RatchetTree; readonly keys: NodeKeys },
): GroupState {
  return {
    suite: state.suite,
    ownLeaf: state.ownLeaf,
    signaturePrivateKey: state.signaturePrivateKey,
    context: next.context,
    contextBytes: next.contextBytes,
    confirmationTag: next.confirmationTag,
    secrets: next.epoch.secrets,
    ratchets: createSecretTree(tree.nodes.length, next.epoch.encryption),
    tree,
    keys,
  }
}
