import { bigEndian, concat, encodeVector } from '@rushlight/protocol'
import type { Crypto, KemKeyPair } from '@rushlight/protocol'
import { Group } from './group.ts'
import type { GroupState, NodeKeys } from './group.ts'
import { decodeSecretNode, encodeSecretNode } from './keys/secret-node-codec.ts'
import type { SecretNode } from './keys/secret-tree.ts'
import { changesBetween, itemsOf, shelfOf } from './keys/shelf.ts'
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
  const ratchets = itemsOf(state.ratchets).map(({ at, item }) => ({ node: at, bytes: encodeSecretNode(item) }))
  return { epoch: encodeEpoch(state), ratchets }
}

export type ChangedRatchet = {
  readonly node: number
  /** `undefined`: the row is to be removed. */
  readonly bytes: Uint8Array | undefined
}

/** What to write when one group becomes the other within an epoch. */
export function changedRatchets(before: Group, after: Group): readonly ChangedRatchet[] {
  return changesBetween(Group.stateOf(before).ratchets, Group.stateOf(after).ratchets).map(({ at, item }) => ({
    node: at,
    bytes: item && encodeSecretNode(item),
  }))
}

/** The group, or `undefined` for bytes that are no group, or of another format than this program's. */
export function decodeGroup(crypto: Crypto, stored: StoredGroup): Group | undefined {
  try {
    const epoch = readEpoch(crypto, new ByteReader(stored.epoch))
    if (epoch === undefined) return undefined
    const nodes = stored.ratchets.map(({ node, bytes }) => [node, decodeSecretNode(new ByteReader(bytes))] as const)
    return new Group({ ...epoch, ratchets: shelfOf<SecretNode>(epoch.tree.nodes.length, new Map(nodes)) })
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
