import { blobId, blobLayoutOf, concat, FILE_KEY_BYTES, openBlob, sealBlob } from '@rushlight/protocol'
import type { BlobId, Crypto } from '@rushlight/protocol'
import type { BlobAnswer, BlobDoor } from '../file/blob-door.ts'

/** A piece of history as it lies at a provider: a blob like that of any file (`spec/blobs.md` §1), held in memory. */
export type SealedSegment = {
  readonly blob: BlobId
  readonly fileKey: Uint8Array
  /** Before it was sealed. */
  readonly bytes: number
  readonly sealed: Uint8Array
}

/** Under a key that nothing else ever had: who drops it has erased the segment, wherever its bytes are. */
export async function sealSegment(crypto: Crypto, data: Uint8Array): Promise<SealedSegment> {
  const fileKey = crypto.randomBytes(FILE_KEY_BYTES)
  const source = {
    bytes: data.length,
    read: (from: number, length: number) => Promise.resolve(data.subarray(from, from + length)),
  }
  const pieces: Uint8Array[] = []
  for await (const piece of sealBlob({ crypto, fileKey, source })) pieces.push(piece)
  const sealed = concat(...pieces)
  return { blob: blobId.fromBytes(crypto.sha256(sealed)), fileKey, bytes: data.length, sealed }
}

export type SealedUnder = Pick<SealedSegment, 'fileKey' | 'bytes'>

/** `undefined`: not what was sealed under that key. */
export async function openSegment(
  crypto: Crypto,
  { fileKey, bytes }: SealedUnder,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  const read = (from: number, length: number): Promise<Uint8Array> =>
    Promise.resolve(sealed.subarray(from, from + length))
  const opened = await openBlob({ crypto, fileKey, fileBytes: bytes, read })
  return opened?.read(0, bytes)
}

/** So much goes with one request: a lost one costs little. */
const PIECE_BYTES: number = 256 * 1024

export type Bringing = {
  readonly door: BlobDoor
  readonly token: string
  readonly releaseHash: Uint8Array
  readonly timeToLiveStep: number
}

/** Goes on where an earlier try has ended. */
export async function bringSegment(
  { door, token, releaseHash, timeToLiveStep }: Bringing,
  { blob, sealed }: Pick<SealedSegment, 'blob' | 'sealed'>,
): Promise<BlobAnswer<undefined>> {
  const created = await door.create(token, { blob, blobBytes: sealed.length, releaseHash, timeToLiveStep })
  if (created.kind !== 'done') return created
  for (let offset = created.value; offset < sealed.length;) {
    const answer = await door.append(token, blob, { offset, bytes: sealed.subarray(offset, offset + PIECE_BYTES) })
    if (answer.kind !== 'done') return answer
    offset = answer.value
  }
  return { kind: 'done', value: undefined }
}

/** The sealed bytes, if they are what their name says. */
export async function fetchSegment(
  crypto: Crypto,
  door: BlobDoor,
  { blob, bytes }: Pick<SealedSegment, 'blob' | 'bytes'>,
): Promise<BlobAnswer<Uint8Array>> {
  const { blobBytes } = blobLayoutOf(bytes)
  const pieces: Uint8Array[] = []
  for (let from = 0; from < blobBytes; from += PIECE_BYTES) {
    const answer = await door.read(blob, { from, to: Math.min(from + PIECE_BYTES, blobBytes) })
    if (answer.kind !== 'done') return answer
    pieces.push(answer.value)
  }
  const sealed = concat(...pieces)
  const isItself = blobId.fromBytes(crypto.sha256(sealed)) === blob
  return isItself ? { kind: 'done', value: sealed } : { kind: 'refused', code: 'fileMismatch' }
}
