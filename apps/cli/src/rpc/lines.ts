import type { Readable } from 'node:stream'

/** A text of 32 KiB whose every character is escaped, with room for the rest of the request. */
const LINE_BYTES_MAX: number = 1024 * 1024

/**
 * Gives each line of a stream, without its end; resolves where the stream ends, rejects where it breaks or a line is too
 * long. By events, as a loop that waits for the next piece keeps the last one: somebody's words would outlive their time.
 */
export function eachLine(stream: Readable, take: (line: string) => void): Promise<void> {
  const lines = new Lines()
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: unknown) => {
      try {
        lines.add(bytesOf(chunk), take)
      } catch (error) {
        stream.destroy()
        reject(error instanceof Error ? error : new Error('unreadable', { cause: error }))
      }
    })
    stream.on('end', resolve).on('close', resolve).on('error', reject)
  })
}

/** Keeps nothing of a line that was given. */
class Lines {
  #pieces: Buffer[] = []
  #length = 0

  add(chunk: Buffer, take: (line: string) => void): void {
    let rest = chunk
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      const line = Buffer.concat([...this.#pieces, rest.subarray(0, end)]).toString()
      this.#pieces = []
      this.#length = 0
      rest = rest.subarray(end + 1)
      take(line)
    }
    this.#length += rest.length
    if (this.#length > LINE_BYTES_MAX) throw new LineTooLong()
    if (rest.length > 0) this.#pieces.push(rest)
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
