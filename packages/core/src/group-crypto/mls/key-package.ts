import { bigEndian, concat, encodeVector, equal, parseBigEndian, takeVector } from '@rushlight/protocol'
import type { Crypto, Extension, KemKeyPair } from '@rushlight/protocol'
import { refHash, signWithLabel, verifyWithLabel } from './keys/labels.ts'
import { suiteNamed, suiteOf } from './keys/suite.ts'
import type { Suite, SuiteId } from './keys/suite.ts'
import { KEY_PACKAGE_MESSAGE_BYTES_MAX } from './limits.ts'
import { isLeafSigned, isLeafSound, leafOf, leafView, signLeaf } from './tree/leaf.ts'
import type { Leaf, LeafView } from './tree/leaf.ts'
import { fromMlsExtensions, isSoundList, toMlsExtensions } from './wire/extension.ts'
import { decodeMlsMessage, encodeKeyPackage, encodeKeyPackageTBS, encodeMlsMessage, parseWhole } from './wire/ts-mls.ts'
import type { KeyPackage, KeyPackageTBS, LeafNodeKeyPackage } from './wire/ts-mls.ts'

/** KeyPackages (RFC 9420 §10): what a device leaves behind so that others can add it to a group while it is away. */

export type KeyPackageOptions = {
  readonly suite: SuiteId
  /** Of the `basic` credential. */
  readonly identity: Uint8Array
  readonly signaturePrivateKey: Uint8Array
  readonly leafExtensions: readonly Extension[]
  readonly extensions: readonly Extension[]
  /** Beside those of the leaf: what a GroupContext may hold. */
  readonly supportedExtensions: readonly number[]
  /** UTC ms, rounded to whole seconds outwards. */
  readonly notBeforeAt: number
  readonly notAfterAt: number
}

export type CreatedKeyPackage = {
  /** For the directory: an MLSMessage. */
  readonly keyPackage: Uint8Array
  /** For this device alone: what `joinGroup` and `createGroup` ask for. */
  readonly privateKeys: Uint8Array
  readonly reference: Uint8Array
}

export async function createKeyPackage(crypto: Crypto, options: KeyPackageOptions): Promise<CreatedKeyPackage> {
  const suite = suiteOf(crypto, options.suite)
  if (suite === undefined) throw new RangeError('unknown suite')
  const init = await suite.hpke.kem.generateKeyPair()
  const encryption = await suite.hpke.kem.generateKeyPair()
  const leafNode = await createLeaf(suite, encryption, options)
  const unsigned: KeyPackageTBS = {
    version: 'mls10',
    cipherSuite: suite.name,
    initKey: init.publicKey,
    leafNode,
    extensions: toMlsExtensions(options.extensions),
  }
  const message = { label: 'KeyPackageTBS', content: encodeKeyPackageTBS(unsigned) }
  const keyPackage = { ...unsigned, signature: await signWithLabel(suite, options.signaturePrivateKey, message) }
  const signature = options.signaturePrivateKey.slice()
  const keys = { init: init.privateKey, encryption: encryption.privateKey, signature }
  return {
    keyPackage: encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage }),
    privateKeys: encodePrivateKeys(suite, keys),
    reference: referenceOf(suite, keyPackage),
  }
}

export type KeyPackageView = {
  readonly suite: SuiteId
  readonly reference: Uint8Array
  readonly leaf: LeafView
  readonly extensions: readonly Extension[]
  /** UTC ms, not judged here: whether it is in time is for whoever knows the time that counts (R13). */
  readonly notBeforeAt: number
  readonly notAfterAt: number
}

/** What a KeyPackage says, if it is one, whole and signed, of a suite we speak. */
export async function parseKeyPackage(crypto: Crypto, bytes: Uint8Array): Promise<KeyPackageView | undefined> {
  const keyPackage = readKeyPackage(bytes)
  const suite = keyPackage && suiteNamed(crypto, keyPackage.cipherSuite)
  if (suite === undefined || keyPackage === undefined) return undefined
  return (await isKeyPackageValid(suite, keyPackage)) ? keyPackageView(suite, keyPackage) : undefined
}

export function keyPackageView(suite: Suite, keyPackage: KeyPackage): KeyPackageView {
  const { notBefore, notAfter } = keyPackage.leafNode.lifetime
  return {
    suite: suite.id,
    reference: referenceOf(suite, keyPackage),
    leaf: leafView(leafOf(keyPackage.leafNode)),
    extensions: fromMlsExtensions(keyPackage.extensions),
    notBeforeAt: toMs(notBefore),
    notAfterAt: toMs(notAfter),
  }
}

export function readKeyPackage(bytes: Uint8Array): KeyPackage | undefined {
  if (bytes.length > KEY_PACKAGE_MESSAGE_BYTES_MAX) return undefined
  const message = parseWhole(decodeMlsMessage, bytes)
  return message?.wireformat === 'mls_key_package' ? message.keyPackage : undefined
}

/** §10.1, but for the lifetime. */
export async function isKeyPackageValid(suite: Suite, keyPackage: KeyPackage): Promise<boolean> {
  const leaf: Leaf = leafOf(keyPackage.leafNode)
  const sound =
    encodeKeyPackage(keyPackage).length <= KEY_PACKAGE_MESSAGE_BYTES_MAX &&
    keyPackage.version === 'mls10' &&
    keyPackage.cipherSuite === suite.name &&
    suite.hpke.kem.isPublicKey(keyPackage.initKey) &&
    !equal(keyPackage.initKey, keyPackage.leafNode.hpkePublicKey) &&
    isSoundList(keyPackage.extensions) &&
    isLeafSound(suite, leaf)
  if (!sound) return false
  const content = encodeKeyPackageTBS(keyPackage)
  const message = { label: 'KeyPackageTBS', content, signature: keyPackage.signature }
  const nowhere = { groupId: new Uint8Array(0), leaf: 0 }
  const { signaturePublicKey } = keyPackage.leafNode
  return (await isLeafSigned(suite, leaf, nowhere)) && (await verifyWithLabel(suite, signaturePublicKey, message))
}

export function referenceOf(suite: Suite, keyPackage: KeyPackage): Uint8Array {
  return refHash(suite, 'MLS 1.0 KeyPackage Reference', encodeKeyPackage(keyPackage))
}

export type PrivateKeys = {
  readonly init: Uint8Array
  readonly encryption: Uint8Array
  readonly signature: Uint8Array
}

const PRIVATE_KEYS_FORMAT = 1

/** The keys, or `undefined` if these bytes are none of this suite. */
export function parsePrivateKeys(suite: Suite, bytes: Uint8Array): PrivateKeys | undefined {
  const isKnown =
    parseBigEndian(bytes.subarray(0, 2)) === PRIVATE_KEYS_FORMAT && parseBigEndian(bytes.subarray(2, 4)) === suite.id
  const init = isKnown ? takeVector(bytes.subarray(4)) : undefined
  const encryption = init && takeVector(init.rest)
  const signature = encryption && takeVector(encryption.rest)
  if (init === undefined || encryption === undefined || signature === undefined) return undefined
  if (signature.rest.length > 0) return undefined
  return { init: init.data, encryption: encryption.data, signature: signature.data }
}

export function encodePrivateKeys(suite: Suite, { init, encryption, signature }: PrivateKeys): Uint8Array {
  const head = concat(bigEndian(PRIVATE_KEYS_FORMAT, 2), bigEndian(suite.id, 2))
  return concat(head, encodeVector(init), encodeVector(encryption), encodeVector(signature))
}

async function createLeaf(
  suite: Suite,
  encryption: KemKeyPair,
  options: KeyPackageOptions,
): Promise<LeafNodeKeyPackage> {
  const { identity, signaturePrivateKey, leafExtensions, supportedExtensions } = options
  const types = new Set([...leafExtensions.map(({ type }) => type), ...supportedExtensions])
  const unsigned = {
    leafNodeSource: 'key_package' as const,
    hpkePublicKey: encryption.publicKey,
    signaturePublicKey: await suite.crypto.ed25519PublicKey(signaturePrivateKey),
    credential: { credentialType: 'basic' as const, identity: identity.slice() },
    capabilities: {
      versions: ['mls10' as const],
      ciphersuites: [suite.name],
      extensions: [...types].sort((a, b) => a - b),
      proposals: [],
      credentials: ['basic' as const],
    },
    lifetime: {
      notBefore: BigInt(Math.floor(options.notBeforeAt / SECOND_MS)),
      notAfter: BigInt(Math.ceil(options.notAfterAt / SECOND_MS)),
    },
    extensions: toMlsExtensions(leafExtensions),
  }
  const place = { groupId: new Uint8Array(0), leaf: 0 }
  const leaf = await signLeaf(suite, { unsigned, place }, signaturePrivateKey)
  return { ...unsigned, signature: leaf.node.signature }
}

const SECOND_MS = 1000

/** Times beyond what a number can tell apart are the end of time. */
function toMs(seconds: bigint): number {
  const end = Math.floor(Number.MAX_SAFE_INTEGER / SECOND_MS)
  return seconds > BigInt(end) ? Number.MAX_SAFE_INTEGER : Number(seconds) * SECOND_MS
}
