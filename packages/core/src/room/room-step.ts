import type { Account, Crypto, RoomId } from '@rushlight/protocol'
import type { RecordStore } from '@rushlight/records'
import type { SelfRow } from '../account/self-row.ts'
import type { KnownHeads } from '../directory/known-heads.ts'
import { Step } from '../engine/step.ts'
import type { ClientEvent } from '../engine/client-event.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { OwnAddress } from '../home/own-address.ts'
import { jobTable } from '../outbox/job-row.ts'
import type { Job, JobRow } from '../outbox/job-row.ts'
import type { Log } from '../ports/log.ts'
import type { FrameRow, RoomRow } from './room-row.ts'
import { frameTable, roomTable } from './room-row.ts'
import { writeGroup, writeRatchets } from './group-rows.ts'
import { isSameEpoch } from '../group-crypto/mls/index.ts'
import type { QueuedJob, RoomModel } from './room-model.ts'

/** What a room's steps look at beside the room. */
export interface RoomWorld {
  readonly store: RecordStore
  readonly crypto: Crypto
  readonly log: Log
  readonly heads: KnownHeads
  self(): SelfView
  /** UTC ms against which deadlines are held: the later of this device's and the provider's clock. */
  now(): number
  /** A number that goes up, over all rooms and restarts. */
  nextCount(): number
  isBlocked(account: Account['id']): boolean
  /** Asks the provider to take nothing more by that address of ours; not asking in vain is all that depends on it. */
  closeAddress(address: OwnAddress): void
  readonly fetchesPictures: boolean
  /** Files may have to be brought, fetched or taken back. */
  flushFiles(): void
  /** Files lost their rows. */
  sweepFiles(): void
  /** The room may have to go on elsewhere. */
  meet(room: RoomId): void
  /** What the sealed backup holds of the room has changed. */
  markBackup(): void
  /** This device may not be on its account any more. */
  doubtSession(): void
  /** There are notes for the account's other devices, to be brought after so long. */
  bringNotes(withinMs: number): void
  /** Another device's notes are to be applied. */
  applyNotes(): void
  /** Messages are kept by this device for the way back. */
  keepsHistory(): boolean
  /** What is kept of a line is not as it is any more. */
  wantHistory(change: 'written' | 'erased'): void
  tell(event: ClientEvent): void
}

export type SelfView = { readonly row: SelfRow; readonly account: Account }

/** A step of one room: the model as it will be, and the rows that make it so. */
export class RoomStep extends Step {
  readonly world: RoomWorld
  model: RoomModel

  constructor(world: RoomWorld, model: RoomModel) {
    super(world.store)
    this.world = world
    this.model = model
  }

  get room(): RoomId {
    return this.model.id
  }

  patchRow(change: Partial<RoomRow>): void {
    this.model = { ...this.model, row: { ...this.model.row, ...change } }
    this.put(roomTable, this.room, this.model.row)
    this.emit({ kind: 'roomChanged', room: this.room })
  }

  patchFrame(change: Partial<FrameRow>): void {
    const { frame } = this.model
    if (frame === undefined) return
    this.setFrame({ ...frame, ...change })
  }

  setFrame(frame: FrameRow): void {
    this.model = { ...this.model, frame }
    this.put(frameTable, this.room, frame)
  }

  /** The group as it goes on: a few ratchets within an epoch, everything at a new one. */
  setGroup(group: RoomGroup): void {
    const before = this.model.group
    if (before?.group === group.group) return
    const within = before !== undefined && isSameEpoch(before.group, group.group)
    this.write(within ? writeRatchets(this.room, before.group, group.group) : writeGroup(this.room, group.group))
    this.model = { ...this.model, group }
  }

  addJob(job: Job, notBefore: number = 0): void {
    const count = this.world.nextCount()
    this.#setJob({ count, row: { format: 1, job, notBefore } })
  }

  setJob(count: number, row: JobRow): void {
    this.#setJob({ count, row })
  }

  removeJob(count: number): void {
    this.model = { ...this.model, jobs: this.model.jobs.filter((job) => job.count !== count) }
    this.remove(jobTable, { room: this.room, count })
  }

  #setJob(queued: QueuedJob): void {
    const others = this.model.jobs.filter(({ count }) => count !== queued.count)
    const jobs = [...others, queued].sort((a, b) => a.count - b.count)
    this.model = { ...this.model, jobs }
    this.put(jobTable, { room: this.room, count: queued.count }, queued.row)
  }
}
