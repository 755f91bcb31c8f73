import { span } from '@rushlight/protocol'
import type { FileId, MessageId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { ClientEvent } from '../engine/client-event.ts'
import { loadEveryRow } from '../vault/table.ts'
import { BlobDoor } from './blob-door.ts'
import { draftFileTable, fileTable, isSealedDraft, parseFileKey } from './file-row.ts'
import type { FileKey, FileRow } from './file-row.ts'
import type { FileRef } from './file-ref.ts'
import { nameOfRef } from './file-ref.ts'
import { fetchBlob } from './fetch-blob.ts'
import { releaseAllBlobs, releaseBlobs } from './release-blobs.ts'
import { storeBlob } from './store-blob.ts'
import type { FileWork, Sealing, Transfer } from './file-work.ts'

const RETRY_MS: number = 5 * span.SECOND_MS
const PROGRESS_EVERY_MS = 250

/**
 * Brings files to the provider and from it, one each way at a time, for as long as there is a connection; and clears the
 * stage of what has no row (FI2, FI4 of `STATES.md`).
 */
export class FileDesk implements FileWork {
  readonly #core: Core
  readonly sealing: Map<FileId, Sealing> = new Map()
  readonly arriving: Set<string> = new Set()
  readonly #underWay = new Map<string, Transfer>()
  readonly #notBefore = new Map<string, number>()
  readonly #toldAt = new Map<string, number>()
  readonly #running = new Set<Direction>()
  readonly #wanted = new Set<Direction>()
  #sweeping: Promise<void> = Promise.resolve()

  constructor(core: Core) {
    this.#core = core
  }

  /** There may be something to bring or to fetch, or the connection is new. */
  flush(): void {
    for (const direction of ['uploading', 'downloading'] as const)
      this.#core.spawn(this.#run(direction), () => this.flush())
    this.#core.spawn(releaseBlobs(this.#core, this.#door()), () => this.flush())
  }

  /** As `flush`, without the waits that failures have set. */
  hurry(): void {
    this.#notBefore.clear()
    this.flush()
  }

  /** The connection was lost: nothing that is under way will be answered with the same token. */
  stop(): void {
    for (const { door } of this.#underWay.values()) door.cancelAll()
  }

  progressOf(ref: FileRef): number | undefined {
    return this.#underWay.get(nameOfRef(ref))?.doneBytes
  }

  /** Ends the transfer of a file, whose row is gone or about to go. */
  cancel(ref: FileRef): void {
    const transfer = this.#underWay.get(nameOfRef(ref))
    if (transfer === undefined) return
    transfer.isCancelled = true
    transfer.door.cancelAll()
  }

  /** Something waits for its upload. */
  async hasUploads(): Promise<boolean> {
    return (await this.#rows('uploading')).length > 0
  }

  /** Removes from the stage what has no row, and stops what brings it. */
  sweep(): Promise<void> {
    this.#sweeping = this.#sweeping.then(
      () => this.#sweepNow(),
      () => this.#sweepNow(),
    )
    return this.#sweeping
  }

  tell(ref: FileRef): void {
    this.#toldAt.delete(nameOfRef(ref))
    this.#core.tell(eventOf(ref))
  }

  /** A few times in a second at most. */
  tellProgress(ref: FileRef): void {
    const now = this.#core.ports.clock.now()
    const toldAt = this.#toldAt.get(nameOfRef(ref)) ?? 0
    if (Math.abs(now - toldAt) < PROGRESS_EVERY_MS) return
    this.#toldAt.set(nameOfRef(ref), now)
    this.#core.tell(eventOf(ref))
  }

  /** The account is being ended: everything it has left at the provider goes. */
  releaseAll(): Promise<boolean> {
    return releaseAllBlobs(this.#core, this.#door())
  }

  #door(): BlobDoor {
    const { ports, alarms, link } = this.#core
    return new BlobDoor(link.url, { http: ports.files.http, clock: ports.clock, alarms })
  }

  async #run(direction: Direction): Promise<void> {
    this.#wanted.add(direction)
    if (this.#running.has(direction)) return
    this.#running.add(direction)
    try {
      while (this.#wanted.delete(direction)) while (await this.#bringOne(direction)) continue
    } finally {
      this.#running.delete(direction)
    }
  }

  /** False: nothing can be done now. */
  async #bringOne(direction: Direction): Promise<boolean> {
    const core = this.#core
    if (!core.isReady || core.isClosed) return false
    const now = core.now()
    const rows = await this.#rows(direction)
    const next = rows.find(({ key }) => (this.#notBefore.get(nameOfRef(refOf(key))) ?? 0) <= now)
    if (next === undefined) return false
    const ref = refOf(next.key)
    const transfer: Transfer = {
      key: next.key,
      door: this.#door(),
      sessionToken: core.homes.present.sessionToken,
      doneBytes: 0,
      isCancelled: false,
    }
    this.#underWay.set(nameOfRef(ref), transfer)
    try {
      const bring = direction === 'uploading' ? storeBlob : fetchBlob
      const end = await bring(core, transfer, next.row)
      if (end !== 'done' && !transfer.isCancelled) this.#waitWith(ref, end.waitMs ?? RETRY_MS)
      if (transfer.isCancelled) await this.sweep()
    } catch (error) {
      this.#waitWith(ref, RETRY_MS)
      throw error
    } finally {
      this.#underWay.delete(nameOfRef(ref))
      this.tell(ref)
    }
    return true
  }

  #waitWith(ref: FileRef, waitMs: number): void {
    const core = this.#core
    const at = core.now() + waitMs
    this.#notBefore.set(nameOfRef(ref), at)
    core.alarms.set(core.ports.clock.now() + waitMs, () => {
      if (!core.isClosed) this.flush()
    })
  }

  async #rows(state: Direction): Promise<readonly { readonly key: FileKey; readonly row: FileRow }[]> {
    const rows = await loadEveryRow(this.#core.store, fileTable)
    return rows.flatMap(({ key, value }) =>
      directionOf(value) === state ? [{ key: parseFileKey(key), row: value }] : [],
    )
  }

  async #sweepNow(): Promise<void> {
    const { store, ports } = this.#core
    const { stage } = ports.files
    const staged = await stage.list()
    if (staged.length === 0) return
    const files = await loadEveryRow(store, fileTable)
    const drafts = await loadEveryRow(store, draftFileTable)
    const sealed = drafts.filter(({ value }) => isSealedDraft(value))
    const kept = new Set([...files, ...sealed].map(({ value }) => value.stage))
    for (const one of this.sealing.values()) kept.add(one.stage)
    for (const stage of this.arriving) kept.add(stage)
    await stage.remove(staged.filter((name) => !kept.has(name)))
  }
}

type Direction = 'uploading' | 'downloading'

function directionOf({ state }: FileRow): Direction | undefined {
  if (state === 'again') return 'uploading'
  return state === 'uploading' || state === 'downloading' ? state : undefined
}

function refOf({ room, message, index }: FileKey): FileRef {
  return { kind: 'message', room, message, index }
}

function eventOf(ref: FileRef): ClientEvent {
  const message: { readonly message?: MessageId } = ref.kind === 'message' ? { message: ref.message } : {}
  return { kind: 'filesChanged', room: ref.room, ...message }
}
