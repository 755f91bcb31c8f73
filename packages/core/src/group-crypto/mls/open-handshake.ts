import type { Extension } from '@rushlight/protocol'
import { framedBy, isContentSigned, takeSignature, unprotect } from './framing.ts'
import type { FramingFault, Incoming } from './framing.ts'
import { Group } from './group.ts'
import type { GroupState } from './group.ts'
import { keyPackageView } from './key-package.ts'
import type { KeyPackageView } from './key-package.ts'
import { MEMBERS_MAX } from './limits.ts'
import { needsPath, sortProposals } from './proposals.ts'
import type { ProposalFault, Proposals } from './proposals.ts'
import { leafOf, leafView } from './tree/leaf.ts'
import type { LeafView } from './tree/leaf.ts'
import { fromMlsExtensions } from './wire/extension.ts'
import { decodeCommit, parsePart } from './wire/ts-mls.ts'
import type { Commit, UpdatePath } from './wire/ts-mls.ts'

/** A commit that is certainly its sender's, and what it says; whether it comes into force is not decided yet. */
export type OpenedCommit = {
  readonly kind: 'commit'
  readonly senderLeaf: number
  readonly authenticatedData: Uint8Array
  /** Not yet judged: their signatures are looked at by `applyCommit`. */
  readonly added: readonly KeyPackageView[]
  readonly removed: readonly number[]
  /** The whole new list of the GroupContext's, if it changes. */
  readonly extensions: readonly Extension[] | undefined
  readonly updatesPath: boolean
  /** The sender's leaf as the commit makes it, if it updates the path. */
  readonly senderLeafAfter: LeafView | undefined
  /** The group as it goes on if the commit does not come into force: the message's key is used up. */
  readonly group: Group
  readonly consumed: readonly Uint8Array[]
  readonly pending: PendingCommit
}

export type OpenedHandshake =
  | OpenedCommit
  /** See `OpenedApplication`: byte for byte the commit that this device staged, or void. */
  | { readonly kind: 'own'; readonly generation: number }
  | { readonly kind: 'void'; readonly reason: HandshakeFault; readonly group: Group }

type HandshakeFault = FramingFault | ProposalFault | 'pathMissing'

/** What `applyCommit` needs of an opened commit; opaque to everyone else. */
export class PendingCommit {
  readonly #commit: Pending

  constructor(commit: Pending) {
    this.#commit = commit
  }

  static contentOf(pending: PendingCommit): Pending {
    return pending.#commit
  }
}

export type Pending = {
  readonly state: GroupState
  readonly committer: number
  readonly proposals: Proposals
  readonly path: UpdatePath | undefined
  readonly framed: Uint8Array
  readonly signature: Uint8Array
  readonly confirmationTag: Uint8Array
}

/**
 * Decrypts and authenticates a commit without applying it. Nothing here depends on who looks: all members of the epoch
 * find the same. By-reference and unknown proposals make the commit void, once its sender is certain.
 */
export async function openHandshake(group: Group, message: Uint8Array): Promise<OpenedHandshake> {
  const state = Group.stateOf(group)
  const opened = await unprotect(state, message, 'commit')
  if (opened.kind === 'own') return opened
  if (opened.kind === 'void') return { ...opened, group }
  const { incoming } = opened
  const said = readCommit(incoming.plaintext)
  if (said === undefined) return { kind: 'void', reason: 'malformed', group }
  if (!(await isContentSigned(state, incoming, said))) return { kind: 'void', reason: 'signatureInvalid', group }
  const after = { ...state, ratchets: incoming.ratchets }
  const sorted = sortProposals(said.commit.proposals)
  if (sorted.kind === 'void') return { ...sorted, group: new Group(after) }
  const { proposals } = sorted
  if (needsPath(proposals) && said.commit.path === undefined) {
    return { kind: 'void', reason: 'pathMissing', group: new Group(after) }
  }
  return openedCommit(after, { incoming, said, proposals })
}

type Said = {
  readonly content: Uint8Array
  readonly commit: Commit
  readonly signature: Uint8Array
  readonly confirmationTag: Uint8Array
}

function readCommit(plaintext: Uint8Array): Said | undefined {
  const part = parsePart(decodeCommit, plaintext, 0)
  // A list that no tree can hold is not looked at further.
  if (part === undefined || part.value.proposals.length > 2 * MEMBERS_MAX + 1) return undefined
  const [signature, confirmationTag] = takeSignature(plaintext.subarray(part.end), 1) ?? []
  if (signature === undefined || confirmationTag === undefined) return undefined
  return { content: plaintext.subarray(0, part.end), commit: part.value, signature, confirmationTag }
}

type Read = { readonly incoming: Incoming; readonly said: Said; readonly proposals: Proposals }

function openedCommit(state: GroupState, { incoming, said, proposals }: Read): OpenedCommit {
  const { path } = said.commit
  const { signature, confirmationTag } = said
  const committer = incoming.senderLeaf
  const framed = framedBy(incoming, said.content)
  return {
    kind: 'commit',
    senderLeaf: committer,
    authenticatedData: incoming.header.authenticatedData,
    added: proposals.add.map((keyPackage) => keyPackageView(state.suite, keyPackage)),
    removed: proposals.remove,
    extensions: proposals.extensions && fromMlsExtensions(proposals.extensions),
    updatesPath: path !== undefined,
    senderLeafAfter: path && leafView(leafOf(path.leafNode)),
    group: new Group(state),
    consumed: incoming.consumed,
    pending: new PendingCommit({ state, committer, proposals, path, framed, signature, confirmationTag }),
  }
}
