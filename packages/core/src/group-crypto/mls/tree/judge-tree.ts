import { hex } from '@rushlight/protocol'
import type { Suite } from '../keys/suite.ts'
import { MEMBERS_MAX } from '../limits.ts'
import type { MlsExtension } from '../wire/ts-mls.ts'
import { isLeafSigned, isLeafSound, supportsContext } from './leaf.ts'
import { leafAt, leavesOf, parentAt } from './ratchet-tree.ts'
import type { Parent, RatchetTree } from './ratchet-tree.ts'
import { hasValidParentHashes } from './tree-hash.ts'
import { directPathOf, isBelow, nodeOfLeaf } from './tree-math.ts'

/** What a newcomer must find in a tree before it joins (RFC 9420 §12.4.3.1); all of it is public. */
export async function isTreeValid(
  suite: Suite,
  tree: RatchetTree,
  group: { readonly groupId: Uint8Array; readonly extensions: readonly MlsExtension[] },
): Promise<boolean> {
  const leaves = leavesOf(tree)
  if (leaves.length > MEMBERS_MAX || !hasUniqueKeys(tree)) return false
  if (!leaves.every(({ leaf }) => isLeafSound(suite, leaf) && supportsContext(leaf, group.extensions))) return false
  if (!tree.nodes.every((node, at) => node?.kind !== 'parent' || isParentSound(suite, tree, { at, parent: node }))) {
    return false
  }
  if (!hasValidParentHashes(suite, tree)) return false
  const signed = await Promise.all(
    leaves.map(({ index, leaf }) => isLeafSigned(suite, leaf, { groupId: group.groupId, leaf: index })),
  )
  return signed.every(Boolean)
}

/** No encryption key stands at two places, and no signature key at two leaves. */
export function hasUniqueKeys(tree: RatchetTree): boolean {
  const encryption = new Set<string>()
  const signature = new Set<string>()
  let nodes = 0
  let leaves = 0
  for (const node of tree.nodes) {
    if (node === undefined) continue
    nodes++
    encryption.add(hex(node.kind === 'leaf' ? node.node.hpkePublicKey : node.publicKey))
    if (node.kind === 'parent') continue
    leaves++
    signature.add(hex(node.node.signaturePublicKey))
  }
  return encryption.size === nodes && signature.size === leaves
}

function isParentSound(suite: Suite, tree: RatchetTree, at: { readonly at: number; readonly parent: Parent }): boolean {
  const { publicKey, unmergedLeaves } = at.parent
  const ascending = unmergedLeaves.every((leaf, i) => i === 0 || leaf > (unmergedLeaves[i - 1] ?? leaf))
  return (
    suite.hpke.kem.isPublicKey(publicKey) && ascending && unmergedLeaves.every((leaf) => isUnmerged(tree, leaf, at.at))
  )
}

/** An unmerged leaf is there, is below, and is listed by whatever stands between (§7.9.2). */
function isUnmerged(tree: RatchetTree, leaf: number, node: number): boolean {
  if (!isBelow(leaf, node) || leafAt(tree, leaf) === undefined) return false
  const path = directPathOf(nodeOfLeaf(leaf), tree.nodes.length)
  return path
    .slice(0, path.indexOf(node))
    .every((between) => parentAt(tree, between)?.unmergedLeaves.includes(leaf) ?? true)
}
