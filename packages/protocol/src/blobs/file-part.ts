import { EMPTY, utf8 } from '../bytes/bytes.ts'
import type { FilePart } from '../content/message.ts'
import { blobId } from '../ids/ids.ts'
import type { BlobId } from '../ids/ids.ts'
import { parseProviderName } from '../identity/provider.ts'
import type { ProviderName } from '../identity/provider.ts'
import { FILE_BYTES_FORMAT_MAX, FILE_NAME_BYTES_MAX } from '../limits.ts'
import { FILE_KEY_BYTES } from './blob-cipher.ts'

/** Private use in IANA's registry of AEAD algorithms: the chunks of `spec/blobs.md` §2. */
const CHUNKED_AES_256_GCM = 0x80_01
const SHA_256 = 1
const SECOND_MS = 1000

/** A file as its author hands it to a message. */
export type SealedFile = {
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  readonly blob: BlobId
  readonly fileKey: Uint8Array
  /** Where it lies, as its author says (R27): a hint. */
  readonly provider?: ProviderName
}

/** `baseUrl` is a hint where to ask first (R27); `endsAt` (UTC ms) from when on asking is in vain. */
export function filePartOf(
  file: SealedFile,
  { baseUrl, endsAt }: { readonly baseUrl: string; readonly endsAt: number },
): FilePart {
  return {
    kind: 'external',
    contentType: file.mediaType,
    url: `${baseUrl}${blobPath(file.blob)}`,
    expires: Math.floor(endsAt / SECOND_MS),
    sizeBytes: file.bytes,
    encAlg: CHUNKED_AES_256_GCM,
    key: file.fileKey,
    nonce: EMPTY,
    aad: EMPTY,
    hashAlg: SHA_256,
    contentHash: blobId.toBytes(file.blob),
    description: '',
    filename: file.name,
  }
}

/** Where a provider has a blob. */
export function blobPath(blob: BlobId): string {
  return `${BLOBS_PATH}/${blob}`
}

export const BLOBS_PATH = '/v1/blobs'

/** What a message tells of a file that this version can fetch and open; `undefined` for any other part. */
export function sealedFileOf(part: FilePart): SealedFile | undefined {
  const { contentType, sizeBytes, encAlg, key, hashAlg, contentHash, filename } = part
  const isKnown = encAlg === CHUNKED_AES_256_GCM && hashAlg === SHA_256 && sizeBytes <= FILE_BYTES_FORMAT_MAX
  if (!isKnown || key.length !== FILE_KEY_BYTES || contentHash.length !== blobId.lengthBytes) return undefined
  const blob = blobId.fromBytes(contentHash)
  const provider = providerIn(part.url)
  const file = { name: filename, mediaType: contentType, bytes: sizeBytes, blob, fileKey: key }
  return provider === undefined ? file : { ...file, provider }
}

function providerIn(url: string): ProviderName | undefined {
  return parseProviderName(/^https?:\/\/([^/]+)\//.exec(url)?.[1] ?? '')
}

/** A name that fits into a message: cut in front of its ending where it is too long. */
export function fittingFileName(name: string): string {
  const ending = /\.[^.]{1,16}$/u.exec(name)?.[0] ?? ''
  const characters = Array.from(name.slice(0, name.length - ending.length))
  while (utf8(characters.join('') + ending).length > FILE_NAME_BYTES_MAX) characters.pop()
  return characters.join('') + ending
}
