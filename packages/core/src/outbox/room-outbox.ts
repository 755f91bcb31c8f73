import {
  encodeWith,
  equal,
  firstDoorCodec,
  hashOfSuccessorNote,
  OPEN_LOG_INFO,
  openLog,
  sealBox,
  span,
} from '@rushlight/protocol'
import type { LogId, LogItem, ProviderName, Submit, SubmitResult, SuccessorNote, WireError } from '@rushlight/protocol'
import type { Alarms } from '../engine/alarms.ts'
import { failureCode } from '../engine/failure-code.ts'
import type { Hubs } from '../hub/hubs.ts'
import { isForNow } from '../hub/is-for-now.ts'
import type { CallResult } from '../link/pending-calls.ts'
import { idOfReport, reportTable } from '../message/report-row.ts'
import type { Report } from '../message/report-row.ts'
import { roomId, STATUS_REPORTS_MAX } from '@rushlight/protocol'
import type { MessageId } from '@rushlight/protocol'
import { failMessage } from '../message/fail-message.ts'
import { openElsewhere } from '../room/open-elsewhere.ts'
import { oweBy, oweNothing } from '../room/owe-head.ts'
import type { RoomActor } from '../room/room-actor.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import type { RoomWorld } from '../room/room-step.ts'
import { loadRange } from '../vault/table.ts'
import { decideNext } from './decide-next.ts'
import type { NextTask } from './decide-next.ts'
import type { SealedEntry } from './job-row.ts'
import { prepareChange } from './prepare-changes.ts'
import { putOffUpkeep } from './put-off-upkeep.ts'
import { RecordRaiser, speaks } from './raise-records.ts'
import { sealJob, sealStatus } from './seal-job.ts'
import { stageJobs } from './stage-jobs.ts'
import type { PreparedJob } from './stage-jobs.ts'

/** What an outbox needs beside its room. */
export type OutboxPorts = {
  readonly world: RoomWorld
  readonly hubs: Hubs
  /** By the time against which deadlines are held. */
  readonly alarms: Pick<Alarms, 'set'>
  /** The room is behind the hub: pull what is missing. Resolves when it is judged, or when there was no answer. */
  readonly pull: (actor: RoomActor) => Promise<void>
  /** The hub did not answer. */
  readonly doubt: (hub: ProviderName) => void
  /** The room has this log now. */
  readonly movedTo: (log: LogId) => void
}

/** A home that has just been asked may still answer. */
const SOON_MS: number = span.SECOND_MS
/** How soon something that did not go through is tried again, if the provider does not say. */
const RETRY_MS: number = 5 * span.SECOND_MS
/** Somebody cannot be added yet: they may come online at any time. */
const LATER_MS: number = 30 * span.SECOND_MS

/**
 * Stands for what the report on its way tells, so that what comes to be owed meanwhile is owed before it, however long the
 * report is under way. After a crash it counts as put off by a clock since put back, and so is due at once (`decideNext`).
 */
const REPORTING_MS: number = span.DAY_MS

/** What one report has told, and what stands for it in the row. */
type Reported = { readonly told: readonly (readonly [MessageId, Report])[]; readonly marker: number }

type Progress = 'again' | 'done' | { readonly retryAt: number }

/** Brings the jobs of one room to its hub, one after the other, for as long as there is a connection. */
export class RoomOutbox {
  readonly #actor: RoomActor
  readonly #ports: OutboxPorts
  readonly #raiser: RecordRaiser
  #running = false
  #reporting = false
  #wanted = false
  #restsUntil = 0
  /** Notes by which others say that they left the log, seen by this device (R30). */
  #despite: readonly Uint8Array[] = []
  #cancelAlarm: () => void = () => undefined

  constructor(actor: RoomActor, ports: OutboxPorts) {
    this.#actor = actor
    this.#ports = ports
    this.#raiser = new RecordRaiser(actor, ports.world)
  }

  /** There may be something to do. Resolves when there is nothing more to do now; never rejects. */
  async flush(): Promise<void> {
    this.#wanted = true
    if (this.#running) return
    this.#running = true
    try {
      while (this.#wanted) {
        this.#wanted = false
        await this.#runThrough()
      }
    } catch (error) {
      // The vault did not take it (a full disk, say). What is to be done is still there, and is tried again.
      this.#ports.world.log.note(failureCode(error))
      this.#wakeAt(this.#ports.world.now() + RETRY_MS)
    } finally {
      this.#running = false
    }
  }

  /** A report is on its way: what it tells is owed until it is accepted (OB5). */
  get isReporting(): boolean {
    return this.#reporting
  }

  /** What did not go through is not tried again before that: a time, or whenever a connection comes back. */
  get restsUntil(): number {
    return this.#restsUntil
  }

  stop(): void {
    this.#cancelAlarm()
  }

  async #runThrough(): Promise<void> {
    this.#cancelAlarm()
    this.#restsUntil = 0
    for (;;) {
      if (!this.#ports.hubs.isOpen) return
      const model = await this.#actor.read()
      if (model === undefined || !isLive(model)) return
      const task = decideNext(model, this.#ports.world.now())
      if (speaks(task) && (await this.#raiser.raise(model))) continue
      const progress = await this.#do(model, task)
      if (progress === 'again') continue
      if (progress !== 'done') this.#wakeAt(progress.retryAt)
      if (task.kind !== 'wait') this.#restsUntil = progress === 'done' ? Infinity : progress.retryAt
      return
    }
  }

  #do(model: LiveRoom, task: NextTask): Promise<Progress> {
    switch (task.kind) {
      case 'open':
        return this.#open(model, task.count)
      case 'submit':
        return this.#submit(model, task.sealed, task.count)
      case 'change':
        return this.#change(model, task.counts)
      case 'seal':
        return this.#seal(task.count)
      case 'report':
        this.#reporting = true
        return this.#report(model).finally(() => (this.#reporting = false))
      case 'wait':
        return Promise.resolve(task.until === undefined ? 'done' : { retryAt: task.until })
    }
  }

  async #open(model: LiveRoom, count: number): Promise<Progress> {
    const { row, frame, group, jobs } = model
    const { hubs, world } = this.#ports
    const hub = await hubs.providerOf(model)
    const job = jobs.find((one) => one.count === count)?.row.job
    if (hub === undefined || row.head === undefined || job?.kind !== 'open') return 'done'
    const instead = hubs.insteadOf(hub.name)
    if (instead === 'wait') return { retryAt: world.now() + SOON_MS }
    if (instead !== undefined && row.standing === 'creating') return this.#openElsewhere(instead)
    const first = encodeWith(firstDoorCodec, { doorKey: group.doorKey, roster: job.roster ?? frame.roster })
    const sealed = await sealBox(world.crypto, { publicKey: hub.sealingKey, info: OPEN_LOG_INFO }, first)
    if (sealed === undefined) return 'done'
    const answer = await hubs.at(hub.name).link.call(openLog, { log: row.head.log, door: group.door, sealed })
    if (answer.kind !== 'answer') return this.#afterFailure(answer)
    await this.#actor.run(async (step) => {
      step.removeJob(count)
      step.patchRow({ standing: 'joined' })
    })
    return 'again'
  }

  async #openElsewhere(name: ProviderName): Promise<Progress> {
    const { world, movedTo } = this.#ports
    const hub = world.self().row.homes.find(({ provider }) => provider.name === name)?.provider
    const log = hub && (await this.#actor.run((step) => openElsewhere(step, hub, world.now())))
    if (log === undefined) return { retryAt: world.now() + RETRY_MS }
    movedTo(log)
    return 'again'
  }

  async #change(model: LiveRoom, counts: readonly number[]): Promise<Progress> {
    const { world, hubs } = this.#ports
    const prepared: PreparedJob[] = []
    const later: number[] = []
    for (const count of counts) {
      const job = model.jobs.find((one) => one.count === count)?.row.job
      if (job?.kind !== 'change') continue
      const got = await prepareChange({ crypto: world.crypto, heads: world.heads, hubs, room: model.group }, job.change)
      if (got.kind === 'ready') prepared.push({ count, wanted: got.wanted })
      else later.push(count)
    }
    await this.#actor.run(async (step) => {
      const retryAt = world.now() + LATER_MS
      for (const { count, row } of step.model.jobs)
        if (later.includes(count)) step.setJob(count, { ...row, notBefore: retryAt })
      // Only what this epoch was prepared for: if a commit came in between, it is prepared anew.
      if (step.model.group?.door === model.group.door) await stageJobs(step, prepared)
    })
    return 'again'
  }

  async #seal(count: number): Promise<Progress> {
    await this.#actor.run(async (step) => {
      const job = step.model.jobs.find((one) => one.count === count)
      if (job !== undefined && job.row.sealed === undefined) await sealJob(step, job)
    })
    return 'again'
  }

  async #report(model: LiveRoom): Promise<Progress> {
    const { world, hubs } = this.#ports
    const hub = await hubs.providerOf(model)
    // Each attempt seals anew, and each that fails changes the room, which brings the next one.
    if (hub === undefined || hubs.isAway(hub.name)) return 'done'
    const rows = await loadRange(world.store, reportTable, {
      prefix: roomId.toBytes(model.id),
      limit: STATUS_REPORTS_MAX,
    })
    const told = rows.map(({ key, value }) => [idOfReport(key), value] as const)
    const marker = world.now() + REPORTING_MS
    const sealed = await this.#actor.run(async (step) => {
      const entry = await sealStatus(step, told)
      if (entry !== undefined) step.patchRow({ reportDueAt: marker })
      return entry
    })
    if (sealed === undefined) return 'done'
    const answer = await this.#bring(model, sealed)
    if (answer.kind !== 'answer' || answer.value.kind !== 'accepted') {
      const progress = await this.#afterAnswer(model, answer)
      await this.#actor.run(async (step) => oweBy(step, dueAfter(progress, world.now())))
      return progress
    }
    await this.#takeReported({ told, marker }, { entry: sealed.entry, receipt: answer.value.receipt })
    return 'again'
  }

  async #takeReported({ told, marker }: Reported, item: LogItem): Promise<void> {
    await this.#actor.run(async (step) => {
      for (const [id, report] of told) step.remove(reportTable, { room: step.room, id, report })
      if (told.length === STATUS_REPORTS_MAX) oweBy(step, step.world.now())
      else if (step.model.row.reportDueAt === marker) oweNothing(step)
    })
    await this.#take([item])
  }

  async #submit(model: LiveRoom, sealed: SealedEntry, count: number): Promise<Progress> {
    const answer = await this.#bring(model, sealed)
    if (answer.kind === 'answer' && answer.value.kind === 'accepted') {
      await this.#take([{ entry: sealed.entry, receipt: answer.value.receipt }])
      const after = await this.#actor.read()
      const isStillThere = after?.jobs.some((job) => job.count === count && job.row.sealed === sealed) ?? false
      // Taken, but not judged: something before it is missing and could not be had. Trying at once would turn in circles.
      return isStillThere ? { retryAt: this.#ports.world.now() + RETRY_MS } : 'again'
    }
    if (answer.kind === 'failure' && isHopeless(answer.error)) {
      await this.#actor.run((step) => failMessage(step, count))
      return 'again'
    }
    if (answer.kind === 'failure' && (await this.#isPutOff(count, answer.error))) return 'again'
    return this.#afterAnswer(model, answer)
  }

  /** Upkeep that the hub wants later holds up nothing behind it. */
  async #isPutOff(count: number, { code, retryAfterMs = RETRY_MS }: WireError): Promise<boolean> {
    if (code !== 'tooManyRequests') return false
    const until = this.#ports.world.now() + retryAfterMs
    return (await this.#actor.run(async (step) => putOffUpkeep(step, count, until))) === true
  }

  async #bring(model: LiveRoom, sealed: SealedEntry): Promise<CallResult<SubmitResult>> {
    const { row, group } = model
    const { slot, head } = row
    const hub = await this.#ports.hubs.providerOf(model)
    if (slot === undefined || head === undefined || hub === undefined) return { kind: 'lost' }
    const { idempotencyKey, entry, timeToLiveStep, commit, addresses } = sealed
    const submit: Submit = {
      log: head.log,
      door: group.door,
      idempotencyKey,
      seen: head.seq,
      entry,
      timeToLiveStep,
      ...(commit === undefined ? {} : { commit: commitPart(commit) }),
      ...(addresses === undefined ? {} : { addresses }),
      ...(row.voidCommits === undefined ? {} : { over: row.voidCommits }),
      ...(this.#despite.length === 0 ? {} : { despite: this.#despite }),
    }
    const { door, doorKey } = group
    const pass = { log: head.log, door, doorKey, postingKey: slot.postingKey, sealingKey: hub.sealingKey }
    const answer = await this.#ports.hubs.at(hub.name).doors.submit(pass, submit)
    if (answer.kind === 'lost' || (answer.kind === 'failure' && isForNow(answer.error))) this.#ports.doubt(hub.name)
    return answer
  }

  async #afterAnswer(model: LiveRoom, answer: CallResult<SubmitResult>): Promise<Progress> {
    if (answer.kind !== 'answer') return this.#afterFailure(answer)
    if (answer.value.kind === 'left') return this.#stayDespite(answer.value.notes)
    if (answer.value.kind === 'epochMoved') await this.#take(answer.value.items)
    else await this.#ports.pull(this.#actor)
    const after = await this.#actor.read()
    const moved = after?.row.head?.seq !== model.row.head?.seq || after?.group?.door !== model.group.door
    return moved ? 'again' : { retryAt: this.#ports.world.now() + RETRY_MS }
  }

  /** The room is to look what is in them; none of them stops it. */
  #stayDespite(notes: readonly SuccessorNote[]): Progress {
    const hashes = notes.map((note) => hashOfSuccessorNote(this.#ports.world.crypto, note))
    const isNew = hashes.some((hash) => !this.#despite.some((one) => equal(one, hash)))
    this.#despite = hashes
    // A better chain than this one is followed meanwhile; a false one costs this much.
    if (isNew) this.#ports.world.meet(this.#actor.id)
    return { retryAt: this.#ports.world.now() + RETRY_MS }
  }

  async #afterFailure(answer: Exclude<CallResult<unknown>, { kind: 'answer' }>): Promise<Progress> {
    if (answer.kind === 'lost') return 'done'
    const { code, retryAfterMs = RETRY_MS } = answer.error
    if (code === 'notInRoster') await this.#ports.pull(this.#actor)
    return { retryAt: this.#ports.world.now() + retryAfterMs }
  }

  async #take(items: readonly LogItem[]): Promise<void> {
    const taken = await this.#actor.take(items)
    if (taken === 'gap' || taken === 'refused') await this.#ports.pull(this.#actor)
  }

  #wakeAt(at: number): void {
    this.#cancelAlarm = this.#ports.alarms.set(at, () => void this.flush())
  }
}

/** When a report is due that did not go through. */
function dueAfter(progress: Progress, now: number): number {
  if (progress === 'again') return now
  return progress === 'done' ? now + RETRY_MS : progress.retryAt
}

/** The hub will never take this. */
function isHopeless({ code }: WireError): boolean {
  return code === 'tooLarge' || code === 'malformed'
}

function commitPart({ delta, childKey, welcome }: NonNullable<SealedEntry['commit']>): NonNullable<Submit['commit']> {
  return welcome === undefined ? { delta, childKey } : { delta, childKey, welcome }
}
