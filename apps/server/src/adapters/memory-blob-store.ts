import { concat } from '@rushlight/protocol'
import type { BlobStore } from '../ports/blob-store.ts'

/** Blobs that end with their process: for simulations and tests. */
export function createMemoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>()
  return {
    size: (name) => Promise.resolve(blobs.get(name)?.length ?? 0),
    async append(name, offset, pieces) {
      const before = blobs.get(name) ?? new Uint8Array()
      if (offset > before.length) throw new RangeError('a gap in a blob')
      let whole = before.slice(0, offset)
      try {
        for await (const piece of pieces) whole = new Uint8Array(concat(whole, piece))
      } catch {
        // What came before stays.
      }
      blobs.set(name, whole)
      return whole.length
    },
    async *read(name, { from, to }) {
      yield blobs.get(name)?.slice(from, to) ?? new Uint8Array()
    },
    remove(names) {
      for (const name of names) blobs.delete(name)
      return Promise.resolve()
    },
    list: () => Promise.resolve([...blobs.keys()]),
    bytes: () => Promise.resolve([...blobs.values()].reduce((sum, { length }) => sum + length, 0)),
  }
}
