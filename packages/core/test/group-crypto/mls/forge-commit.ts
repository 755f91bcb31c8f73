import { nextEpoch, provisionalContext } from '../../../src/group-crypto/mls/epoch.ts'
import { protect, signContent, withSignature } from '../../../src/group-crypto/mls/framing.ts'
import { Group } from '../../../src/group-crypto/mls/group.ts'
import { createPath, sealPath } from '../../../src/group-crypto/mls/path/create-path.ts'
import { judgeProposals, sortProposals } from '../../../src/group-crypto/mls/proposals.ts'
import type { Proposed } from '../../../src/group-crypto/mls/proposals.ts'
import type { RatchetTree } from '../../../src/group-crypto/mls/tree/ratchet-tree.ts'
import { encodeCommit, encodeGroupContext } from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import type { Commit, UpdatePath } from '../../../src/group-crypto/mls/wire/ts-mls.ts'

/**
 * A commit of a member who knows everything that members know, and does at one place what he must not. Everything that
 * follows from the forgery (signature, transcript, confirmation tag) is made to fit it.
 */
export type Forgery = {
  readonly proposals?: Commit['proposals']
  readonly withoutPath?: boolean
  /** What the receivers below the i-th node of the path are told instead of its secret. */
  readonly forgeSecret?: (secret: Uint8Array, i: number) => Uint8Array
  readonly forgePath?: (path: UpdatePath) => UpdatePath | Promise<UpdatePath>
  readonly forgeTag?: (tag: Uint8Array) => Uint8Array
  readonly authenticatedData?: Uint8Array
  readonly forgeSignature?: (signature: Uint8Array) => Uint8Array
}

export async function forgeCommit(group: Group, forgery: Forgery): Promise<Uint8Array> {
  const state = Group.stateOf(group)
  const { suite, ownLeaf, signaturePrivateKey, context } = state
  const proposals = forgery.proposals ?? []
  const proposed = await proposedBy(group, proposals)
  const added = proposed.added.map(({ index }) => index)
  const request = { groupId: context.groupId, committer: ownLeaf, signaturePrivateKey, added }
  const created = await createPath(suite, proposed.tree, request)
  const { extensions } = proposed
  const provisional = encodeGroupContext(provisionalContext(state, { tree: created.tree, extensions }))
  const secrets = created.climb.secrets.map((step, i) => ({
    ...step,
    secret: forgery.forgeSecret?.(step.secret, i) ?? step.secret,
  }))
  const told = { ...created, climb: { ...created.climb, secrets } }
  const sealed = await sealPath(suite, proposed.tree, { path: told, context: provisional })
  const path = forgery.withoutPath === true ? undefined : ((await forgery.forgePath?.(sealed)) ?? sealed)
  const content = encodeCommit({ proposals, path })
  const authenticatedData = forgery.authenticatedData ?? new Uint8Array(0)
  const signed = await signContent(state, { contentType: 'commit', authenticatedData, content })
  const signature = forgery.forgeSignature?.(signed.signature) ?? signed.signature
  const commitSecret = path === undefined ? new Uint8Array(suite.hashBytes) : created.climb.commitSecret
  const tree: RatchetTree = path === undefined ? proposed.tree : created.tree
  const next = nextEpoch(state, { tree, extensions }, { framed: signed.framed, signature, commitSecret })
  const tag = forgery.forgeTag?.(next.confirmationTag) ?? next.confirmationTag
  const plaintext = withSignature(content, signature, tag)
  return (await protect(state, { contentType: 'commit', authenticatedData, plaintext })).message
}

/** As far as the proposals make sense; otherwise the tree as it is. */
async function proposedBy(group: Group, proposals: Commit['proposals']): Promise<Proposed> {
  const state = Group.stateOf(group)
  const unchanged = { tree: state.tree, extensions: state.context.extensions, added: [] }
  const sorted = sortProposals(proposals)
  if (sorted.kind === 'void') return unchanged
  const judged = await judgeProposals(state, state.ownLeaf, sorted.proposals)
  return judged.kind === 'proposed' ? judged : unchanged
}
