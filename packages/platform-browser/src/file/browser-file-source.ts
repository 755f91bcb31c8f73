import type { FileSource } from '@rushlight/protocol'

/** A file that somebody chose or dropped, or a picture that was made for sending. */
export function createFileSource(file: Blob): FileSource {
  return {
    bytes: file.size,
    read: async (from, length) => new Uint8Array(await file.slice(from, from + length).arrayBuffer()),
  }
}
