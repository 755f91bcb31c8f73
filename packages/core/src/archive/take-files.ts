import { blobId, blobLayoutOf, hex } from '@rushlight/protocol'
import type { ArchivedFilePiece, Sha256 } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { fileTable, isWholeHere } from '../file/file-row.ts'
import { findMessage } from '../message/write-message.ts'
import { filesIn } from './archived-files.ts'
import { load } from '../vault/table.ts'

const STAGE_NAME_BYTES = 16

/** A blob on its way out of an archive into the stage. */
type Arriving = {
  readonly piece: ArchivedFilePiece
  readonly stage: string
  readonly blobBytes: number
  readonly fileBytes: number
  readonly hash: Sha256
  bytes: number
}

/**
 * Brings the files of an archive beside the vault, as the ciphertext that they are. Only what is whole and has the hash that
 * its message names becomes a file of it; anything else is as if it had not been there.
 */
export class FileTaker {
  readonly #core: Core
  #arriving: Arriving | undefined
  taken = 0

  constructor(core: Core) {
    this.#core = core
  }

  async take(piece: ArchivedFilePiece): Promise<void> {
    if (piece.offset === 0) await this.#begin(piece)
    const arriving = this.#arriving
    if (arriving === undefined) return
    const { piece: first, bytes, blobBytes } = arriving
    const goesOn = isSameFile(first, piece) && piece.offset === bytes && bytes + piece.bytes.length <= blobBytes
    if (!goesOn) return this.drop()
    await this.#core.ports.files.stage.append(arriving.stage, bytes, piece.bytes)
    arriving.hash.update(piece.bytes)
    arriving.bytes += piece.bytes.length
    if (piece.isLast) await this.#finish(arriving)
  }

  /** What did not come to its end goes. */
  async drop(): Promise<void> {
    const arriving = this.#arriving
    this.#arriving = undefined
    if (arriving === undefined) return
    this.#core.files.arriving.delete(arriving.stage)
    await this.#core.ports.files.stage.remove([arriving.stage])
  }

  async #begin(piece: ArchivedFilePiece): Promise<void> {
    await this.drop()
    const { room, message, index } = piece
    const present = await load(this.#core.store, fileTable, { room, message, index })
    if (isWholeHere(present)) return
    const fileBytes = await this.#core.roomAt(room).actor.run(async (step) => {
      const found = await findMessage(step, message)
      const file = found === undefined ? undefined : filesIn(found.row).get(index)
      return file?.blob === piece.blob ? file.bytes : undefined
    })
    if (fileBytes === undefined) return
    const { crypto, files } = this.#core
    const stage = hex(crypto.randomBytes(STAGE_NAME_BYTES))
    files.arriving.add(stage)
    const { blobBytes } = blobLayoutOf(fileBytes)
    this.#arriving = { piece, stage, blobBytes, fileBytes, hash: crypto.createSha256(), bytes: 0 }
  }

  async #finish({ piece, stage, blobBytes, fileBytes, bytes, hash }: Arriving): Promise<void> {
    const { room, message, index, blob } = piece
    if (bytes !== blobBytes || blobId.fromBytes(hash.digest()) !== blob) return this.drop()
    await this.#core.ports.files.stage.sync(stage)
    const isTaken = await this.#core.roomAt(room).actor.run(async (step) => {
      const key = { room, message, index }
      // Erased meanwhile, or fetched from the provider.
      const isWanted = (await findMessage(step, message)) !== undefined && !isWholeHere(await step.load(fileTable, key))
      if (!isWanted) return false
      step.put(fileTable, key, { format: 1, stage, state: 'here', blob, bytes: fileBytes })
      step.emit({ kind: 'filesChanged', room, message })
      return true
    })
    if (isTaken !== true) return this.drop()
    this.#arriving = undefined
    this.#core.files.arriving.delete(stage)
    this.taken += 1
  }
}

function isSameFile(one: ArchivedFilePiece, other: ArchivedFilePiece): boolean {
  const isSameMessage = one.room === other.room && one.message === other.message
  return isSameMessage && one.index === other.index && one.blob === other.blob
}
