import { decodeProposal } from '#ts-mls/proposal.js'
import { updateLeafNode, decodeRatchetTree, encodeRatchetTree } from '#ts-mls/ratchetTree.js'
import { toLeafIndex } from '#ts-mls/treemath.js'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { hasUniqueKeys } from '../../group-crypto/mls/tree/judge-tree.ts'
import { isLeafSigned, leafOf } from '../../group-crypto/mls/tree/leaf.ts'
import {
  addLeaf,
  encodeTree,
  leavesOf,
  parseTree,
  removeLeaf,
  resolutionOf,
} from '../../group-crypto/mls/tree/ratchet-tree.ts'
import type { RatchetTree } from '../../group-crypto/mls/tree/ratchet-tree.ts'
import { hasValidParentHashes, nodeHash, treeHash } from '../../group-crypto/mls/tree/tree-hash.ts'
import { parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

export async function runTreeOperations(suite: Suite, vector: VectorValue): Promise<void> {
  const before = parseTree(vector.bytes('tree_before'))
  ensure(before !== undefined, 'a tree')
  ensureEqual(treeHash(suite, before), vector.bytes('tree_hash_before'), 'the hash before')
  const after = applied(before, vector)
  ensureEqual(encodeTree(after), vector.bytes('tree_after'), 'the tree after')
  ensureEqual(treeHash(suite, after), vector.bytes('tree_hash_after'), 'the hash after')
}

function applied(tree: RatchetTree, vector: VectorValue): RatchetTree {
  const proposal = parseWhole(decodeProposal, vector.bytes('proposal'))
  switch (proposal?.proposalType) {
    case 'add':
      return addLeaf(tree, leafOf(proposal.add.keyPackage.leafNode)).tree
    case 'remove':
      return removeLeaf(tree, proposal.remove.removed)
    case 'update': {
      // Rushlight has no Update proposals; the library's work is examined.
      const library = parseWhole(decodeRatchetTree, vector.bytes('tree_before'))
      ensure(library !== undefined, 'a tree')
      const updated = updateLeafNode(library, proposal.update.leafNode, toLeafIndex(vector.number('proposal_sender')))
      return parseTree(encodeRatchetTree(updated)) ?? tree
    }
    default:
      throw new Error('expected a proposal that changes the tree')
  }
}

export async function runTreeValidation(suite: Suite, vector: VectorValue): Promise<void> {
  const tree = parseTree(vector.bytes('tree'))
  ensure(tree !== undefined, 'a tree')
  ensureEqual(encodeTree(tree), vector.bytes('tree'), 'the tree')
  const hashes = vector.field('tree_hashes').items()
  for (const [node, hash] of hashes.entries()) {
    ensure(typeof hash.value === 'string', 'a hash')
    ensure(nodeHash(suite, tree, node).toHex() === hash.value, 'the hash of a node')
  }
  for (const [node, resolution] of vector.list('resolutions').entries()) {
    const wanted = resolution.items().map(({ value }) => value)
    ensure(JSON.stringify(resolutionOf(tree, node)) === JSON.stringify(wanted), 'the resolution')
  }
  ensure(hasValidParentHashes(suite, tree), 'valid parent hashes')
  ensure(hasUniqueKeys(tree), 'unique keys')
  const groupId = vector.bytes('group_id')
  for (const { index, leaf } of leavesOf(tree)) {
    ensure(await isLeafSigned(suite, leaf, { groupId, leaf: index }), 'a signed leaf')
  }
}
