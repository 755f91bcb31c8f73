import { bigEndian, concat, encodeVector } from '@rushlight/protocol'
import type { Crypto, KemKeyPair } from '@rushlight/protocol'
import { Group } from './group.ts'
import type { GroupState, NodeKeys } from './group.ts'
import { decodeSecretNode, encodeSecretNode } from './keys/secret-node-codec.ts'
import type { SecretNode } from './keys/secret-tree.ts'
import { suiteNamed } from './keys/suite.ts'
import { encodeTree, parseTree } from './tree/ratchet-tree.ts'
import { ByteReader } from './wire/byte-reader.ts'
import { decodeGroupContext, parseWhole } from './wire/ts-mls.ts'

/**
 * A group on disk, in two parts. Tree and epoch secrets are written once per epoch; of the secret tree there is one row
 * per node that holds something, and a message changes one or, the first time its sender speaks, a few of them. Nothing
 * of an earlier epoch is in either. All of it is secret: whoever stores it encrypts it.
 */
export type StoredGroup = { readonly epoch: Uint8Array; readonly ratchets: readonly StoredRatchet[] }

export type StoredRatchet = {
  /** Node index in the tree (RFC 9420 appendix C). */
  readonly node: number
  readonly bytes: Uint8Array
}

/** Counts up with every change of what is stored here. */
const GROUP_FORMAT = 1

export function encodeGroup(group: Group): StoredGroup {
  const state = Group.stateOf(group)
  const ratchets = state.ratchets.nodes.flatMap((node, at) =>
    node === undefined ? [] : [{ node: at, bytes: encodeSecretNode(node) }],
  )
  return { epoch: encodeEpoch(state), ratchets }
}

export type ChangedRatchet = {
  readonly node: number
  /** `undefined`: the row is to be removed. */
  readonly bytes: Uint8Array | undefined
}

/** What to write when one group becomes the other within an epoch. */
export function changedRatchets(before: Group, after: Group): readonly ChangedRatchet[] {
  const [old, present] = [Group.stateOf(before).ratchets.nodes, Group.stateOf(after).ratchets.nodes]
  return present.flatMap((node, at) =>
    node === old[at] ? [] : [{ node: at, bytes: node === undefined ? undefined : encodeSecretNode(node) }],
  )
}

/** The group, or `undefined` for bytes that are no group, or of another format than this program's. */
export function decodeGroup(crypto: Crypto, stored: StoredGroup): Group | undefined {
  try {
    const epoch = readEpoch(crypto, new ByteReader(stored.epoch))
    if (epoch === undefined) return undefined
    const nodes = Array.from({ length: epoch.tree.nodes.length }, (): SecretNode => undefined)
    for (const { node, bytes } of stored.ratchets) nodes[node] = decodeSecretNode(new ByteReader(bytes))
    return nodes.length === epoch.tree.nodes.length ? new Group({ ...epoch, ratchets: { nodes } }) : undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function encodeEpoch(state: GroupState): Uint8Array {
  const { contextBytes, ownLeaf, confirmationTag, signaturePrivateKey, secrets, keys, tree } = state
  const { senderData, exporter, authenticator, init } = secrets
  return concat(
    bigEndian(GROUP_FORMAT, 2),
    encodeVector(contextBytes),
    bigEndian(ownLeaf, 4),
    ...[confirmationTag, signaturePrivateKey, senderData, exporter, authenticator, init].map(encodeVector),
    encodeVector(encodeKeys(keys)),
    encodeTree(tree),
  )
}

function readEpoch(crypto: Crypto, reader: ByteReader): Omit<GroupState, 'ratchets'> | undefined {
  if (reader.uint(2) !== GROUP_FORMAT) return undefined
  const contextBytes = reader.vector()
  const context = parseWhole(decodeGroupContext, contextBytes)
  const suite = context && suiteNamed(crypto, context.cipherSuite)
  const ownLeaf = reader.uint(4)
  const [confirmationTag, signaturePrivateKey] = [reader.vector(), reader.vector()]
  const [senderData, exporter, authenticator, init] = [
    reader.vector(),
    reader.vector(),
    reader.vector(),
    reader.vector(),
  ]
  const keys = readKeys(new ByteReader(reader.vector()))
  const tree = parseTree(reader.rest())
  if (context === undefined || suite === undefined || tree === undefined) return undefined
  const secrets = { senderData, exporter, authenticator, init }
  return { suite, context, contextBytes, ownLeaf, confirmationTag, signaturePrivateKey, secrets, keys, tree }
}

function encodeKeys(keys: NodeKeys): Uint8Array {
  const ascending = [...keys].sort(([a], [b]) => a - b)
  const encoded = ascending.map(([node, { privateKey, publicKey }]) =>
    concat(bigEndian(node, 4), encodeVector(privateKey), encodeVector(publicKey)),
  )
  return concat(...encoded)
}

function readKeys(reader: ByteReader): NodeKeys {
  const keys = new Map<number, KemKeyPair>()
  while (!reader.isAtEnd()) {
    const node = reader.uint(4)
    const privateKey = reader.vector()
    keys.set(node, { privateKey, publicKey: reader.vector() })
  }
  return keys
}
