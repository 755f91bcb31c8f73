import { bigEndian, concat, encodeVector, parseBigEndian, takeVector } from '@rushlight/protocol'
import { GROUP_ID_BYTES_MAX, MESSAGE_BYTES_MAX } from '../limits.ts'

/**
 * A PrivateMessage in its MLSMessage frame (RFC 9420 §6, §6.3): the only form in which anything is said in a group. The
 * layout is written out here, since every message passes through it.
 */
export type PrivateMessage = {
  readonly groupId: Uint8Array
  readonly epoch: bigint
  readonly contentType: ContentType
  readonly authenticatedData: Uint8Array
  readonly sealedSenderData: Uint8Array
  readonly ciphertext: Uint8Array
}

export type ContentType = 'application' | 'proposal' | 'commit'

export function encodePrivateMessage(message: PrivateMessage): Uint8Array {
  return concat(
    FRAME,
    contentAssociatedData(message),
    encodeVector(message.sealedSenderData),
    encodeVector(message.ciphertext),
  )
}

/** `undefined` for anything else, other wire formats and forms that are not the shortest included. */
export function parsePrivateMessage(bytes: Uint8Array): PrivateMessage | undefined {
  if (bytes.length > MESSAGE_BYTES_MAX || !FRAME.every((byte, i) => bytes[i] === byte)) return undefined
  const groupId = takeVector(bytes.subarray(FRAME.length))
  if (groupId === undefined || groupId.data.length > GROUP_ID_BYTES_MAX) return undefined
  const contentType = CONTENT_TYPES[groupId.rest[EPOCH_BYTES] ?? 0]
  if (contentType === undefined) return undefined
  const authenticatedData = takeVector(groupId.rest.subarray(EPOCH_BYTES + 1))
  if (authenticatedData === undefined) return undefined
  const sealedSenderData = takeVector(authenticatedData.rest)
  if (sealedSenderData === undefined) return undefined
  const ciphertext = takeVector(sealedSenderData.rest)
  if (ciphertext === undefined || ciphertext.rest.length > 0) return undefined
  return {
    groupId: groupId.data,
    epoch: parseEpoch(groupId.rest.subarray(0, EPOCH_BYTES)),
    contentType,
    authenticatedData: authenticatedData.data,
    sealedSenderData: sealedSenderData.data,
    ciphertext: ciphertext.data,
  }
}

type Header = Pick<PrivateMessage, 'groupId' | 'epoch' | 'contentType'>

/** PrivateContentAAD. */
export function contentAssociatedData(header: Header & Pick<PrivateMessage, 'authenticatedData'>): Uint8Array {
  return concat(senderAssociatedData(header), encodeVector(header.authenticatedData))
}

/** SenderDataAAD. */
export function senderAssociatedData({ groupId, epoch, contentType }: Header): Uint8Array {
  return concat(encodeVector(groupId), encodeEpoch(epoch), encodeContentType(contentType))
}

export type SenderData = { readonly leaf: number; readonly generation: number; readonly reuseGuard: Uint8Array }

export const REUSE_GUARD_BYTES = 4

export function encodeSenderData({ leaf, generation, reuseGuard }: SenderData): Uint8Array {
  return concat(bigEndian(leaf, 4), bigEndian(generation, 4), reuseGuard)
}

export function parseSenderData(bytes: Uint8Array): SenderData | undefined {
  if (bytes.length !== 8 + REUSE_GUARD_BYTES) return undefined
  return {
    leaf: parseBigEndian(bytes.subarray(0, 4)),
    generation: parseBigEndian(bytes.subarray(4, 8)),
    reuseGuard: bytes.slice(8),
  }
}

export type MemberContent = Header & {
  readonly leaf: number
  readonly authenticatedData: Uint8Array
  /** A Commit, or application data as a vector. */
  readonly content: Uint8Array
}

/**
 * Wire format and FramedContent of what a member says privately. With the version before and the GroupContext after it,
 * it is what the sender signs; with the signature after it, a commit's share of the transcript.
 */
export function framedContent({ leaf, content, ...header }: MemberContent): Uint8Array {
  return concat(
    WIRE_FORMAT_PRIVATE,
    encodeVector(header.groupId),
    encodeEpoch(header.epoch),
    Uint8Array.of(SENDER_MEMBER),
    bigEndian(leaf, 4),
    encodeVector(header.authenticatedData),
    encodeContentType(header.contentType),
    content,
  )
}

/** FramedContentTBS. */
export function signedContent(framed: Uint8Array, context: Uint8Array): Uint8Array {
  return concat(VERSION_MLS10, framed, context)
}

function encodeEpoch(epoch: bigint): Uint8Array {
  const bytes = new Uint8Array(EPOCH_BYTES)
  new DataView(bytes.buffer).setBigUint64(0, epoch)
  return bytes
}

function parseEpoch(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0)
}

const VERSION_MLS10 = Uint8Array.of(0, 1)
const WIRE_FORMAT_PRIVATE = Uint8Array.of(0, 2)
const FRAME = concat(VERSION_MLS10, WIRE_FORMAT_PRIVATE)
const SENDER_MEMBER = 1
const EPOCH_BYTES = 8
const CONTENT_TYPES: readonly (ContentType | undefined)[] = [undefined, 'application', 'proposal', 'commit']

function encodeContentType(contentType: ContentType): Uint8Array {
  return Uint8Array.of(CONTENT_TYPES.indexOf(contentType))
}
