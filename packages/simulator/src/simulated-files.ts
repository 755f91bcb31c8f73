import type { FileStage } from '@rushlight/core'
import { RecordsError } from '@rushlight/records'
import type { BlobStore } from '@rushlight/server'
import type { PiecesDisk } from './pieces-disk.ts'

/** Where a device keeps the files of its messages: on a disk that crashes. */
export function openStage(disk: PiecesDisk): FileStage {
  const pieces = disk.open()
  return {
    ...pieces,
    read: async (name, from, length) => (await pieces.read(name, from, length)) ?? new Uint8Array(),
    close: () => Promise.resolve(),
  }
}

/** Where a provider keeps blobs: on a disk that crashes. What an append has answered is durable. */
export function openBlobStore(disk: PiecesDisk): BlobStore {
  const pieces = disk.open()
  return {
    size: (name) => pieces.size(name),
    async append(name, offset, incoming) {
      let at = offset
      await pieces.append(name, at, new Uint8Array())
      const iterator = incoming[Symbol.asyncIterator]()
      for (;;) {
        const next = await iterator.next().catch(() => undefined)
        if (next === undefined || next.done === true) break
        await pieces.append(name, at, next.value)
        at += next.value.length
      }
      await pieces.sync(name)
      return at
    },
    async *read(name, { from, to }) {
      const bytes = await pieces.read(name, from, to - from)
      if (bytes === undefined) throw new RecordsError('ioFailed')
      yield bytes
    },
    remove: (names) => pieces.remove(names),
    list: () => pieces.list(),
    bytes: async () => {
      const sizes = await Promise.all((await pieces.list()).map((name) => pieces.size(name)))
      return sizes.reduce((sum, size) => sum + size, 0)
    },
  }
}
