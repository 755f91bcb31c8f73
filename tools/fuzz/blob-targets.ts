import type { ByteTarget } from '@rushlight/core/testing'
import {
  bigEndian,
  BLOB_HEADER_BYTES,
  BLOB_TAG_BYTES,
  concat,
  createBlobCipher,
  FILE_CHUNK_BYTES,
  FILE_KEY_BYTES,
  openBlob,
  parseBigEndian,
  sealBlob,
} from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'

/** How long the file is, says the message, which a member can bend as well: it stands before the blob. */
const LENGTH_BYTES = 7
/** One chunk, and two of which the second is short. */
const FILES_BYTES = [1_000, FILE_CHUNK_BYTES + 900]
/** Every byte of a sealed file; what follows it up to the end of its last chunk is nought. */
const FILLED = 7

/** Blobs as a device reads them that was given their key: the beginning alone, and whole ones to their end. */
export async function blobTargets(crypto: Crypto): Promise<readonly ByteTarget[]> {
  const fileKey = new Uint8Array(FILE_KEY_BYTES)
  const cipher = createBlobCipher(crypto, fileKey)
  const samples: Uint8Array[] = []
  for (const bytes of FILES_BYTES) {
    const source = { bytes, read: (_: number, length: number) => Promise.resolve(new Uint8Array(length).fill(FILLED)) }
    samples.push(
      concat(bigEndian(bytes, LENGTH_BYTES), ...(await Array.fromAsync(sealBlob({ crypto, fileKey, source })))),
    )
  }
  return [
    { name: 'blob header', samples: [cipher.header], read: (bytes) => cipher.isHeader(bytes) || undefined },
    {
      name: 'whole blob',
      isSlow: true,
      samples,
      read: (bytes) => readWhole(crypto, fileKey, bytes),
      parts: { split: splitBlob, join: joinBlob },
    },
  ]
}

async function readWhole(crypto: Crypto, fileKey: Uint8Array, bytes: Uint8Array): Promise<unknown> {
  if (bytes.length < LENGTH_BYTES) return undefined
  const fileBytes = parseBigEndian(bytes.subarray(0, LENGTH_BYTES))
  const blob = bytes.subarray(LENGTH_BYTES)
  const read = (from: number, length: number): Promise<Uint8Array> =>
    Promise.resolve(blob.subarray(from, from + length))
  const opened = await openBlob({ crypto, fileKey, fileBytes, read })
  const data = await opened?.read(0, fileBytes)
  if (data?.every((byte) => byte === FILLED || byte === 0) === false) throw new Error('opens what nobody sealed')
  return data
}

type BlobParts = { readonly fileBytes: number; readonly header: Uint8Array; readonly chunks: readonly Uint8Array[] }

function splitBlob(bytes: Uint8Array): BlobParts {
  const blob = bytes.subarray(LENGTH_BYTES)
  const chunks: Uint8Array[] = []
  const step = FILE_CHUNK_BYTES + BLOB_TAG_BYTES
  for (let at = BLOB_HEADER_BYTES; at < blob.length; at += step) chunks.push(blob.subarray(at, at + step))
  return {
    fileBytes: parseBigEndian(bytes.subarray(0, LENGTH_BYTES)),
    header: blob.subarray(0, BLOB_HEADER_BYTES),
    chunks,
  }
}

/** Throws for what has no such parts any more. */
function joinBlob(value: unknown): Uint8Array {
  if (!isBlobParts(value)) throw new TypeError('no parts of a blob')
  return concat(bigEndian(value.fileBytes, LENGTH_BYTES), value.header, ...value.chunks)
}

function isBlobParts(value: unknown): value is BlobParts {
  if (typeof value !== 'object' || value === null) return false
  if (!('fileBytes' in value && 'header' in value && 'chunks' in value)) return false
  const { fileBytes, header, chunks } = value
  if (!Number.isSafeInteger(fileBytes) || !(header instanceof Uint8Array) || !Array.isArray(chunks)) return false
  return chunks.every((part: unknown) => part instanceof Uint8Array)
}
