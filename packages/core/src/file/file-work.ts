import type { FileId, RoomId } from '@rushlight/protocol'
import type { BlobDoor } from './blob-door.ts'
import type { FileKey, PreviewRow } from './file-row.ts'
import type { FileRef } from './file-ref.ts'

export type FileInfo = {
  /** Of the file alone, without folders. */
  readonly name: string
  readonly mediaType: string
  /** Of a picture. */
  readonly preview?: PreviewRow
}

/** A file on its way into the stage. */
export type Sealing = {
  readonly room: RoomId
  readonly stage: string
  readonly info: FileInfo
  readonly bytes: number
  /** UTC ms; of files attached one after the other each has a later one. */
  readonly begunAt: number
  doneBytes: number
  isCancelled: boolean
  /** It could not be read, or not be kept; it stays until the user takes it away. */
  hasFailed: boolean
  ended: Promise<void>
}

/** A file on its way to or from the provider. */
export type Transfer = {
  readonly key: FileKey
  /** At one of the account's providers; with what that one knows this device by. */
  readonly door: BlobDoor
  readonly sessionToken: string | undefined
  doneBytes: number
  isCancelled: boolean
}

/** What a transfer came to: `waitMs` until it is worth another try. */
export type TransferEnd = 'done' | { readonly waitMs: number | undefined }

/** The files of one client at work (`FileDesk`). */
export interface FileWork {
  readonly sealing: Map<FileId, Sealing>
  /** Stages that are being filled out of an archive, and have no row yet. */
  readonly arriving: Set<string>
  /** There may be something to bring or to fetch, or the connection is new. */
  flush(): void
  /** As `flush`, without the waits that failures have set. */
  hurry(): void
  /** The connection was lost: nothing that is under way will be answered with the same token. */
  stop(): void
  progressOf(ref: FileRef): number | undefined
  /** Ends the transfer of a file, whose row is gone or about to go. */
  cancel(ref: FileRef): void
  /** Something waits for its upload. */
  hasUploads(): Promise<boolean>
  /** Removes from the stage what has no row. */
  sweep(): Promise<void>
  tell(ref: FileRef): void
  /** A few times in a second at most. */
  tellProgress(ref: FileRef): void
  /** The account is being ended: every file that it left at the provider goes. False: not all did. */
  releaseAll(): Promise<boolean>
}
