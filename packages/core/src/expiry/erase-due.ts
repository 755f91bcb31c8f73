import { RAW_ENTRY_KEPT_MS, RECEIPT_KEPT_MS, span } from '@rushlight/protocol'
import { keyPackageTable } from '../directory/key-package-row.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { eraseFiles } from '../file/erase-files.ts'
import { draftFileTable } from '../file/file-row.ts'
import { planRelease } from '../file/plan-release.ts'
import { eraseMessage } from '../message/erase-message.ts'
import { NOT_YET_ACCEPTED } from '../message/message-row.ts'
import type { MessageRow } from '../message/message-row.ts'
import { seenTable } from '../message/seen-row.ts'
import { changeMessage, findMessage, isRowDue } from '../message/write-message.ts'
import type { FoundMessage } from '../message/write-message.ts'
import { rawEntryTable, receiptTable } from '../room/log-rows.ts'
import { roomTable } from '../room/room-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { loadRange } from '../vault/table.ts'
import { deadlineTable, keyAfterTime, timeOfDeadline } from './deadline-row.ts'
import type { Due } from './deadline-row.ts'

const ROWS_PER_STEP = 256
/** What goes before its deadline (taken back, read by all) mostly goes in groups: one cleaning serves them. */
const CLEANED_AFTER_MS: number = span.SECOND_MS
/** That a message was never delivered is shown this long. */
const UNDELIVERED_SHOWN_MS: number = span.DAY_MS

/**
 * Erases everything whose time is over, then cleans the store's files of what was erased, then sets the alarm for the next.
 * Runs before anything is shown, and whenever a deadline comes (`spec/timers.md` §4).
 */
export class Eraser {
  readonly #core: Core
  #cancel: () => void = () => undefined
  #running: Promise<void> | undefined
  #isCleaningSet = false
  /** False at first: the last life may have ended between erasing and cleaning. */
  #isClean = false

  constructor(core: Core) {
    this.#core = core
  }

  /** Resolves when nothing that is due is left. */
  run(): Promise<void> {
    this.#running ??= this.#eraseAll().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** A deadline was set that may come before the alarm. */
  async rearm(): Promise<void> {
    this.#cancel()
    const [first] = await loadRange(this.#core.store, deadlineTable, { prefix: new Uint8Array(), limit: 1 })
    if (first === undefined || this.#core.isClosed) return
    this.#cancel = this.#core.wakeAt(timeOfDeadline(first.key), () => this.#runLater())
  }

  /** A step has erased something, at its deadline or before. */
  noteErased(): void {
    this.#isClean = false
    if (this.#isCleaningSet) return
    this.#isCleaningSet = true
    this.#core.alarms.set(this.#core.ports.clock.now() + CLEANED_AFTER_MS, () => {
      this.#isCleaningSet = false
      this.#runLater()
    })
  }

  stop(): void {
    this.#cancel()
  }

  #runLater(): void {
    this.#core.spawn(this.run(), () => this.#runLater())
  }

  async #eraseAll(): Promise<void> {
    for (;;) {
      const query = { prefix: new Uint8Array(), until: keyAfterTime(this.#core.now()), limit: ROWS_PER_STEP }
      const due = await loadRange(this.#core.store, deadlineTable, query)
      if (due.length === 0) break
      for (const { key, value } of due) await this.#erase(timeOfDeadline(key), value)
      this.#isClean = false
    }
    if (!this.#isClean) await this.#clean()
    await this.rearm()
  }

  async #clean(): Promise<void> {
    // Before it begins: what is erased meanwhile is for the next time.
    this.#isClean = true
    try {
      await this.#core.store.scrub()
    } catch (error) {
      this.#isClean = false
      throw error
    }
  }

  async #erase(at: number, due: Due): Promise<void> {
    if (due.kind === 'message') return this.#eraseInRoom(due, at)
    const step = new Step(this.#core.store)
    if (due.kind === 'seen') step.remove(seenTable, due.name)
    if (due.kind === 'rawEntry') endEntry(step, at, due)
    if (due.kind === 'receipt') await endReceipt(step, at, due)
    if (due.kind === 'keyPackage') step.remove(keyPackageTable, due.readerSecret)
    if (due.kind === 'draftFile') step.remove(draftFileTable, due)
    step.remove(deadlineTable, { at, due })
    await step.commit()
    if (due.kind === 'draftFile') await this.#core.files.sweep()
  }

  async #eraseInRoom(due: Extract<Due, { kind: 'message' }>, at: number): Promise<void> {
    const actor = this.#core.roomAt(due.room).actor
    const done = await actor.run(async (step) => {
      const found = await findMessage(step, due.id)
      if (found !== undefined && isRowDue(found.row, step.world.now())) {
        // The provider's steps are coarse; asked to, it erases at once.
        if (found.row.isOwn) planRelease(step, found.row, step.world.now())
        end(step, found)
      }
      step.remove(deadlineTable, { at, due })
      return true
    })
    if (done !== true) await this.#dropRow(due, at)
  }

  /** The room is gone; its deadline is left over. */
  async #dropRow(due: Due, at: number): Promise<void> {
    const step = new Step(this.#core.store)
    step.remove(deadlineTable, { at, due })
    await step.commit()
  }
}

type PlaceDue = Extract<Due, { kind: 'rawEntry' | 'receipt' }>

function endEntry(step: Step, at: number, { room, log, seq }: PlaceDue): void {
  step.remove(rawEntryTable, { room, log, seq })
  const due = { kind: 'receipt', room, log, seq } as const
  step.put(deadlineTable, { at: at - RAW_ENTRY_KEPT_MS + RECEIPT_KEPT_MS, due }, due)
}

/** The newest one stands for all before it, so it stays until there is a newer (R18). */
async function endReceipt(step: Step, at: number, due: PlaceDue): Promise<void> {
  const { room, log, seq } = due
  const head = (await step.load(roomTable, room))?.head
  if (head?.log !== log || head.seq !== seq) return step.remove(receiptTable, { room, log, seq })
  step.put(deadlineTable, { at: at + RECEIPT_KEPT_MS, due }, due)
}

/** A message that nobody ever took is not forgotten in silence: its author sees that it came to nothing. */
function end(step: RoomStep, found: FoundMessage): void {
  const { place, row } = found
  const isUndelivered = row.isOwn && row.body.kind === 'content' && place.at === NOT_YET_ACCEPTED
  if (!isUndelivered) return eraseMessage(step, found)
  const { burnAfterMs, ...kept } = row
  const to: MessageRow = { ...kept, body: { kind: 'undelivered' }, expiresAt: step.world.now() + UNDELIVERED_SHOWN_MS }
  for (const { count, row: job } of step.model.jobs) {
    if (job.job.kind === 'content' && job.job.id === row.id) step.removeJob(count)
  }
  eraseFiles(step, row.id)
  changeMessage(step, place, { from: row, to })
  step.emit({ kind: 'erased', room: step.room, id: row.id })
}
