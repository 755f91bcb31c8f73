import {
  ARCHIVE_SEGMENT_BYTES,
  concat,
  createArchiveCipher,
  encodeArchiveHead,
  SegmentSealer,
} from '@rushlight/protocol'
import type { ArchiveHead, ArchiveRecord, Crypto } from '@rushlight/protocol'

export type WriteArchive = {
  readonly crypto: Crypto
  readonly head: ArchiveHead
  readonly key: Uint8Array
  readonly records: AsyncIterable<ArchiveRecord>
}

/** An archive in one piece, as it is to be written, held one chunk at a time. */
export async function* writeArchive({ crypto, head, key, records }: WriteArchive): AsyncGenerator<Uint8Array> {
  const headBytes = encodeArchiveHead(head)
  const cipher = createArchiveCipher(crypto, key, headBytes)
  yield concat(headBytes, cipher.commitment)
  let index = 0
  let segment = new SegmentSealer(crypto, cipher, index)
  yield segment.start
  for await (const record of records) {
    if (segment.bytes > ARCHIVE_SEGMENT_BYTES) {
      yield await segment.end('segment')
      segment = new SegmentSealer(crypto, cipher, (index += 1))
      yield segment.start
    }
    const sealed = await segment.add(record)
    if (sealed.length > 0) yield sealed
  }
  yield await segment.end('archive')
}
