import type { Readable } from 'node:stream'

/** A text of 32 KiB whose every character is escaped, with room for the rest of the request. */
const LINE_BYTES_MAX: number = 1024 * 1024

/** The lines of a stream, without their ends; ends where the stream does. Throws `LineTooLong`. */
export async function* readLines(stream: Readable): AsyncGenerator<string, void, undefined> {
  let pieces: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    let rest = bytesOf(chunk)
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      yield Buffer.concat([...pieces, rest.subarray(0, end)]).toString()
      pieces = []
      length = 0
      rest = rest.subarray(end + 1)
    }
    length += rest.length
    if (length > LINE_BYTES_MAX) throw new LineTooLong()
    if (rest.length > 0) pieces.push(rest)
  }
}

/** Streams hand over bytes unless an encoding was set. */
export function bytesOf(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
}

const NEWLINE = 0x0a

class LineTooLong extends Error {
  override readonly name = 'LineTooLong'
}
