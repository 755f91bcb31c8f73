import { concat } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import { ensureBlobName } from '../ports/blob-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'

/** Blobs that end with their process: for simulations and tests. */
export function createMemoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>()
  return {
    size: async (name) => blobs.get(ensureBlobName(name))?.length ?? 0,
    async append(name, offset, pieces) {
      const before = blobs.get(ensureBlobName(name)) ?? new Uint8Array()
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
      const blob = blobs.get(ensureBlobName(name))
      if (blob === undefined) throw new RecordsError('ioFailed')
      yield blob.slice(from, to)
    },
    async remove(names) {
      for (const name of names) blobs.delete(ensureBlobName(name))
    },
    list: () => Promise.resolve([...blobs.keys()]),
    bytes: () => Promise.resolve([...blobs.values()].reduce((sum, { length }) => sum + length, 0)),
  }
}
