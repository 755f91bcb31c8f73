import { bigEndian, concat, encodeVector, equal } from '@rushlight/protocol'
import type { Suite } from '../keys/suite.ts'
import { encodeParent, parentAt, resolutionOf } from './ratchet-tree.ts'
import type { Parent, RatchetTree, TreeNode } from './ratchet-tree.ts'
import { directPathOf, isBelow, isLeafIndex, leafOfNode, leftOf, rightOf, rootOf } from './tree-math.ts'

/** Tree hash (RFC 9420 §7.8) and parent hash (§7.9). A hash is computed once per node and tree. */
export function treeHash(suite: Suite, tree: RatchetTree): Uint8Array {
  return nodeHash(suite, tree, rootOf(tree.nodes.length))
}

export function nodeHash(suite: Suite, tree: RatchetTree, node: number): Uint8Array {
  const known = tree.hashes[node]
  if (known !== undefined) return known
  const hash = isLeafIndex(node)
    ? leafHash(suite, node, tree.nodes[node])
    : parentNodeHash(suite, parentAt(tree, node), [
        nodeHash(suite, tree, leftOf(node)),
        nodeHash(suite, tree, rightOf(node)),
      ])
  tree.hashes[node] = hash
  return hash
}

/**
 * The parent hash that a child of `parent` on the side away from `sibling` must carry: over the sibling's tree as it
 * was when `parent` was made, before its unmerged leaves came.
 */
export function parentHash(
  suite: Suite,
  tree: RatchetTree,
  { parent, sibling }: { readonly parent: Parent; readonly sibling: number },
): Uint8Array {
  const original = hashWithout(suite, tree, { node: sibling, leaves: parent.unmergedLeaves })
  return suite.hash(concat(encodeVector(parent.publicKey), encodeVector(parent.parentHash), encodeVector(original)))
}

/**
 * §7.9.2: every parent has exactly one child, or blank-separated descendant, that carries its parent hash, and nobody
 * stands beside that one but the parent's unmerged leaves. So whoever made a node was below it and knew its secret.
 */
export function hasValidParentHashes(suite: Suite, tree: RatchetTree): boolean {
  const carried = new Map<number, number>()
  // Many nodes may have the same parent above them: what they must carry is computed once for each side of it.
  const wanted = new Map<number, Uint8Array>()
  for (const [at, node] of tree.nodes.entries()) {
    const above = node === undefined ? undefined : parentAbove(tree, at)
    if (node === undefined || above === undefined) continue
    const hash = wanted.get(above.sibling) ?? parentHash(suite, tree, above)
    wanted.set(above.sibling, hash)
    if (carriesHash(tree, { at, node, above }, hash)) carried.set(above.at, (carried.get(above.at) ?? 0) + 1)
  }
  return tree.nodes.every((node, at) => node?.kind !== 'parent' || carried.get(at) === 1)
}

type ParentAbove = { readonly at: number; readonly parent: Parent; readonly side: number; readonly sibling: number }

function parentAbove(tree: RatchetTree, node: number): ParentAbove | undefined {
  for (const at of directPathOf(node, tree.nodes.length)) {
    const parent = parentAt(tree, at)
    const [left, right] = [leftOf(at), rightOf(at)]
    if (parent !== undefined) {
      return node < at ? { at, parent, side: left, sibling: right } : { at, parent, side: right, sibling: left }
    }
  }
  return undefined
}

type Candidate = { readonly at: number; readonly node: NonNullable<TreeNode>; readonly above: ParentAbove }

function carriesHash(tree: RatchetTree, { at, node, above }: Candidate, hash: Uint8Array): boolean {
  const carried = carriedParentHash(node)
  if (carried === undefined || !equal(carried, hash)) return false
  const beside = resolutionOf(tree, above.side).filter((other) => other !== at)
  const unmerged = above.parent.unmergedLeaves.filter((leaf) => isBelow(leaf, above.side))
  return beside.length === unmerged.length && beside.every((other) => unmerged.includes(leafOfNode(other)))
}

function carriedParentHash(node: NonNullable<TreeNode>): Uint8Array | undefined {
  if (node.kind === 'parent') return node.parentHash
  return node.node.leafNodeSource === 'commit' ? node.node.parentHash : undefined
}

/** The hash of a subtree as if these leaves were blank and listed nowhere. */
function hashWithout(
  suite: Suite,
  tree: RatchetTree,
  { node, leaves }: { readonly node: number; readonly leaves: readonly number[] },
): Uint8Array {
  const gone = leaves.filter((leaf) => isBelow(leaf, node))
  if (gone.length === 0) return nodeHash(suite, tree, node)
  if (isLeafIndex(node)) return leafHash(suite, node, undefined)
  const parent = parentAt(tree, node)
  const kept = parent && { ...parent, unmergedLeaves: parent.unmergedLeaves.filter((leaf) => !gone.includes(leaf)) }
  return parentNodeHash(suite, kept, [
    hashWithout(suite, tree, { node: leftOf(node), leaves: gone }),
    hashWithout(suite, tree, { node: rightOf(node), leaves: gone }),
  ])
}

const INPUT_LEAF = 1
const INPUT_PARENT = 2

function leafHash(suite: Suite, at: number, node: TreeNode): Uint8Array {
  const input = concat(Uint8Array.of(INPUT_LEAF), bigEndian(leafOfNode(at), 4))
  if (node?.kind !== 'leaf') return suite.hash(concat(input, Uint8Array.of(0)))
  return suite.hash(concat(input, Uint8Array.of(1), node.bytes))
}

function parentNodeHash(
  suite: Suite,
  parent: Parent | undefined,
  [left, right]: readonly [Uint8Array, Uint8Array],
): Uint8Array {
  const optional = parent === undefined ? Uint8Array.of(0) : concat(Uint8Array.of(1), encodeParent(parent))
  return suite.hash(concat(Uint8Array.of(INPUT_PARENT), optional, encodeVector(left), encodeVector(right)))
}
