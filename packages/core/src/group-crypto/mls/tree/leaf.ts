import { bigEndian, concat, encodeVector } from '@rushlight/protocol'
import type { Extension } from '@rushlight/protocol'
import { signWithLabel, verifyWithLabel } from '../keys/labels.ts'
import type { Suite } from '../keys/suite.ts'
import { LEAF_BYTES_MAX } from '../limits.ts'
import {
  findExtension,
  fromMlsExtensions,
  isSoundList,
  mustBeSupported,
  REQUIRED_CAPABILITIES,
} from '../wire/extension.ts'
import {
  decodeLeafNode,
  decodeRequiredCapabilities,
  encodeLeafNode,
  encodeLeafNodeData,
  encodeLeafNodeInfoOmitted,
  extensionTypeToNumber,
  parsePart,
  parseWhole,
} from '../wire/ts-mls.ts'
import type { Capabilities, LeafNode, MlsExtension, RequiredCapabilities } from '../wire/ts-mls.ts'

/** A leaf of the tree (RFC 9420 §7.2): what it says, and the bytes in which it was said, which are signed and hashed. */
export type Leaf = { readonly kind: 'leaf'; readonly node: LeafNode; readonly bytes: Uint8Array }

/** What the outside may know of a leaf. */
export type LeafView = {
  /** Of a `basic` credential; a leaf with any other is in no group of ours. */
  readonly identity: Uint8Array
  readonly signatureKey: Uint8Array
  readonly encryptionKey: Uint8Array
  readonly extensions: readonly Extension[]
  readonly supportedExtensions: readonly number[]
}

export function leafOf(node: LeafNode): Leaf {
  const bytes = encodeLeafNode(node)
  // Read again from bytes of its own: a leaf must not keep the whole message in memory that brought it.
  return { kind: 'leaf', node: parseWhole(decodeLeafNode, bytes) ?? node, bytes }
}

/** A leaf that begins at `start`. */
export function parseLeaf(bytes: Uint8Array, start: number): { readonly leaf: Leaf; readonly end: number } | undefined {
  const part = parsePart(decodeLeafNode, bytes, start)
  if (part === undefined) return undefined
  const leaf: Leaf = { kind: 'leaf', node: part.value, bytes: bytes.subarray(start, part.end) }
  return { leaf, end: part.end }
}

export function leafView({ node }: Leaf): LeafView {
  return {
    identity: identityOf(node)?.slice() ?? new Uint8Array(0),
    signatureKey: node.signaturePublicKey.slice(),
    encryptionKey: node.hpkePublicKey.slice(),
    extensions: fromMlsExtensions(node.extensions),
    supportedExtensions: [...node.capabilities.extensions],
  }
}

/** Where a leaf stands: signed by leaves that were not made for a KeyPackage. */
export type LeafPlace = { readonly groupId: Uint8Array; readonly leaf: number }

/** A leaf without its signature, as it is laid down in the tree. */
export type UnsignedLeaf = LeafNode extends infer Node
  ? Node extends LeafNode
    ? Omit<Node, 'signature'>
    : never
  : never

export async function signLeaf(
  suite: Suite,
  { unsigned, place }: { readonly unsigned: UnsignedLeaf; readonly place: LeafPlace },
  privateKey: Uint8Array,
): Promise<Leaf> {
  const bytes = concat(encodeLeafNodeData(unsigned), encodeLeafNodeInfoOmitted(unsigned))
  const content = signedContent(bytes, unsigned.leafNodeSource, place)
  const signature = await signWithLabel(suite, privateKey, { label: 'LeafNodeTBS', content })
  return leafOf({ ...unsigned, signature })
}

export function isLeafSigned(suite: Suite, leaf: Leaf, place: LeafPlace): Promise<boolean> {
  const { node, bytes } = leaf
  const unsigned = bytes.subarray(0, bytes.length - encodeVector(node.signature).length)
  const content = signedContent(unsigned, node.leafNodeSource, place)
  return verifyWithLabel(suite, node.signaturePublicKey, { label: 'LeafNodeTBS', content, signature: node.signature })
}

/**
 * All of §7.3 that can be seen in the leaf alone, but for the signature and the lifetime: a lifetime is judged by the
 * caller, who knows the time that counts.
 */
export function isLeafSound(suite: Suite, { node, bytes }: Leaf): boolean {
  const { capabilities } = node
  return (
    bytes.length <= LEAF_BYTES_MAX &&
    suite.hpke.kem.isPublicKey(node.hpkePublicKey) &&
    node.signaturePublicKey.length === suite.signaturePublicKeyBytes &&
    identityOf(node) !== undefined &&
    capabilities.versions.includes('mls10') &&
    capabilities.ciphersuites.includes(suite.name) &&
    // Every member has a `basic` credential, so every member must be able to read one.
    capabilities.credentials.includes('basic') &&
    isSoundList(node.extensions) &&
    supportsExtensions(capabilities, node.extensions)
  )
}

/** Whether a leaf may be in a group with these extensions of its GroupContext (§7.3, §11.1). */
export function supportsContext({ node }: Leaf, extensions: readonly MlsExtension[]): boolean {
  const data = findExtension(extensions, REQUIRED_CAPABILITIES)
  const required = data === undefined ? NOTHING_REQUIRED : parseWhole(decodeRequiredCapabilities, data)
  if (required === undefined) return false
  const { capabilities } = node
  return (
    supportsExtensions(capabilities, extensions) &&
    required.extensionTypes.every((type) => isDefaultType(type) || capabilities.extensions.includes(type)) &&
    required.proposalTypes.every((type) => isDefaultType(type) || capabilities.proposals.includes(type)) &&
    required.credentialTypes.every((type) => capabilities.credentials.includes(type))
  )
}

const NOTHING_REQUIRED: RequiredCapabilities = { extensionTypes: [], proposalTypes: [], credentialTypes: [] }

function supportsExtensions(capabilities: Capabilities, extensions: readonly MlsExtension[]): boolean {
  return extensions.every(
    (extension) =>
      !mustBeSupported(extension) || capabilities.extensions.includes(extensionTypeToNumber(extension.extensionType)),
  )
}

/** Types 1 to 7 of extensions and proposals are part of RFC 9420 itself: everybody supports them. */
function isDefaultType(type: number): boolean {
  return type >= 1 && type <= 7
}

function identityOf({ credential }: LeafNode): Uint8Array | undefined {
  return credential.credentialType === 'basic' ? credential.identity : undefined
}

/** LeafNodeTBS: a leaf of a KeyPackage has no place yet. */
function signedContent(unsigned: Uint8Array, source: LeafNode['leafNodeSource'], place: LeafPlace): Uint8Array {
  if (source === 'key_package') return unsigned
  return concat(unsigned, encodeVector(place.groupId), bigEndian(place.leaf, 4))
}
