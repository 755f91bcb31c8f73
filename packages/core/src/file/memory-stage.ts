import { concat } from '@rushlight/protocol'
import { ensureStageName } from '../ports/file-stage.ts'
import type { FileStage } from '../ports/file-stage.ts'

/** A stage that ends with its process: for vaults that are kept in memory, too. */
export function createMemoryStage(): FileStage {
  const files = new Map<string, StagedPieces>()
  return {
    size: async (name) => files.get(ensureStageName(name))?.bytes ?? 0,
    async append(name, offset, bytes) {
      const file = files.get(ensureStageName(name)) ?? new StagedPieces()
      if (offset > file.bytes) throw new RangeError('a gap in a staged file')
      file.append(offset, bytes)
      files.set(name, file)
    },
    sync: () => Promise.resolve(),
    read: async (name, from, length) => files.get(ensureStageName(name))?.read(from, length) ?? new Uint8Array(),
    async remove(names) {
      for (const name of names) files.delete(ensureStageName(name))
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
