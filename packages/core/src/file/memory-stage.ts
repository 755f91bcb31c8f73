import type { FileStage } from '../ports/file-stage.ts'

/** A stage that ends with its process: for vaults that are kept in memory, too. */
export function createMemoryStage(): FileStage {
  const files = new Map<string, Uint8Array>()
  return {
    size: (name) => Promise.resolve(files.get(name)?.length ?? 0),
    append(name, offset, bytes) {
      const before = files.get(name) ?? new Uint8Array()
      if (offset > before.length) return Promise.reject(new RangeError('a gap in a staged file'))
      const whole = new Uint8Array(offset + bytes.length)
      whole.set(before.subarray(0, offset))
      whole.set(bytes, offset)
      files.set(name, whole)
      return Promise.resolve()
    },
    sync: () => Promise.resolve(),
    read: (name, from, length) => Promise.resolve(files.get(name)?.slice(from, from + length) ?? new Uint8Array()),
    remove(names) {
      for (const name of names) files.delete(name)
      return Promise.resolve()
    },
    list: () => Promise.resolve([...files.keys()]),
    close: () => Promise.resolve(),
  }
}
