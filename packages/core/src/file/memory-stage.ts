import { concat } from '@rushlight/protocol'
import type { FileStage } from '../ports/file-stage.ts'

/** A stage that ends with its process: for vaults that are kept in memory, too. */
export function createMemoryStage(): FileStage {
  const files = new Map<string, StagedPieces>()
  return {
    size: (name) => Promise.resolve(files.get(name)?.bytes ?? 0),
    append(name, offset, bytes) {
      const file = files.get(name) ?? new StagedPieces()
      if (offset > file.bytes) return Promise.reject(new RangeError('a gap in a staged file'))
      file.append(offset, bytes)
      files.set(name, file)
      return Promise.resolve()
    },
    sync: () => Promise.resolve(),
    read: (name, from, length) => Promise.resolve(files.get(name)?.read(from, length) ?? new Uint8Array()),
    remove(names) {
      for (const name of names) files.delete(name)
      return Promise.resolve()
    },
    list: () => Promise.resolve([...files.keys()]),
    close: () => Promise.resolve(),
  }
}

/** As it came, piece by piece: a large file is not copied anew with each of them. */
class StagedPieces {
  #pieces: { readonly from: number; readonly bytes: Uint8Array }[] = []
  bytes = 0

  append(offset: number, bytes: Uint8Array): void {
    if (offset < this.bytes) {
      const kept = this.read(0, offset)
      this.#pieces = [{ from: 0, bytes: kept }]
    }
    this.#pieces.push({ from: offset, bytes: bytes.slice() })
    this.bytes = offset + bytes.length
  }

  read(from: number, length: number): Uint8Array {
    const to = Math.min(from + length, this.bytes)
    const parts = this.#pieces
      .filter((piece) => piece.from < to && piece.from + piece.bytes.length > from)
      .map((piece) => piece.bytes.subarray(Math.max(0, from - piece.from), to - piece.from))
    return concat(...parts)
  }
}
