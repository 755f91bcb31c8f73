import { signReceipts } from '@rushlight/protocol'
import type { Crypto, ProviderPrivateKey, Receipt, ReceiptBody } from '@rushlight/protocol'
import { COMMIT_BYTES_MAX, COMMIT_PARTS_MAX, RecordsError } from '@rushlight/records'
import type { Batch, CommitOutcome, RecordStore } from '@rushlight/records'
import type { Log } from '../ports/log.ts'
import type { Schedule } from '../ports/schedule.ts'
import type { Figures } from './figures.ts'

/**
 * Everything that is written goes through here. What is handed over during one turn of the event loop is written by one
 * commit, and the receipts among it share one signature (R11); nobody is answered before the commit has resolved. Only one
 * commit is under way, so at a slow disk turns grow instead of queueing up.
 *
 * Batches are applied in the order in which they were handed over. Each carries the expectations under which it was made,
 * so one that relied on a batch that failed comes back as `conflict` and has no effect.
 */
export interface Turns {
  /** `conflict`: something it expects has changed; read again and decide again. Rejects if nobody knows. */
  write(batch: Batch): Promise<CommitOutcome>
  /** As `write`, for an entry that gets a receipt. */
  writeReceipted(entry: ReceiptedWrite): Promise<ReceiptedOutcome>
  /** `listener` runs after each commit, when all that is in it has been told. */
  onCommitted(listener: () => void): void
  /** Resolves when nothing is waiting or under way. */
  settled(): Promise<void>
  /** False from a commit that found no room until one that did. */
  acceptsWrites(): boolean
}

type ReceiptedWrite = {
  readonly body: ReceiptBody
  /** The hub key of the log (R11). */
  readonly key: ProviderPrivateKey
  /** Makes the batch around the receipt. */
  readonly batchOf: (receipt: Receipt) => Batch
  /** Runs when it is on disk, in the order in which writes were handed over. */
  readonly onDone: (receipt: Receipt) => void
}

export type ReceiptedOutcome = { readonly kind: 'done'; readonly receipt: Receipt } | { readonly kind: 'conflict' }

export type TurnsPorts = {
  readonly store: Pick<RecordStore, 'commit'>
  readonly crypto: Crypto
  readonly schedule: Pick<Schedule, 'nextTurn'>
  readonly log: Log
  readonly figures: Figures
}

export function createTurns(ports: TurnsPorts): Turns {
  return new StoreTurns(ports)
}

/** Keeps the paths of receipts short. */
const JOBS_PER_TURN_MAX = 1024

type Job = {
  readonly body: ReceiptBody | undefined
  readonly key: ProviderPrivateKey | undefined
  readonly batchOf: (receipt: Receipt | undefined) => Batch
  readonly resolve: (outcome: CommitOutcome, receipt: Receipt | undefined) => void
  readonly reject: (error: unknown) => void
}

type Written = { readonly job: Job; readonly batch: Batch; readonly receipt: Receipt | undefined }

class StoreTurns implements Turns {
  readonly #ports: TurnsPorts
  readonly #waiting: Job[] = []
  #isRunning = false
  #acceptsWrites = true
  #onSettled: (() => void)[] = []
  readonly #listeners: (() => void)[] = []

  constructor(ports: TurnsPorts) {
    this.#ports = ports
  }

  write(batch: Batch): Promise<CommitOutcome> {
    return new Promise((resolve, reject) =>
      this.#add({ body: undefined, key: undefined, batchOf: () => batch, resolve, reject }),
    )
  }

  writeReceipted({ body, key, batchOf, onDone }: ReceiptedWrite): Promise<ReceiptedOutcome> {
    return new Promise((resolve, reject) =>
      this.#add({
        body,
        key,
        batchOf: (receipt) => batchOf(received(receipt)),
        resolve(outcome, receipt) {
          if (outcome === 'done') onDone(received(receipt))
          resolve(outcome === 'done' ? { kind: 'done', receipt: received(receipt) } : { kind: 'conflict' })
        },
        reject,
      }),
    )
  }

  onCommitted(listener: () => void): void {
    this.#listeners.push(listener)
  }

  settled(): Promise<void> {
    return this.#isRunning ? new Promise((resolve) => this.#onSettled.push(resolve)) : Promise.resolve()
  }

  acceptsWrites(): boolean {
    return this.#acceptsWrites
  }

  #add(job: Job): void {
    this.#waiting.push(job)
    if (this.#isRunning) return
    this.#isRunning = true
    this.#ports.schedule.nextTurn(() => void this.#run())
  }

  async #run(): Promise<void> {
    const jobs = this.#waiting.splice(0, JOBS_PER_TURN_MAX)
    try {
      for (const group of groupsOf(await this.#prepare(jobs))) await this.#commit(group)
    } catch (error) {
      // A bug in what makes a batch: nobody may wait for ever because of it.
      for (const job of jobs) job.reject(error)
    }
    if (this.#waiting.length > 0) return this.#ports.schedule.nextTurn(() => void this.#run())
    this.#isRunning = false
    for (const resolve of this.#onSettled.splice(0)) resolve()
  }

  async #prepare(jobs: readonly Job[]): Promise<readonly Written[]> {
    const receipts = await this.#sign(jobs)
    return jobs.map((job) => {
      const receipt = receipts.get(job)
      return { job, receipt, batch: job.batchOf(receipt) }
    })
  }

  /** Those of one key share a signature; there are several keys only where the provider took another one. */
  async #sign(jobs: readonly Job[]): Promise<ReadonlyMap<Job, Receipt>> {
    const receipts = new Map<Job, Receipt>()
    for (const key of new Set(jobs.flatMap((job) => job.key ?? []))) {
      const ofKey = jobs.filter((job) => job.key === key)
      const bodies = ofKey.flatMap(({ body }) => body ?? [])
      for (const [i, receipt] of (await signReceipts(this.#ports.crypto, key, bodies)).entries()) {
        const job = ofKey[i]
        if (job !== undefined) receipts.set(job, receipt)
      }
    }
    return receipts
  }

  async #commit(group: readonly Written[]): Promise<void> {
    const { store, figures } = this.#ports
    figures.count('commits')
    figures.count('batches', group.length)
    try {
      this.#settle(group, await store.commit(group.map(({ batch }) => batch)))
    } catch (error) {
      if (group.length > 1 && isFull(error)) return this.#commitOneByOne(group)
      for (const { job } of group) job.reject(this.#noteFailure(error))
    }
  }

  /** The one that found no room need not take its neighbours with it: a removal may still fit, and make some. */
  async #commitOneByOne(group: readonly Written[]): Promise<void> {
    for (const written of group) await this.#commit([written])
  }

  #settle(group: readonly Written[], outcomes: readonly CommitOutcome[]): void {
    if (!this.#acceptsWrites) this.#ports.log.note('storageBack')
    this.#acceptsWrites = true
    for (const [i, { job, receipt }] of group.entries()) job.resolve(outcomes[i] ?? 'conflict', receipt)
    for (const listener of this.#listeners) listener()
  }

  #noteFailure(error: unknown): unknown {
    const full = isFull(error)
    if (full && this.#acceptsWrites) this.#ports.log.note('storageFull')
    if (!full) this.#ports.log.note('storeFailed')
    if (full) this.#acceptsWrites = false
    return error
  }
}

function isFull(error: unknown): boolean {
  return error instanceof RecordsError && error.code === 'storageFull'
}

/** Half of what a commit may hold: what a job adds is far below the other half. */
const GROUP_BYTES_MAX = COMMIT_BYTES_MAX / 2
const GROUP_PARTS_MAX = COMMIT_PARTS_MAX / 2

function groupsOf(written: readonly Written[]): readonly (readonly Written[])[] {
  const groups: Written[][] = []
  let group: Written[] = []
  let bytes = 0
  let parts = 0
  for (const one of written) {
    const size = sizeOf(one.batch)
    if (group.length > 0 && (bytes + size.bytes > GROUP_BYTES_MAX || parts + size.parts > GROUP_PARTS_MAX)) {
      groups.push(group)
      group = []
      bytes = 0
      parts = 0
    }
    group.push(one)
    bytes += size.bytes
    parts += size.parts
  }
  return group.length === 0 ? groups : [...groups, group]
}

function sizeOf({ expect = [], put = [], remove = [], removeRange = [] }: Batch): { bytes: number; parts: number } {
  let bytes = 0
  for (const { key, value } of expect) bytes += key.length + (value?.length ?? 0)
  for (const { key, value } of put) bytes += key.length + value.length
  for (const { key } of remove) bytes += key.length
  return { bytes, parts: expect.length + put.length + remove.length + removeRange.length }
}

function received(receipt: Receipt | undefined): Receipt {
  if (receipt === undefined) throw new Error('a receipt was signed for every body')
  return receipt
}
