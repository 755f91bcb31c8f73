import { concat, EMPTY, parseBigEndian } from '../bytes/bytes.ts'
import { parseExactlyWith } from '../bytes/codec.ts'
import { ARCHIVE_CHUNK_BYTES, ARCHIVE_RECORD_BYTES_MAX } from '../limits.ts'
import { chunkEndOf, SEGMENT_SALT_BYTES } from './archive-cipher.ts'
import type { ArchiveCipher, ChunkEnd, SegmentCipher } from './archive-cipher.ts'
import { archiveRecordCodec } from './archive-record.ts'
import type { ArchiveRecord } from './archive-record.ts'
import { LENGTH_BYTES, SEGMENT_INDEX_BYTES } from './seal-segment.ts'

/** Bytes of an archive; fewer than asked for where it ends. */
export type ReadArchive = (from: number, length: number) => Promise<Uint8Array>

/**
 * An archive that is not as it was sealed. `cutOff`: it ends too early. `outOfOrder`: a segment in another's place.
 * `changed`: bytes are not what they were, or stand elsewhere. `unknown`: it holds what this program cannot read.
 * `excess`: something follows the end.
 */
export class ArchiveBroken extends Error {
  override readonly name = 'ArchiveBroken'
  readonly code: 'cutOff' | 'outOfOrder' | 'changed' | 'unknown' | 'excess'

  constructor(code: ArchiveBroken['code']) {
    super(code)
    this.code = code
  }
}

export type SegmentPlace = {
  readonly index: number
  /** Of its first byte. */
  readonly at: number
}

export type SegmentEnd = { readonly at: number; readonly isLast: boolean }

const TAG_BYTES = 16

/**
 * The records of one segment, in order, and where it ends. Throws `ArchiveBroken` at the first thing that is not as it was
 * sealed; only when it has come to its end is all of it known to be there.
 */
export async function* openSegment(
  cipher: ArchiveCipher,
  read: ReadArchive,
  place: SegmentPlace,
): AsyncGenerator<ArchiveRecord, SegmentEnd> {
  const start = await readExactly(read, place.at, SEGMENT_INDEX_BYTES + SEGMENT_SALT_BYTES)
  if (parseBigEndian(start.subarray(0, SEGMENT_INDEX_BYTES)) !== place.index) throw new ArchiveBroken('outOfOrder')
  const opener = cipher.segment(place.index, start.slice(SEGMENT_INDEX_BYTES))
  const records = new RecordReader()
  let at = place.at + start.length
  for (let index = 0; ; index++) {
    const chunk = await openChunk(opener, read, { index, at })
    at = chunk.at
    yield* records.take(chunk.data)
    if (chunk.end === 'chunk') continue
    if (!records.isAtBorder) throw new ArchiveBroken('unknown')
    return { at, isLast: chunk.end === 'archive' }
  }
}

type Chunk = { readonly data: Uint8Array; readonly end: ChunkEnd; readonly at: number }

async function openChunk(
  opener: SegmentCipher,
  read: ReadArchive,
  { index, at }: { readonly index: number; readonly at: number },
): Promise<Chunk> {
  const head = await readExactly(read, at, 1 + LENGTH_BYTES)
  const end = chunkEndOf(head[0])
  const length = parseBigEndian(head.subarray(1))
  // All chunks but a segment's last are full: there is one way to write it.
  const isPossible = end === 'chunk' ? length === ARCHIVE_CHUNK_BYTES : length <= ARCHIVE_CHUNK_BYTES
  if (end === undefined || !isPossible) throw new ArchiveBroken('changed')
  const sealed = await readExactly(read, at + head.length, length + TAG_BYTES)
  const data = await opener.open({ index, end }, sealed)
  if (data === undefined) throw new ArchiveBroken('changed')
  return { data, end, at: at + head.length + sealed.length }
}

async function readExactly(read: ReadArchive, from: number, length: number): Promise<Uint8Array> {
  const bytes = await read(from, length)
  if (bytes.length !== length) throw new ArchiveBroken('cutOff')
  return bytes
}

/** Records out of chunks: they end where they end. */
class RecordReader {
  #parts: Uint8Array[] = []
  #bytes = 0

  get isAtBorder(): boolean {
    return this.#bytes === 0
  }

  *take(data: Uint8Array): Generator<ArchiveRecord> {
    this.#parts.push(data)
    this.#bytes += data.length
    // A long record comes in many chunks: they are put together once it is whole.
    if (this.#bytes < this.#wanted()) return
    let rest = concat(...this.#parts)
    for (let length = lengthIn(rest); rest.length >= LENGTH_BYTES + length; length = lengthIn(rest)) {
      const record = parseExactlyWith(archiveRecordCodec, rest.subarray(LENGTH_BYTES, LENGTH_BYTES + length))
      if (record === undefined) throw new ArchiveBroken('unknown')
      rest = rest.subarray(LENGTH_BYTES + length)
      yield record
    }
    this.#parts = rest.length === 0 ? [] : [rest.slice()]
    this.#bytes = rest.length
  }

  #wanted(): number {
    const [first = EMPTY] = this.#parts
    return first.length < LENGTH_BYTES ? 0 : LENGTH_BYTES + lengthIn(first)
  }
}

/** Of the record that begins here; more than can be there where not even its length is. */
function lengthIn(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) return ARCHIVE_RECORD_BYTES_MAX
  const length = parseBigEndian(bytes.subarray(0, LENGTH_BYTES))
  if (length > ARCHIVE_RECORD_BYTES_MAX) throw new ArchiveBroken('unknown')
  return length
}
