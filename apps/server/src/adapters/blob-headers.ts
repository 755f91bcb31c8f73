import { blobId, BLOB_TIME_TO_LIVE_STEP_MAX, EMPTY, parseUtf8 } from '@rushlight/protocol'
import type { Provider } from '../provider.ts'

/** What stands in the headers of requests about blobs (`spec/blobs.md` §4), which anybody can write: nothing here throws. */

const HASH_BYTES = 32

/** The upload that a client begins; `undefined` if it says anything that no client of ours would. */
export function readNewBlob(
  length: string | undefined,
  metadataHeader: string | undefined,
): Parameters<Provider['blobs']['create']>[1] | undefined {
  const bytes = readNumber(length)
  const metadata = readMetadata(metadataHeader ?? '')
  const [blob, releaseHash] = [metadata.get('blob') ?? EMPTY, metadata.get('release') ?? EMPTY]
  const timeToLiveStep = readNumber(parseUtf8(metadata.get('ttl') ?? EMPTY))
  if (bytes === undefined || bytes === 0 || timeToLiveStep === undefined || timeToLiveStep > BLOB_TIME_TO_LIVE_STEP_MAX)
    return undefined
  if (blob.length !== blobId.lengthBytes || releaseHash.length !== HASH_BYTES) return undefined
  return { blob: blobId.fromBytes(blob), bytes, releaseHash, timeToLiveStep }
}

function readMetadata(header: string): ReadonlyMap<string, Uint8Array> {
  const pairs = header.split(',').map((pair) => pair.trim().split(' '))
  return new Map(pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64')]))
}

export function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** One range as clients ask for it; any other header counts as none (RFC 9110 §14.2). */
export function readRange(
  header: string | undefined,
  bytes: number,
): { from: number; to: number } | 'outside' | undefined {
  const [, first, last = ''] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === undefined) return undefined
  const from = Number(first)
  const to = last === '' ? bytes : Math.min(Number(last) + 1, bytes)
  return from >= to ? 'outside' : { from, to }
}

export function readToken(header: string | undefined): string | undefined {
  return /^Bearer ([\w-]{1,128})$/.exec(header ?? '')?.[1]
}
