/**
 * Where things are in a full binary tree written as an array (RFC 9420 appendix C): leaves have even indexes, the node
 * `x` of level `k` has its `k` lowest bits set. `width` is the number of nodes, 2^(d+1) - 1.
 */
export function isLeafIndex(node: number): boolean {
  return node % 2 === 0
}

export function nodeOfLeaf(leaf: number): number {
  return 2 * leaf
}

export function leafOfNode(node: number): number {
  return node / 2
}

/** The least width of a full tree with that many leaves. */
export function widthFor(leaves: number): number {
  let width = 1
  while ((width + 1) / 2 < leaves) width = 2 * width + 1
  return width
}

export function rootOf(width: number): number {
  return (width - 1) / 2
}

export function leftOf(node: number): number {
  return node - stepOf(node)
}

export function rightOf(node: number): number {
  return node + stepOf(node)
}

/** From the parent to the root; `node` itself is not in it. */
export function directPathOf(node: number, width: number): readonly number[] {
  const path: number[] = []
  const root = rootOf(width)
  for (let at = node; at !== root;) {
    at = parentOf(at)
    path.push(at)
  }
  return path
}

/** The sibling of `node` and of each of its ancestors below the root, in the order of the direct path. */
export function copathOf(node: number, width: number): readonly number[] {
  const below = [node, ...directPathOf(node, width)]
  return below.slice(0, -1).map((at, i) => {
    const parent = below[i + 1] ?? at
    return at < parent ? rightOf(parent) : leftOf(parent)
  })
}

/** First and last leaf below a node, both included. */
function leavesBelow(node: number): { readonly first: number; readonly last: number } {
  const span = levelSize(node) - 1
  return { first: (node - span) / 2, last: (node + span) / 2 }
}

export function isBelow(leaf: number, node: number): boolean {
  const { first, last } = leavesBelow(node)
  return first <= leaf && leaf <= last
}

export function parentOf(node: number): number {
  const size = levelSize(node)
  // The bit above the node's level says whether it is a right child.
  return Math.floor(node / (2 * size)) % 2 === 0 ? node + size : node - size
}

/** 2^level. */
function levelSize(node: number): number {
  let size = 1
  while (Math.floor(node / size) % 2 === 1) size *= 2
  return size
}

/** How far the children of a parent are from it. */
function stepOf(node: number): number {
  return levelSize(node) / 2
}
