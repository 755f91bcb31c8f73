import { bigEndian, concat, EMPTY } from '../bytes/bytes.ts'
import { encodeWith } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { ARCHIVE_CHUNK_BYTES, ARCHIVE_RECORD_BYTES_MAX } from '../limits.ts'
import { byteOfChunkEnd, SEGMENT_SALT_BYTES } from './archive-cipher.ts'
import type { ArchiveCipher, ChunkEnd, SegmentCipher } from './archive-cipher.ts'
import { archiveRecordCodec } from './archive-record.ts'
import type { ArchiveRecord } from './archive-record.ts'

/** Of a chunk's and of a record's length. */
export const LENGTH_BYTES = 4
export const SEGMENT_INDEX_BYTES = 4

/**
 * Makes one segment of records, chunk by chunk, without holding it (`spec/archive.md` §2). What it returns is to be written
 * in that order; after `end` it is whole.
 */
export class SegmentSealer {
  readonly start: Uint8Array
  readonly #cipher: SegmentCipher
  #pending: Uint8Array = EMPTY
  #chunks = 0
  /** Of the records so far. */
  bytes = 0

  constructor(crypto: Crypto, cipher: ArchiveCipher, index: number) {
    const salt = crypto.randomBytes(SEGMENT_SALT_BYTES)
    this.start = concat(bigEndian(index, SEGMENT_INDEX_BYTES), salt)
    this.#cipher = cipher.segment(index, salt)
  }

  /** The chunks that are full with it. */
  async add(record: ArchiveRecord): Promise<Uint8Array> {
    const encoded = encodeWith(archiveRecordCodec, record)
    if (encoded.length > ARCHIVE_RECORD_BYTES_MAX) throw new RangeError('a record too long for an archive')
    this.bytes += LENGTH_BYTES + encoded.length
    this.#pending = concat(this.#pending, bigEndian(encoded.length, LENGTH_BYTES), encoded)
    const sealed: Uint8Array[] = []
    while (this.#pending.length > ARCHIVE_CHUNK_BYTES) {
      sealed.push(await this.#seal('chunk', this.#pending.subarray(0, ARCHIVE_CHUNK_BYTES)))
      this.#pending = this.#pending.slice(ARCHIVE_CHUNK_BYTES)
    }
    return concat(...sealed)
  }

  /** The rest of it. */
  end(end: Exclude<ChunkEnd, 'chunk'>): Promise<Uint8Array> {
    return this.#seal(end, this.#pending)
  }

  async #seal(end: ChunkEnd, data: Uint8Array): Promise<Uint8Array> {
    const sealed = await this.#cipher.seal({ index: this.#chunks, end }, data)
    this.#chunks += 1
    return concat(Uint8Array.of(byteOfChunkEnd(end)), bigEndian(data.length, LENGTH_BYTES), sealed)
  }
}
