import { isKeyPackageValid } from './key-package.ts'
import type { Suite } from './keys/suite.ts'
import { CONTEXT_EXTENSIONS_BYTES_MAX, MEMBERS_MAX } from './limits.ts'
import { hasUniqueKeys } from './tree/judge-tree.ts'
import { leafOf, supportsContext } from './tree/leaf.ts'
import { addLeaf, countLeaves, leafAt, leavesOf, removeLeaf } from './tree/ratchet-tree.ts'
import type { RatchetTree } from './tree/ratchet-tree.ts'
import { byteLengthOf, isSoundList } from './wire/extension.ts'
import type { Commit, GroupContext, KeyPackage, MlsExtension } from './wire/ts-mls.ts'

/** What a commit proposes: the kinds we speak, each by value. */
export type Proposals = {
  readonly add: readonly KeyPackage[]
  readonly remove: readonly number[]
  /** The whole new list. */
  readonly extensions: readonly MlsExtension[] | undefined
}

export type ProposalFault =
  | 'proposalByReference'
  | 'proposalUnsupported'
  | 'extensionsTwice'
  | 'extensionsInvalid'
  | 'extensionsUnsupported'
  | 'removeInvalid'
  | 'keyPackageInvalid'
  | 'keysNotUnique'
  | 'tooManyMembers'

type Void<Reason> = { readonly kind: 'void'; readonly reason: Reason }

/** Sorts the list by kind. A proposal by reference, or of any other kind, makes the whole commit void. */
export function sortProposals(
  list: Commit['proposals'],
): { readonly kind: 'sorted'; readonly proposals: Proposals } | Void<ProposalFault> {
  const add: KeyPackage[] = []
  const remove: number[] = []
  const extensions: (readonly MlsExtension[])[] = []
  for (const item of list) {
    if (item.proposalOrRefType === 'reference') return { kind: 'void', reason: 'proposalByReference' }
    const { proposal } = item
    if (proposal.proposalType === 'add') add.push(proposal.add.keyPackage)
    else if (proposal.proposalType === 'remove') remove.push(proposal.remove.removed)
    else if (proposal.proposalType === 'group_context_extensions') {
      extensions.push(proposal.groupContextExtensions.extensions)
    } else return { kind: 'void', reason: 'proposalUnsupported' }
  }
  if (extensions.length > 1) return { kind: 'void', reason: 'extensionsTwice' }
  return { kind: 'sorted', proposals: { add, remove, extensions: extensions[0] } }
}

/** RFC 9420 §12.4: only a commit that adds, and does nothing else, may come without a path. */
export function needsPath({ add, remove, extensions }: Proposals): boolean {
  return add.length === 0 || remove.length > 0 || extensions !== undefined
}

export type Proposed = {
  readonly tree: RatchetTree
  readonly extensions: readonly MlsExtension[]
  readonly added: readonly { readonly index: number; readonly keyPackage: KeyPackage }[]
}

type Before = { readonly suite: Suite; readonly context: GroupContext; readonly tree: RatchetTree }

/**
 * What the proposals make of tree and extensions (§12.2, §12.3), or why they are void. Looks at public things only, so
 * all members agree; says nothing about who may do what, nor about lifetimes.
 */
export async function judgeProposals(
  before: Before,
  committer: number,
  proposals: Proposals,
): Promise<({ readonly kind: 'proposed' } & Proposed) | Void<ProposalFault>> {
  const extensions = proposals.extensions ?? before.context.extensions
  const reason = judgeExtensions(extensions) ?? judgeRemovals(before.tree, committer, proposals.remove)
  if (reason !== undefined) return { kind: 'void', reason }
  if (countLeaves(before.tree) - proposals.remove.length + proposals.add.length > MEMBERS_MAX) {
    return { kind: 'void', reason: 'tooManyMembers' }
  }
  const valid = await Promise.all(proposals.add.map((keyPackage) => isKeyPackageValid(before.suite, keyPackage)))
  if (!valid.every(Boolean)) return { kind: 'void', reason: 'keyPackageInvalid' }
  let tree = proposals.remove.reduce(removeLeaf, before.tree)
  const added: { index: number; keyPackage: KeyPackage }[] = []
  for (const keyPackage of proposals.add) {
    const result = addLeaf(tree, leafOf(keyPackage.leafNode))
    tree = result.tree
    added.push({ index: result.index, keyPackage })
  }
  if (proposals.add.length > 0 && !hasUniqueKeys(tree)) return { kind: 'void', reason: 'keysNotUnique' }
  const mustSupport =
    proposals.extensions === undefined ? added.map(({ index }) => leafAt(tree, index)) : allLeaves(tree)
  if (!mustSupport.every((leaf) => leaf !== undefined && supportsContext(leaf, extensions))) {
    return { kind: 'void', reason: 'extensionsUnsupported' }
  }
  return { kind: 'proposed', tree, extensions, added }
}

function allLeaves(tree: RatchetTree): readonly ReturnType<typeof leafAt>[] {
  return leavesOf(tree).map(({ leaf }) => leaf)
}

function judgeExtensions(extensions: readonly MlsExtension[]): ProposalFault | undefined {
  const sound = isSoundList(extensions) && byteLengthOf(extensions) <= CONTEXT_EXTENSIONS_BYTES_MAX
  return sound ? undefined : 'extensionsInvalid'
}

function judgeRemovals(tree: RatchetTree, committer: number, remove: readonly number[]): ProposalFault | undefined {
  const distinct = new Set(remove).size === remove.length
  const there = remove.every((leaf) => leaf !== committer && leafAt(tree, leaf) !== undefined)
  return distinct && there ? undefined : 'removeInvalid'
}
