import { blobId, blobLayoutOf, blobTimeToLiveMs, equalSecrets } from '@rushlight/protocol'
import type { BlobId } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import {
  BLOB_BYTES_PER_ACCOUNT,
  BLOB_COUNTED_MS,
  BLOB_READS_PER_PEER,
  BLOB_RETRY_MS,
  BLOBS_PER_ACCOUNT,
  UPLOAD_KEPT_MS,
} from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { Limit } from '../limiting/rate-limit.ts'
import { createWindowLimit } from '../limiting/window-limit.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { expectRow, loadRow, putRow, removeRow } from '../rows/table.ts'
import type { Session } from '../sessions/caller.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { BlobEraser } from './blob-eraser.ts'
import { blobEndTable, blobTable, keyOfEnd, storeNameOf } from './blob-row.ts'
import type { BlobRow } from './blob-row.ts'

export type NewBlob = {
  readonly blob: BlobId
  readonly bytes: number
  readonly releaseHash: Uint8Array
  readonly timeToLiveStep: number
}

/** How far an upload is. */
export type UploadState = { readonly offset: number; readonly bytes: number; readonly endsAt: number }

export type BlobsParts = {
  readonly kernel: Kernel
  readonly blobStore: BlobStore
  readonly eraser: BlobEraser
  /** Of one file, before it is encrypted. */
  readonly fileBytesMax: number
}

type Appended = Outcome<UploadState> | { readonly kind: 'conflict' }

/** Encrypted files: taken in pieces from accounts, handed out to whoever knows their names, gone in time. */
export class Blobs {
  readonly #parts: BlobsParts
  readonly #bytesLimit: Limit
  readonly #countLimit: Limit
  readonly #readLimit: Limit
  readonly #busy = new Set<BlobId>()

  constructor(parts: BlobsParts) {
    const { clock } = parts.kernel
    this.#parts = parts
    this.#bytesLimit = createWindowLimit(clock, BLOB_BYTES_PER_ACCOUNT)
    this.#countLimit = createRateLimit(clock, BLOBS_PER_ACCOUNT)
    this.#readLimit = createRateLimit(clock, BLOB_READS_PER_PEER)
  }

  get bytesMax(): number {
    return blobLayoutOf(this.#parts.fileBytesMax).blobBytes
  }

  /** Begins an upload, or finds the one that was begun. */
  async create(session: Session, wanted: NewBlob): Promise<Outcome<UploadState>> {
    const { store } = this.#parts.kernel
    const known = await this.#present(wanted.blob, await loadRow(store, blobTable, blobId.toBytes(wanted.blob)))
    if (known !== undefined)
      return known.bytes === wanted.bytes ? this.#stateOf(wanted.blob, known) : refuse('malformed')
    if (wanted.bytes > this.bytesMax) return refuse('tooLarge')
    const refused =
      refuseFor(this.#countLimit.take(session.account)) ??
      refuseFor(this.#bytesLimit.take(session.account, costOf(wanted)))
    if (refused !== undefined) return refused
    return this.#begin(wanted)
  }

  async state(blob: BlobId): Promise<Outcome<UploadState>> {
    const row = await this.#load(blob)
    return row === undefined ? refuse('unknownFile') : this.#stateOf(blob, row)
  }

  /** Takes more of it; with the last byte the whole is held against its name. */
  async append(blob: BlobId, offset: number, pieces: AsyncIterable<Uint8Array>): Promise<Appended> {
    if (this.#busy.has(blob)) return refuse('unavailable', BLOB_RETRY_MS)
    this.#busy.add(blob)
    try {
      return await this.#append(blob, offset, pieces)
    } catch (error) {
      if (!(error instanceof RecordsError)) throw error
      return refuse(error.code === 'storageFull' ? 'storageFull' : 'unavailable', BLOB_RETRY_MS)
    } finally {
      this.#busy.delete(blob)
    }
  }

  /** The length of a whole blob that somebody at `peer` wants to have. */
  async find(blob: BlobId, peer: string): Promise<Outcome<{ readonly bytes: number }>> {
    const refused = refuseFor(this.#readLimit.take(peer))
    if (refused !== undefined) return refused
    const row = await this.#present(blob, await this.#load(blob))
    return row?.isWhole === true ? done({ bytes: row.bytes }) : refuse('unknownFile')
  }

  read(blob: BlobId, range: { readonly from: number; readonly to: number }): AsyncIterable<Uint8Array> {
    return this.#parts.blobStore.read(storeNameOf(blob), range)
  }

  /** Its author takes it back. */
  async release(blob: BlobId, secret: Uint8Array): Promise<Outcome<undefined>> {
    const { kernel, eraser } = this.#parts
    const row = await loadRow(kernel.store, blobTable, blobId.toBytes(blob))
    if (row === undefined) return done(undefined)
    if (!equalSecrets(kernel.crypto.sha256(secret), row.releaseHash)) return refuse('notAuthenticated')
    await eraser.erase(blob, row)
    return done(undefined)
  }

  async #begin({ blob, bytes, releaseHash, timeToLiveStep }: NewBlob): Promise<Outcome<UploadState>> {
    const { kernel, eraser } = this.#parts
    const now = kernel.clock.now()
    const keptUntil = now + blobTimeToLiveMs(timeToLiveStep)
    const endsAt = Math.min(now + UPLOAD_KEPT_MS, keptUntil)
    const row: BlobRow = { format: 1, bytes, releaseHash, isWhole: false, endsAt, keptUntil }
    const key = blobId.toBytes(blob)
    const begun = await writeDecided<UploadState>(kernel.turns, async () => {
      const known = await loadRow(kernel.store, blobTable, key)
      if (known !== undefined) return this.#stateOf(blob, known)
      const put = [putRow(blobTable, key, row), putRow(blobEndTable, keyOfEnd(endsAt, blob), undefined)]
      return {
        kind: 'write',
        batch: { expect: [expectRow(blobTable, key, undefined)], put },
        result: { offset: 0, bytes, endsAt },
      }
    })
    eraser.noteDue(endsAt)
    return begun
  }

  async #append(blob: BlobId, offset: number, pieces: AsyncIterable<Uint8Array>): Promise<Appended> {
    const { blobStore, eraser } = this.#parts
    const row = await this.#load(blob)
    if (row === undefined) return refuse('unknownFile')
    const name = storeNameOf(blob)
    const present = row.isWhole ? row.bytes : Math.min(await blobStore.size(name), row.bytes - 1)
    if (offset !== present) return { kind: 'conflict' }
    if (row.isWhole) return done({ offset: row.bytes, bytes: row.bytes, endsAt: row.endsAt })
    const reached = await blobStore.append(name, offset, limited(pieces, row.bytes - offset))
    if (reached < row.bytes) return done({ offset: reached, bytes: row.bytes, endsAt: row.endsAt })
    if (!(await this.#isItself(blob, row.bytes))) {
      await eraser.erase(blob, row)
      return refuse('fileMismatch')
    }
    return this.#keep(blob, row)
  }

  async #isItself(blob: BlobId, bytes: number): Promise<boolean> {
    const hash = this.#parts.kernel.crypto.createSha256()
    for await (const piece of this.read(blob, { from: 0, to: bytes })) hash.update(piece)
    return blobId.fromBytes(hash.digest()) === blob
  }

  async #keep(blob: BlobId, row: BlobRow): Promise<Outcome<UploadState>> {
    const { turns } = this.#parts.kernel
    const key = blobId.toBytes(blob)
    const whole: BlobRow = { ...row, isWhole: true, endsAt: row.keptUntil }
    const outcome = await turns.write({
      expect: [expectRow(blobTable, key, row)],
      remove: [removeRow(blobEndTable, keyOfEnd(row.endsAt, blob))],
      put: [putRow(blobTable, key, whole), putRow(blobEndTable, keyOfEnd(whole.endsAt, blob), undefined)],
    })
    // It was erased meanwhile.
    if (outcome !== 'done') return refuse('unknownFile')
    this.#parts.eraser.noteDue(whole.endsAt)
    return done({ offset: row.bytes, bytes: row.bytes, endsAt: whole.endsAt })
  }

  /** A disk may lose a file and not the database: what is not there whole any more is forgotten, and may be brought again. */
  async #present(blob: BlobId, row: BlobRow | undefined): Promise<BlobRow | undefined> {
    if (row?.isWhole !== true) return row
    if ((await this.#parts.blobStore.size(storeNameOf(blob))) === row.bytes) return row
    await this.#parts.eraser.erase(blob, row)
    return undefined
  }

  async #stateOf(blob: BlobId, row: BlobRow): Promise<Outcome<UploadState>> {
    const { bytes, endsAt, isWhole } = row
    const offset = isWhole ? bytes : await this.#parts.blobStore.size(storeNameOf(blob))
    // All bytes came, and the process ended before it had looked at them: the last one is asked for again.
    return done({ offset: isWhole ? offset : Math.min(offset, bytes - 1), bytes, endsAt })
  }

  /** What has come to its end is not there, even if nobody has erased it yet. */
  async #load(blob: BlobId): Promise<BlobRow | undefined> {
    const { store, clock } = this.#parts.kernel
    const row = await loadRow(store, blobTable, blobId.toBytes(blob))
    return row !== undefined && row.endsAt > clock.now() ? row : undefined
  }
}

/** What lies here for a year takes the place of twelve that lie for a month. */
function costOf({ bytes, timeToLiveStep }: NewBlob): number {
  return bytes * Math.ceil(blobTimeToLiveMs(timeToLiveStep) / BLOB_COUNTED_MS)
}

/** Of what is too long only the beginning counts. */
async function* limited(pieces: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let left = bytesMax
  for await (const piece of pieces) {
    yield piece.subarray(0, left)
    left -= Math.min(left, piece.length)
    if (left === 0) return
  }
}
