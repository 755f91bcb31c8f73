import { isBelow, directPathOf, leftOf, nodeOfLeaf, rightOf } from './tree-math.ts'
import { leavesOf, parentAt, resolutionOf } from './ratchet-tree.ts'
import type { RatchetTree } from './ratchet-tree.ts'

/**
 * Where a tree is thin: nodes without a key of their own, or with many leaves that do not know it yet. Whoever commits beside
 * one seals his secret to each leaf below it. A commit of anybody below makes it whole.
 */

/** Nodes with fewer leaves below them than that are left thin: it costs little, and every second leaf would have to commit. */
const THIN_LEAVES_MIN = 8
const UNMERGED_MAX = 8

/**
 * How many others stand before this leaf in the order in which those below a thin place are asked to commit: at the place
 * where it is fewest. `undefined`: no thin place is above this leaf.
 */
export function rankAtThinPlace(tree: RatchetTree, leaf: number): number | undefined {
  const thin = directPathOf(nodeOfLeaf(leaf), tree.nodes.length).filter((node) => isThin(tree, node))
  const present = leavesOf(tree).map(({ index }) => index)
  const ranks = thin.map((node) => present.filter((other) => other < leaf && isBelow(other, node)).length)
  return ranks.length === 0 ? undefined : Math.min(...ranks)
}

function isThin(tree: RatchetTree, node: number): boolean {
  const parent = parentAt(tree, node)
  if (parent !== undefined) return parent.unmergedLeaves.length > UNMERGED_MAX
  // A node with nobody on one side gets no key (RFC 9420 §4.1.2).
  const sides = [leftOf(node), rightOf(node)].map((side) => resolutionOf(tree, side).length)
  return sides.every((count) => count > 0) && leavesBelow(tree, node) >= THIN_LEAVES_MIN
}

function leavesBelow(tree: RatchetTree, node: number): number {
  return leavesOf(tree).filter(({ index }) => isBelow(index, node)).length
}
