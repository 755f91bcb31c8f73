import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import {
  encodeWith,
  equal,
  field,
  incarnation,
  parseWith,
  providerNameCodec,
  struct,
  text,
  uint,
  utf8,
} from '@rushlight/protocol'
import type { Codec, Incarnation, ProviderName } from '@rushlight/protocol'
import { ServerError } from '../server-error.ts'

/**
 * A backup of a provider in one file (`spec/stored-formats.md` §8): what it is of, the database, each blob. Behind every part
 * stands the hash of all that came before, so what was cut off, swapped or bent is noticed wherever it is.
 */
const BACKUP_FORMAT = 1
const MAGIC = utf8('RUSHBACK')
const FORMAT_BYTES = 2
const LENGTH_BYTES = 4
const HASH_BYTES = 32
const HEADER_BYTES_MAX = 1024
const PIECE_BYTES: number = 1024 * 1024

export type BackupAbout = {
  readonly provider: ProviderName
  readonly incarnation: Incarnation
  readonly madeAt: number
  /** Of the database. */
  readonly schema: number
}

const aboutCodec: Codec<BackupAbout> = struct({
  provider: field(0, providerNameCodec),
  incarnation: field(1, incarnation.codec),
  madeAt: field(2, uint()),
  schema: field(3, uint()),
})

/** `kind`: 0 what it is of, 1 the database, 2 a blob, 3 the end. */
type PartHeader = { readonly kind: number; readonly name: string; readonly bytes: number }
const headerCodec: Codec<PartHeader> = struct({
  kind: field(0, uint(3)),
  name: field(1, text(128)),
  bytes: field(2, uint()),
})

export type BackupPart =
  | { readonly kind: 'database'; readonly bytes: number }
  | { readonly kind: 'blob'; readonly name: string; readonly bytes: number }

/** Writes one part after the other; without `end` the file is torn. */
export class BackupWriter {
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')

  constructor(file: FileHandle) {
    this.#file = file
  }

  async begin(about: BackupAbout): Promise<void> {
    const format = new Uint8Array(FORMAT_BYTES)
    new DataView(format.buffer).setUint16(0, BACKUP_FORMAT)
    await this.#write(MAGIC)
    await this.#write(format)
    const encoded = encodeWith(aboutCodec, about)
    await this.#part({ kind: 0, name: '', bytes: encoded.length }, [encoded])
  }

  /** Exactly `part.bytes` of `pieces` are taken; what is missing of them becomes zeros. */
  add(part: BackupPart, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const name = part.kind === 'blob' ? part.name : ''
    return this.#part({ kind: part.kind === 'blob' ? 2 : 1, name, bytes: part.bytes }, pieces)
  }

  async end(): Promise<void> {
    await this.#part({ kind: 3, name: '', bytes: 0 }, [])
    await this.#file.sync()
  }

  async #part(header: PartHeader, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const encoded = encodeWith(headerCodec, header)
    const length = new Uint8Array(LENGTH_BYTES)
    new DataView(length.buffer).setUint32(0, encoded.length)
    await this.#write(length)
    await this.#write(encoded)
    let left = header.bytes
    for await (const piece of pieces) {
      const taken = piece.subarray(0, left)
      left -= taken.length
      await this.#write(taken)
      if (left === 0) break
    }
    for (; left > 0; left -= Math.min(left, PIECE_BYTES)) await this.#write(new Uint8Array(Math.min(left, PIECE_BYTES)))
    await this.#write(this.#hash.copy().digest())
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes)
    await this.#file.writeFile(bytes)
  }
}

/** What becomes of a part's bytes while they are read. */
type PartSink = (piece: Uint8Array) => Promise<void>

export type BackupVisitor = {
  readonly about: (about: BackupAbout) => Promise<void>
  /** Its sink gets all bytes of the part, then `undefined` stands for its end. */
  readonly part: (part: BackupPart) => Promise<{ readonly take: PartSink; readonly end: () => Promise<void> }>
}

/** Reads a backup from beginning to end and throws if anything in it is not as it was written. */
export async function readBackup(path: string, visitor: BackupVisitor): Promise<void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new ServerError('fileNotFound', error)
  })
  try {
    await new BackupReader(file).read(visitor)
  } finally {
    await file.close()
  }
}

class BackupReader {
  readonly #file: FileHandle
  readonly #hash: Hash = createHash('sha256')

  constructor(file: FileHandle) {
    this.#file = file
  }

  async read(visitor: BackupVisitor): Promise<void> {
    await this.#readStart()
    for (;;) {
      const header = await this.#readHeader()
      if (header.kind === 0) await visitor.about(await this.#readAbout(header))
      else if (header.kind !== 3) await this.#readPart(header, visitor)
      await this.#ensureHash()
      if (header.kind === 3) break
    }
    const { bytesRead } = await this.#file.read(new Uint8Array(1), 0, 1)
    if (bytesRead > 0) throw new ServerError('backupDamaged')
  }

  async #readStart(): Promise<void> {
    const start = new Uint8Array(MAGIC.length + FORMAT_BYTES)
    const length = await this.#fill(start)
    if (length < start.length || !equal(start.subarray(0, MAGIC.length), MAGIC)) throw new ServerError('notABackup')
    this.#hash.update(start)
    const format = new DataView(start.buffer).getUint16(MAGIC.length)
    if (format > BACKUP_FORMAT) throw new ServerError('backupTooNew')
    if (format !== BACKUP_FORMAT) throw new ServerError('notABackup')
  }

  async #readHeader(): Promise<PartHeader> {
    const length = await this.#take(LENGTH_BYTES)
    const bytes = new DataView(length.buffer, length.byteOffset).getUint32(0)
    if (bytes > HEADER_BYTES_MAX) throw new ServerError('backupDamaged')
    const header = parseWith(headerCodec, await this.#take(bytes))
    if (header === undefined) throw new ServerError('backupDamaged')
    return header
  }

  async #readAbout({ bytes }: PartHeader): Promise<BackupAbout> {
    if (bytes > HEADER_BYTES_MAX) throw new ServerError('backupDamaged')
    const about = parseWith(aboutCodec, await this.#take(bytes))
    if (about === undefined) throw new ServerError('backupDamaged')
    return about
  }

  async #readPart({ kind, name, bytes }: PartHeader, visitor: BackupVisitor): Promise<void> {
    const sink = await visitor.part(kind === 2 ? { kind: 'blob', name, bytes } : { kind: 'database', bytes })
    for (let left = bytes; left > 0; left -= Math.min(left, PIECE_BYTES)) {
      await sink.take(await this.#take(Math.min(left, PIECE_BYTES)))
    }
    await sink.end()
  }

  async #ensureHash(): Promise<void> {
    const expected = this.#hash.copy().digest()
    if (!equal(await this.#take(HASH_BYTES), expected)) throw new ServerError('backupDamaged')
  }

  async #take(bytes: number): Promise<Uint8Array> {
    const taken = new Uint8Array(bytes)
    if ((await this.#fill(taken)) < bytes) throw new ServerError('backupTorn')
    this.#hash.update(taken)
    return taken
  }

  async #fill(into: Uint8Array): Promise<number> {
    let filled = 0
    while (filled < into.length) {
      const { bytesRead } = await this.#file.read(into, filled, into.length - filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return filled
  }
}
