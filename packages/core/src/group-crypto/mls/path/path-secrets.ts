import { equal } from '@rushlight/protocol'
import type { KemKeyPair } from '@rushlight/protocol'
import type { NodeKeys } from '../group.ts'
import { deriveSecret } from '../keys/labels.ts'
import type { Suite } from '../keys/suite.ts'
import { publicKeyAt } from '../tree/ratchet-tree.ts'
import type { RatchetTree } from '../tree/ratchet-tree.ts'
import { directPathOf, nodeOfLeaf } from '../tree/tree-math.ts'

/** From one path secret to all that follows from it, up to the commit secret (RFC 9420 §7.4). */
export type Climb = {
  readonly secrets: readonly { readonly node: number; readonly secret: Uint8Array; readonly keys: KemKeyPair }[]
  readonly commitSecret: Uint8Array
}

/** `nodes` from the one that `pathSecret` belongs to up to the root. */
export async function climb(suite: Suite, pathSecret: Uint8Array, nodes: readonly number[]): Promise<Climb> {
  const secrets: Climb['secrets'][number][] = []
  let secret = pathSecret
  for (const node of nodes) {
    secrets.push({ node, secret, keys: await nodeKeys(suite, secret) })
    secret = deriveSecret(suite, secret, 'path')
  }
  return { secrets, commitSecret: secret }
}

export function nodeKeys(suite: Suite, pathSecret: Uint8Array): Promise<KemKeyPair> {
  return suite.hpke.kem.deriveKeyPair(deriveSecret(suite, pathSecret, 'node'))
}

/** Whether the secret leads to the very public keys that stand in the tree. */
export function leadsTo(tree: RatchetTree, { secrets }: Climb): boolean {
  return secrets.every(({ node, keys }) => equal(publicKeyAt(tree, node) ?? new Uint8Array(0), keys.publicKey))
}

/** Of the keys known, those of nodes that still have them and stand above the own leaf. */
export function keysFor(tree: RatchetTree, ownLeaf: number, known: Iterable<readonly [number, KemKeyPair]>): NodeKeys {
  const own = nodeOfLeaf(ownLeaf)
  const above = new Set([own, ...directPathOf(own, tree.nodes.length)])
  const kept = new Map<number, KemKeyPair>()
  for (const [node, keys] of known) {
    const publicKey = publicKeyAt(tree, node)
    if (above.has(node) && publicKey !== undefined && equal(publicKey, keys.publicKey)) kept.set(node, keys)
  }
  return kept
}
