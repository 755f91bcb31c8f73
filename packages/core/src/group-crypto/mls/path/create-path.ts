import type { KemKeyPair } from '@rushlight/protocol'
import { createLabelSealer } from '../keys/labels.ts'
import type { LabelSealer } from '../keys/labels.ts'
import type { Suite } from '../keys/suite.ts'
import { signLeaf } from '../tree/leaf.ts'
import type { UnsignedLeaf } from '../tree/leaf.ts'
import { leafAt, publicKeyAt, replacePath } from '../tree/ratchet-tree.ts'
import type { PathStep, RatchetTree, TreeNode } from '../tree/ratchet-tree.ts'
import { nodeOfLeaf } from '../tree/tree-math.ts'
import type { HPKECiphertext, LeafNodeCommit, UpdatePath, UpdatePathNode } from '../wire/ts-mls.ts'
import { climb, nodeKeys } from './path-secrets.ts'
import type { Climb } from './path-secrets.ts'
import { parentsFor, stepsFor } from './update-path.ts'

/** A new path from the committer's leaf to the root (RFC 9420 §7.4, §7.5). */
export type CreatedPath = {
  readonly tree: RatchetTree
  readonly steps: readonly PathStep[]
  readonly leafKeys: KemKeyPair
  readonly climb: Climb
  readonly leaf: LeafNodeCommit
}

export type PathRequest = {
  readonly groupId: Uint8Array
  readonly committer: number
  readonly signaturePrivateKey: Uint8Array
  /** Leaves that came with this commit. */
  readonly added: readonly number[]
}

export async function createPath(suite: Suite, tree: RatchetTree, request: PathRequest): Promise<CreatedPath> {
  const { groupId, committer, signaturePrivateKey, added } = request
  const own = leafAt(tree, committer)
  if (own === undefined) throw new Error('the committer has no leaf')
  const steps = stepsFor(tree, committer, added)
  const first = suite.crypto.randomBytes(suite.hashBytes)
  const leafKeys = await nodeKeys(suite, first)
  // The leaf's own secret is the first of the path; it is told to nobody.
  const { secrets, commitSecret } = await climb(suite, first, [nodeOfLeaf(committer), ...steps.map(({ node }) => node)])
  const above: Climb = { secrets: secrets.slice(1), commitSecret }
  const publicKeys = above.secrets.map(({ keys }) => keys.publicKey)
  const { parents, leafParentHash } = parentsFor(suite, tree, { committer, steps, publicKeys })
  const unsigned = {
    leafNodeSource: 'commit' as const,
    parentHash: leafParentHash,
    hpkePublicKey: leafKeys.publicKey,
    signaturePublicKey: own.node.signaturePublicKey,
    credential: own.node.credential,
    capabilities: own.node.capabilities,
    extensions: own.node.extensions,
  } satisfies UnsignedLeaf
  const place = { groupId, leaf: committer }
  const leaf = await signLeaf(suite, { unsigned, place }, signaturePrivateKey)
  const changes = new Map<number, TreeNode>([...parents, [nodeOfLeaf(committer), leaf]])
  const signed = { ...unsigned, signature: leaf.node.signature }
  return { tree: replacePath(tree, committer, changes), steps, leafKeys, climb: above, leaf: signed }
}

/** Tells each part of the tree the secret of the lowest node of the path above it (§7.6). */
export async function sealPath(
  suite: Suite,
  before: RatchetTree,
  { path, context }: { readonly path: CreatedPath; readonly context: Uint8Array },
): Promise<UpdatePath> {
  const seal = createLabelSealer(suite, 'UpdatePathNode', context)
  const nodes = path.climb.secrets.map(async ({ secret, keys }, i): Promise<UpdatePathNode> => {
    const receivers = path.steps[i]?.resolution ?? []
    const sealed = receivers.map((node) => sealTo(seal, publicKeyAt(before, node), secret))
    return { hpkePublicKey: keys.publicKey, encryptedPathSecret: await Promise.all(sealed) }
  })
  return { leafNode: path.leaf, nodes: await Promise.all(nodes) }
}

/** Every key in a tree or KeyPackage that was judged can be sealed to. */
export async function sealTo(
  seal: LabelSealer,
  publicKey: Uint8Array | undefined,
  data: Uint8Array,
): Promise<HPKECiphertext> {
  const sealed = publicKey === undefined ? undefined : await seal(publicKey, data)
  if (sealed === undefined) throw new Error('a judged key cannot be sealed to')
  return sealed
}
