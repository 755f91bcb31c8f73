import { archiveRecordCodec } from '../archive/archive-record.ts'
import type { ArchiveRecord } from '../archive/archive-record.ts'
import { bigEndian, concat, parseBigEndian } from '../bytes/bytes.ts'
import { encodeWith, parseExactlyWith } from '../bytes/codec.ts'

/** What a segment of history holds before it is sealed (`spec/history.md` §1): records of archives, one behind the other. */
export class LinesWriter {
  readonly #parts: Uint8Array[] = [bigEndian(FORMAT, FORMAT_BYTES)]
  bytes: number = FORMAT_BYTES
  count = 0

  add(line: Uint8Array): void {
    this.#parts.push(line)
    this.bytes += line.length
    this.count += 1
  }

  end(): Uint8Array {
    return concat(...this.#parts)
  }
}

export function encodeLine(record: ArchiveRecord): Uint8Array {
  const encoded = encodeWith(archiveRecordCodec, record)
  return concat(bigEndian(encoded.length, LENGTH_BYTES), encoded)
}

export type ParsedLines =
  | { readonly kind: 'lines'; readonly records: readonly ArchiveRecord[] }
  /** Made by a newer program. */
  | { readonly kind: 'tooNew' }
  | { readonly kind: 'malformed' }

const FORMAT = 1
const FORMAT_BYTES = 2
const LENGTH_BYTES = 4

export function parseLines(data: Uint8Array): ParsedLines {
  if (data.length < FORMAT_BYTES) return { kind: 'malformed' }
  const format = parseBigEndian(data.subarray(0, FORMAT_BYTES))
  if (format !== FORMAT) return { kind: format > FORMAT ? 'tooNew' : 'malformed' }
  const records: ArchiveRecord[] = []
  for (let at = FORMAT_BYTES; at < data.length;) {
    if (data.length < at + LENGTH_BYTES) return { kind: 'malformed' }
    const from = at + LENGTH_BYTES
    at = from + parseBigEndian(data.subarray(at, from))
    const record = at > data.length ? undefined : parseExactlyWith(archiveRecordCodec, data.subarray(from, at))
    if (record === undefined) return { kind: 'malformed' }
    records.push(record)
  }
  return { kind: 'lines', records }
}
