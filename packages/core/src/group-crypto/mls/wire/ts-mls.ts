import type { Decoder } from '#ts-mls/codec/tlsDecoder.js'

/**
 * The one door to ts-mls: its types and codecs of RFC 9420's structures, corrected (`tools/ts-mls`). What a group does
 * with them is this folder's own. A change to another version of the library, or away from it, is a change here.
 */
export type { Capabilities } from '#ts-mls/capabilities.js'
export type { CiphersuiteName } from '#ts-mls/crypto/ciphersuite.js'
export type { Commit } from '#ts-mls/commit.js'
export type { Extension as MlsExtension } from '#ts-mls/extension.js'
export type { GroupContext } from '#ts-mls/groupContext.js'
export type { GroupInfo, GroupInfoTBS } from '#ts-mls/groupInfo.js'
export type { GroupSecrets } from '#ts-mls/groupSecrets.js'
export type { HPKECiphertext } from '#ts-mls/hpkeCiphertext.js'
export type { KeyPackage, KeyPackageTBS } from '#ts-mls/keyPackage.js'
export type { LeafNode, LeafNodeCommit, LeafNodeKeyPackage } from '#ts-mls/leafNode.js'
export type { Proposal } from '#ts-mls/proposal.js'
export type { RequiredCapabilities } from '#ts-mls/requiredCapabilities.js'
export type { UpdatePath, UpdatePathNode } from '#ts-mls/updatePath.js'
export type { Welcome } from '#ts-mls/welcome.js'
export { ciphersuites } from '#ts-mls/crypto/ciphersuite.js'
export { decodeCommit, encodeCommit } from '#ts-mls/commit.js'
export { defaultExtensionTypes } from '#ts-mls/defaultExtensionType.js'
export { encodeExtension, extensionTypeToNumber } from '#ts-mls/extension.js'
export { decodeGroupContext, encodeGroupContext } from '#ts-mls/groupContext.js'
export { decodeGroupInfo, encodeGroupInfo, encodeGroupInfoTBS } from '#ts-mls/groupInfo.js'
export { decodeGroupSecrets, encodeGroupSecrets } from '#ts-mls/groupSecrets.js'
export { encodeKeyPackage, encodeKeyPackageTBS } from '#ts-mls/keyPackage.js'
export { decodeLeafNode, encodeLeafNode, encodeLeafNodeData, encodeLeafNodeInfoOmitted } from '#ts-mls/leafNode.js'
export { decodeMlsMessage, encodeMlsMessage } from '#ts-mls/message.js'
export { decodeParentNode, encodeParentNode } from '#ts-mls/parentNode.js'
export { decodeRequiredCapabilities } from '#ts-mls/requiredCapabilities.js'

/** The value, if the bytes are exactly one. */
export function parseWhole<T>(decode: Decoder<T>, bytes: Uint8Array): T | undefined {
  const part = parsePart(decode, bytes, 0)
  return part !== undefined && part.end === bytes.length ? part.value : undefined
}

/** The value that begins at `start`, and where it ends. Whatever the library throws, hostile bytes are the reason. */
export function parsePart<T>(
  decode: Decoder<T>,
  bytes: Uint8Array,
  start: number,
): { readonly value: T; readonly end: number } | undefined {
  try {
    const decoded = decode(bytes, start)
    if (decoded === undefined || start + decoded[1] > bytes.length) return undefined
    return { value: decoded[0], end: start + decoded[1] }
  } catch {
    return undefined
  }
}
