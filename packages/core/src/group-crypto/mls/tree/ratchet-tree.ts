import { concat, encodeVector, takeVector } from '@rushlight/protocol'
import { TREE_LEAVES_MAX } from '../limits.ts'
import { decodeParentNode, encodeParentNode, parsePart } from '../wire/ts-mls.ts'
import { parseLeaf } from './leaf.ts'
import type { Leaf } from './leaf.ts'
import { copathOf, directPathOf, isLeafIndex, leafOfNode, leftOf, nodeOfLeaf, rightOf, widthFor } from './tree-math.ts'

/**
 * The public ratchet tree (RFC 9420 §7). A value: every change makes another tree that shares what stayed. `hashes` is
 * a memory of node hashes, filled as they are asked for; a change forgets those above it.
 */
export type RatchetTree = {
  /** 2^(d+1) - 1 places; a blank one is `undefined`. */
  readonly nodes: readonly TreeNode[]
  readonly hashes: (Uint8Array | undefined)[]
}

export type TreeNode = Leaf | Parent | undefined

export type Parent = {
  readonly kind: 'parent'
  readonly publicKey: Uint8Array
  readonly parentHash: Uint8Array
  /** Leaf indexes, ascending. */
  readonly unmergedLeaves: readonly number[]
}

export function treeOf(leaf: Leaf): RatchetTree {
  return { nodes: [leaf], hashes: [undefined] }
}

export function leafAt(tree: RatchetTree, leaf: number): Leaf | undefined {
  const node = tree.nodes[nodeOfLeaf(leaf)]
  return node?.kind === 'leaf' ? node : undefined
}

export function parentAt(tree: RatchetTree, node: number): Parent | undefined {
  const found = tree.nodes[node]
  return found?.kind === 'parent' ? found : undefined
}

/** All leaves that are there, in order of their index. */
export function leavesOf(tree: RatchetTree): readonly { readonly index: number; readonly leaf: Leaf }[] {
  return tree.nodes.flatMap((node, at) => (node?.kind === 'leaf' ? [{ index: leafOfNode(at), leaf: node }] : []))
}

/** As many as `leavesOf` lists, without making a list: every commit of a large room asks. */
export function countLeaves(tree: RatchetTree): number {
  let count = 0
  for (const node of tree.nodes) if (node?.kind === 'leaf') count += 1
  return count
}

export function publicKeyAt(tree: RatchetTree, node: number): Uint8Array | undefined {
  const found = tree.nodes[node]
  return found?.kind === 'leaf' ? found.node.hpkePublicKey : found?.publicKey
}

/** Puts the leaf at the leftmost free place (§7.7); nodes above list it as unmerged. */
export function addLeaf(tree: RatchetTree, leaf: Leaf): { readonly tree: RatchetTree; readonly index: number } {
  const free = tree.nodes.findIndex((node, at) => node === undefined && isLeafIndex(at))
  const at = free === -1 ? tree.nodes.length + 1 : free
  const wide = free === -1 ? extended(tree, 2 * tree.nodes.length + 1) : tree
  const index = leafOfNode(at)
  const changes = new Map<number, TreeNode>([[at, leaf]])
  for (const above of directPathOf(at, wide.nodes.length)) {
    const parent = parentAt(wide, above)
    if (parent !== undefined)
      changes.set(above, { ...parent, unmergedLeaves: [...parent.unmergedLeaves, index].sort(byNumber) })
  }
  return { tree: changed(wide, at, changes), index }
}

/** Blanks the leaf and all above it, and cuts off halves that have become empty (§7.8). */
export function removeLeaf(tree: RatchetTree, leaf: number): RatchetTree {
  const at = nodeOfLeaf(leaf)
  const blanked = [at, ...directPathOf(at, tree.nodes.length)].map((node): [number, undefined] => [node, undefined])
  return truncated(changed(tree, at, new Map(blanked)))
}

/** The tree with a leaf exchanged and, above it, exactly these parents and blanks otherwise. */
export function replacePath(tree: RatchetTree, leaf: number, path: ReadonlyMap<number, TreeNode>): RatchetTree {
  const at = nodeOfLeaf(leaf)
  const blanks = directPathOf(at, tree.nodes.length).map((node): [number, TreeNode] => [node, undefined])
  return changed(tree, at, new Map([...blanks, ...path]))
}

/** The nodes that together cover all leaves below (§4.1.1). */
export function resolutionOf(tree: RatchetTree, node: number): readonly number[] {
  const resolution: number[] = []
  collectResolution(tree, node, resolution)
  return resolution
}

function collectResolution(tree: RatchetTree, node: number, into: number[]): void {
  const found = tree.nodes[node]
  if (found !== undefined) into.push(node)
  if (found?.kind === 'parent') into.push(...found.unmergedLeaves.map(nodeOfLeaf))
  if (found !== undefined || isLeafIndex(node)) return
  collectResolution(tree, leftOf(node), into)
  collectResolution(tree, rightOf(node), into)
}

export type PathStep = {
  readonly node: number
  /** What the path secret of `node` is encrypted to when the leaf below commits. */
  readonly resolution: readonly number[]
}

/** The direct path without the nodes whose other side is empty (§4.1.2). */
export function filteredPathOf(tree: RatchetTree, leaf: number): readonly PathStep[] {
  const at = nodeOfLeaf(leaf)
  const copath = copathOf(at, tree.nodes.length)
  return directPathOf(at, tree.nodes.length)
    .map((node, i) => ({ node, resolution: resolutionOf(tree, copath[i] ?? at) }))
    .filter(({ resolution }) => resolution.length > 0)
}

/** The content of a ratchet_tree extension (§12.4.3.3). */
export function encodeTree(tree: RatchetTree): Uint8Array {
  const last = tree.nodes.findLastIndex((node) => node !== undefined)
  return encodeVector(concat(...tree.nodes.slice(0, last + 1).map(encodeOptionalNode)))
}

/** The tree, or `undefined` if it is malformed or too large. Says nothing about signatures, keys and hashes. */
export function parseTree(bytes: Uint8Array): RatchetTree | undefined {
  const taken = takeVector(bytes)
  if (taken === undefined || taken.rest.length > 0) return undefined
  const nodes: TreeNode[] = []
  for (let at = 0; at < taken.data.length;) {
    const parsed = parseOptionalNode(taken.data, at)
    if (parsed === undefined || nodes.length >= 2 * TREE_LEAVES_MAX - 1) return undefined
    if (parsed.node !== undefined && (parsed.node.kind === 'leaf') !== isLeafIndex(nodes.length)) return undefined
    nodes.push(parsed.node)
    at = parsed.end
  }
  if (nodes.at(-1) === undefined) return undefined
  return extended({ nodes, hashes: nodes.map(() => undefined) }, widthFor(Math.ceil((nodes.length + 1) / 2)))
}

export function encodeParent({ publicKey, parentHash, unmergedLeaves }: Parent): Uint8Array {
  return encodeParentNode({ hpkePublicKey: publicKey, parentHash, unmergedLeaves: [...unmergedLeaves] })
}

const NODE_LEAF = 1
const NODE_PARENT = 2

function encodeOptionalNode(node: TreeNode): Uint8Array {
  if (node === undefined) return Uint8Array.of(0)
  return node.kind === 'leaf'
    ? concat(Uint8Array.of(1, NODE_LEAF), node.bytes)
    : concat(Uint8Array.of(1, NODE_PARENT), encodeParent(node))
}

function parseOptionalNode(
  bytes: Uint8Array,
  start: number,
): { readonly node: TreeNode; readonly end: number } | undefined {
  if (bytes[start] === 0) return { node: undefined, end: start + 1 }
  if (bytes[start] !== 1) return undefined
  if (bytes[start + 1] === NODE_LEAF) {
    const parsed = parseLeaf(bytes, start + 2)
    return parsed === undefined ? undefined : { node: parsed.leaf, end: parsed.end }
  }
  if (bytes[start + 1] !== NODE_PARENT) return undefined
  const part = parsePart(decodeParentNode, bytes, start + 2)
  if (part === undefined) return undefined
  const { hpkePublicKey: publicKey, parentHash, unmergedLeaves } = part.value
  return { node: { kind: 'parent', publicKey, parentHash, unmergedLeaves }, end: part.end }
}

function extended({ nodes, hashes }: RatchetTree, width: number): RatchetTree {
  const blanks = Array.from({ length: width - nodes.length }, () => undefined)
  return { nodes: [...nodes, ...blanks], hashes: [...hashes, ...blanks] }
}

function truncated(tree: RatchetTree): RatchetTree {
  const last = tree.nodes.findLastIndex((node) => node !== undefined)
  const width = widthFor(last / 2 + 1)
  return width === tree.nodes.length ? tree : { nodes: tree.nodes.slice(0, width), hashes: tree.hashes.slice(0, width) }
}

/** All changes lie on the path from the node `at` to the root, so these hashes are forgotten. */
function changed(tree: RatchetTree, at: number, changes: ReadonlyMap<number, TreeNode>): RatchetTree {
  const nodes = [...tree.nodes]
  const hashes = [...tree.hashes]
  for (const [node, value] of changes) nodes[node] = value
  for (const node of [at, ...directPathOf(at, nodes.length)]) hashes[node] = undefined
  return { nodes, hashes }
}

function byNumber(a: number, b: number): number {
  return a - b
}
