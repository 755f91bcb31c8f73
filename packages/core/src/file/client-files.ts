import type { FileSource, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { listDraftFiles } from '../view/file-view.ts'
import type { FileView } from '../view/file-view.ts'
import { attachFile } from './attach-file.ts'
import type { Attached } from './attach-file.ts'
import { cancelFile, fetchFile, readFile } from './change-file.ts'
import type { FileRead } from './change-file.ts'
import type { FileInfo } from './file-work.ts'
import type { FileRef } from './file-ref.ts'

/** What a user does with files. `filesChanged` tells how far they are; a message's view has them with it. */
export class ClientFiles {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /** Encrypts a file beside the vault, to be sent in that room. */
  attach(room: RoomId, source: FileSource, info: FileInfo): Promise<Attached> {
    return attachFile(this.#core, room, { source, info })
  }

  /** What waits to be sent in that room. */
  drafts(room: RoomId): Promise<readonly FileView[]> {
    return listDraftFiles(this.#core, room)
  }

  /** Wants the file on this device; again, if it failed. */
  fetch(ref: FileRef): Promise<void> {
    return fetchFile(this.#core, ref)
  }

  /** Takes an attached file away, ends a download, or takes a message back whose files are still on their way up. */
  cancel(ref: FileRef): Promise<void> {
    return cancelFile(this.#core, ref)
  }

  /** A part of the file, decrypted. */
  read(ref: FileRef, range: { readonly from: number; readonly length: number }): Promise<FileRead> {
    return readFile(this.#core, ref, range)
  }
}
