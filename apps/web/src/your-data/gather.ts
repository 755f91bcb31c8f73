import { ReadableFileGone } from '@rushlight/core'
import type { ReadableEntry } from '@rushlight/core'
import { crc32, zipOf } from './zip.ts'
import type { ZipEntry } from './zip.ts'

const GATHERED_BYTES: number = 4 * 1024 * 1024

/** Bytes that come piece by piece, as a blob: what the browser holds lies outside the heap, a few megabytes at a time. */
export async function gather(pieces: AsyncIterable<Uint8Array>, type: string): Promise<Blob> {
  return (await gatherCounted(pieces, type)).content
}

/** A readable export in one file. `undefined`: it is too large for one. */
export async function gatherZip(entries: AsyncIterable<ReadableEntry>): Promise<Blob | undefined> {
  const whole: ZipEntry[] = []
  for await (const { path, content } of entries) {
    try {
      whole.push({ path, ...(await gatherCounted(content, 'application/octet-stream')) })
    } catch (error) {
      if (!(error instanceof ReadableFileGone)) throw error
    }
  }
  return zipOf(whole)
}

async function gatherCounted(
  pieces: AsyncIterable<Uint8Array>,
  type: string,
): Promise<{ readonly content: Blob; readonly crc: number }> {
  const blobs: Blob[] = []
  let parts: BlobPart[] = []
  let [bytes, crc] = [0, 0]
  for await (const piece of pieces) {
    parts.push(new Uint8Array(piece))
    bytes += piece.length
    crc = crc32(piece, crc)
    if (bytes < GATHERED_BYTES) continue
    blobs.push(new Blob(parts))
    parts = []
    bytes = 0
  }
  return { content: new Blob([...blobs, ...parts], { type }), crc }
}
