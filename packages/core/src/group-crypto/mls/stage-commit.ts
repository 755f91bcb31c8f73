import type { Extension } from '@rushlight/protocol'
import { enterEpoch, nextEpoch, provisionalContext } from './epoch.ts'
import type { NextEpoch } from './epoch.ts'
import { protect, signContent, withSignature } from './framing.ts'
import { Group } from './group.ts'
import type { GroupState } from './group.ts'
import { readKeyPackage } from './key-package.ts'
import { createPath, sealPath } from './path/create-path.ts'
import type { CreatedPath } from './path/create-path.ts'
import { keysFor } from './path/path-secrets.ts'
import { judgeProposals, needsPath } from './proposals.ts'
import type { ProposalFault, Proposals, Proposed } from './proposals.ts'
import { nodeOfLeaf } from './tree/tree-math.ts'
import { toMlsExtensions } from './wire/extension.ts'
import { encodeCommit, encodeGroupContext } from './wire/ts-mls.ts'
import type { Commit, KeyPackage, UpdatePath } from './wire/ts-mls.ts'
import { sealWelcome } from './seal-welcome.ts'

/** What to change. An empty change renews the own leaf and the path above it. */
export type GroupChange = {
  /** KeyPackages. */
  readonly add: readonly Uint8Array[]
  /** Leaf indexes. */
  readonly remove: readonly number[]
  /** The whole new list of the GroupContext's, if it changes. */
  readonly extensions?: readonly Extension[]
  readonly authenticatedData: Uint8Array
  /** Renews the path even where RFC 9420 does not ask for it. */
  readonly alwaysPath?: boolean
}

export type StagedCommit = {
  readonly kind: 'staged'
  readonly message: Uint8Array
  /** For those added; the tree is inside. */
  readonly welcome: Uint8Array | undefined
  /** The epoch that stays if the commit does not come into force. To be stored before the message is let go. */
  readonly current: Group
  /** The epoch that the commit opens. */
  readonly next: Group
  /** Used up by `current`; to be zeroed once that is stored. */
  readonly consumed: readonly Uint8Array[]
}

export type RefusedCommit = { readonly kind: 'refused'; readonly reason: ProposalFault }

/** Prepares a commit (RFC 9420 §12.4.1). Refuses what others would judge void. */
export async function stageCommit(group: Group, change: GroupChange): Promise<StagedCommit | RefusedCommit> {
  const state = Group.stateOf(group)
  const proposals = readProposals(change)
  if (proposals === undefined) return { kind: 'refused', reason: 'keyPackageInvalid' }
  const proposed = await judgeProposals(state, state.ownLeaf, proposals)
  if (proposed.kind === 'void') return { kind: 'refused', reason: proposed.reason }
  const withPath = needsPath(proposals) || change.alwaysPath === true
  const path = withPath ? await renewPath(state, proposed) : undefined
  return commit(state, { change, proposals, proposed, path })
}

function readProposals({ add, remove, extensions }: GroupChange): Proposals | undefined {
  const keyPackages: KeyPackage[] = []
  for (const bytes of add) {
    const keyPackage = readKeyPackage(bytes)
    if (keyPackage === undefined) return undefined
    keyPackages.push(keyPackage)
  }
  return { add: keyPackages, remove, extensions: extensions && toMlsExtensions(extensions) }
}

type RenewedPath = { readonly created: CreatedPath; readonly sealed: UpdatePath }

async function renewPath(state: GroupState, { tree, extensions, added }: Proposed): Promise<RenewedPath> {
  const { suite, ownLeaf, signaturePrivateKey, context } = state
  const newcomers = added.map(({ index }) => index)
  const request = { groupId: context.groupId, committer: ownLeaf, signaturePrivateKey, added: newcomers }
  const created = await createPath(suite, tree, request)
  const provisional = encodeGroupContext(provisionalContext(state, { tree: created.tree, extensions }))
  return { created, sealed: await sealPath(suite, tree, { path: created, context: provisional }) }
}

type Prepared = {
  readonly change: GroupChange
  readonly proposals: Proposals
  readonly proposed: Proposed
  readonly path: RenewedPath | undefined
}

async function commit(state: GroupState, prepared: Prepared): Promise<StagedCommit> {
  const { change, proposals, proposed, path } = prepared
  const { authenticatedData } = change
  const content = encodeCommit({ proposals: listProposals(proposals), path: path?.sealed })
  const { framed, signature } = await signContent(state, { contentType: 'commit', authenticatedData, content })
  const commitSecret = path?.created.climb.commitSecret ?? new Uint8Array(state.suite.hashBytes)
  const tree = path?.created.tree ?? proposed.tree
  const epoch = nextEpoch(state, { tree, extensions: proposed.extensions }, { framed, signature, commitSecret })
  const plaintext = withSignature(content, signature, epoch.confirmationTag)
  const { message, ratchets, consumed } = await protect(state, { contentType: 'commit', authenticatedData, plaintext })
  const next = enterEpoch(state, epoch, { tree, keys: keysAfter(state, prepared, tree) })
  const welcome = await welcomeFor(next, epoch, prepared)
  return {
    kind: 'staged',
    message,
    welcome,
    current: new Group({ ...state, ratchets }),
    next: new Group(next),
    consumed,
  }
}

function listProposals({ add, remove, extensions }: Proposals): Commit['proposals'] {
  const changed = extensions === undefined ? [] : [{ extensions: [...extensions] }]
  return [
    ...changed.map((groupContextExtensions) => ({
      proposalType: 'group_context_extensions' as const,
      groupContextExtensions,
    })),
    ...remove.map((removed) => ({ proposalType: 'remove' as const, remove: { removed } })),
    ...add.map((keyPackage) => ({ proposalType: 'add' as const, add: { keyPackage } })),
  ].map((proposal) => ({ proposalOrRefType: 'proposal' as const, proposal }))
}

function keysAfter(state: GroupState, { path }: Prepared, tree: GroupState['tree']): GroupState['keys'] {
  const own = path === undefined ? [] : [[nodeOfLeaf(state.ownLeaf), path.created.leafKeys] as const]
  const above = path?.created.climb.secrets.map(({ node, keys }) => [node, keys] as const) ?? []
  return keysFor(tree, state.ownLeaf, [...state.keys, ...own, ...above])
}

function welcomeFor(next: GroupState, epoch: NextEpoch, { proposed, path }: Prepared): Promise<Uint8Array | undefined> {
  if (proposed.added.length === 0) return Promise.resolve(undefined)
  const { joiner } = epoch
  return sealWelcome(next, joiner, { added: proposed.added, secrets: path?.created.climb.secrets ?? [] })
}
