import { EMPTY, equal } from '@rushlight/protocol'
import type { Suite } from '../keys/suite.ts'
import { isLeafSigned, isLeafSound, leafOf, supportsContext } from '../tree/leaf.ts'
import { filteredPathOf, replacePath } from '../tree/ratchet-tree.ts'
import type { Parent, PathStep, RatchetTree, TreeNode } from '../tree/ratchet-tree.ts'
import { parentHash } from '../tree/tree-hash.ts'
import { isBelow, leftOf, nodeOfLeaf, rightOf } from '../tree/tree-math.ts'
import type { HPKECiphertext, MlsExtension, UpdatePath, UpdatePathNode } from '../wire/ts-mls.ts'

/** The public side of an update path (RFC 9420 §7.4 to §7.6): what it makes of the tree, and whether it may. */

/** The steps of a path as its receivers find them: new members are told their secret in the Welcome instead. */
export function stepsFor(tree: RatchetTree, committer: number, added: readonly number[]): readonly PathStep[] {
  const newcomers = new Set(added.map(nodeOfLeaf))
  return filteredPathOf(tree, committer).map(({ node, resolution }) => ({
    node,
    resolution: resolution.filter((other) => !newcomers.has(other)),
  }))
}

export type NewParents = { readonly parents: ReadonlyMap<number, Parent>; readonly leafParentHash: Uint8Array }

/** The parents that new public keys make along the path, and the parent hash that the leaf must carry (§7.9). */
export function parentsFor(
  suite: Suite,
  tree: RatchetTree,
  {
    committer,
    steps,
    publicKeys,
  }: { committer: number; steps: readonly PathStep[]; publicKeys: readonly Uint8Array[] },
): NewParents {
  const parents = new Map<number, Parent>()
  let hash: Uint8Array = EMPTY
  for (const [i, { node }] of [...steps.entries()].toReversed()) {
    const parent: Parent = {
      kind: 'parent',
      publicKey: publicKeys[i] ?? EMPTY,
      parentHash: hash,
      unmergedLeaves: [],
    }
    parents.set(node, parent)
    const sibling = isBelow(committer, leftOf(node)) ? rightOf(node) : leftOf(node)
    hash = parentHash(suite, tree, { parent, sibling })
  }
  return { parents, leafParentHash: hash }
}

export type PathFault = 'pathMalformed' | 'pathLeafInvalid' | 'pathKeysNotUnique' | 'parentHashWrong'

export type PathBefore = {
  readonly suite: Suite
  readonly groupId: Uint8Array
  /** After the proposals. */
  readonly tree: RatchetTree
  readonly extensions: readonly MlsExtension[]
  readonly added: readonly number[]
}

/** Everything of a path that each member can see, be it meant for him or not. */
export async function judgePath(
  before: PathBefore,
  committer: number,
  path: UpdatePath,
): Promise<
  { readonly kind: 'sound'; readonly tree: RatchetTree } | { readonly kind: 'void'; readonly reason: PathFault }
> {
  const { suite, tree } = before
  const steps = stepsFor(tree, committer, before.added)
  if (steps.length !== path.nodes.length) return { kind: 'void', reason: 'pathMalformed' }
  if (!steps.every((step, i) => isStepSound(suite, step, path.nodes[i]))) {
    return { kind: 'void', reason: 'pathMalformed' }
  }
  const leaf = leafOf(path.leafNode)
  if (!isLeafSound(suite, leaf) || !supportsContext(leaf, before.extensions)) {
    return { kind: 'void', reason: 'pathLeafInvalid' }
  }
  if (!hasFreshKeys(tree, committer, path)) return { kind: 'void', reason: 'pathKeysNotUnique' }
  const publicKeys = path.nodes.map(({ hpkePublicKey }) => hpkePublicKey)
  const { parents, leafParentHash } = parentsFor(suite, tree, { committer, steps, publicKeys })
  if (!equal(path.leafNode.parentHash, leafParentHash)) return { kind: 'void', reason: 'parentHashWrong' }
  if (!(await isLeafSigned(suite, leaf, { groupId: before.groupId, leaf: committer }))) {
    return { kind: 'void', reason: 'pathLeafInvalid' }
  }
  const changes = new Map<number, TreeNode>([...parents, [nodeOfLeaf(committer), leaf]])
  return { kind: 'sound', tree: replacePath(tree, committer, changes) }
}

/** One ciphertext per receiver, each of the only size it can have. */
function isStepSound(suite: Suite, step: PathStep, node: UpdatePathNode | undefined): boolean {
  if (node === undefined || !suite.hpke.kem.isPublicKey(node.hpkePublicKey)) return false
  const { encryptedPathSecret } = node
  return (
    encryptedPathSecret.length === step.resolution.length &&
    encryptedPathSecret.every((sealed) => isSized(suite, sealed))
  )
}

function isSized(suite: Suite, { kemOutput, ciphertext }: HPKECiphertext): boolean {
  return suite.hpke.kem.isEncapsulated(kemOutput) && ciphertext.length === suite.hashBytes + suite.hpke.aead.tagBytes
}

/** No key of the path was in the tree before, or comes twice; the signature key may only be the committer's own. */
function hasFreshKeys(tree: RatchetTree, committer: number, path: UpdatePath): boolean {
  const { signaturePublicKey, hpkePublicKey } = path.leafNode
  const fresh = [hpkePublicKey, ...path.nodes.map((node) => node.hpkePublicKey)]
  if (fresh.some((key, i) => fresh.slice(0, i).some((other) => equal(key, other)))) return false
  // Most keys differ at the beginning, and the tree may be large.
  const beginnings = new Set(fresh.map(beginningOf))
  const own = nodeOfLeaf(committer)
  return tree.nodes.every((node, at) => {
    if (node === undefined) return true
    const isLeaf = node.kind === 'leaf'
    const key = isLeaf ? node.node.hpkePublicKey : node.publicKey
    if (beginnings.has(beginningOf(key)) && fresh.some((other) => equal(key, other))) return false
    return !isLeaf || at === own || !equal(node.node.signaturePublicKey, signaturePublicKey)
  })
}

function beginningOf(key: Uint8Array): number {
  return ((key[0] ?? 0) << 16) | ((key[1] ?? 0) << 8) | (key[2] ?? 0)
}
