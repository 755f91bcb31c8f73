import { span } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { loadRange } from '../vault/table.ts'
import type { Progress } from './doors.ts'
import { fetchHistory } from './fetch-history.ts'
import { giveHistory } from './give-history.ts'
import type { HistoryWork } from './history-work.ts'
import { keepHistory } from './keep-history.ts'
import { lineMarkTable } from './kept-row.ts'
import { restoreHistory } from './restore-history.ts'

const AFTER_MS: Readonly<Record<'written' | 'erased', number>> = {
  written: 15 * span.SECOND_MS,
  // Within ERASE_WITHIN_MS of its deadline it is to be gone there, too.
  erased: span.SECOND_MS,
}

/** Gives, fetches, keeps and restores history while there is a connection: one piece of work of a kind at a time (`STATES.md`). */
export class HistoryDesk implements HistoryWork {
  readonly #core: Core
  readonly #running = new Map<Work, Promise<void>>()
  readonly #wanted = new Set<Work>()
  /** One for each kind of work that waits: what another kind waits for does not wake it. */
  readonly #cancelWaits = new Map<Work, () => void>()
  #wakesAt: number | undefined
  #cancelWake: () => void = () => undefined

  constructor(core: Core) {
    this.#core = core
  }

  flush(): void {
    for (const work of WORKS) this.#begin(work)
  }

  #begin(work: Work): void {
    this.#core.spawn(this.#run(work), () => this.#begin(work))
  }

  want(change: 'written' | 'erased'): void {
    const { alarms, ports } = this.#core
    const at = ports.clock.now() + AFTER_MS[change]
    if (this.#wakesAt !== undefined && this.#wakesAt <= at) return
    this.#cancelWake()
    this.#wakesAt = at
    this.#cancelWake = alarms.set(at, () => {
      this.#wakesAt = undefined
      this.flush()
    })
  }

  async settle(): Promise<boolean> {
    const core = this.#core
    if (!core.isKeeper || !core.isReady) return true
    await this.#run(keepHistory)
    const marks = await loadRange(core.store, lineMarkTable, { prefix: new Uint8Array(), limit: 1 })
    return marks.length === 0
  }

  #run(work: Work): Promise<void> {
    this.#wanted.add(work)
    const running = this.#running.get(work)
    if (running !== undefined) return running
    const run = this.#runThrough(work).finally(() => this.#running.delete(work))
    this.#running.set(work, run)
    return run
  }

  async #runThrough(work: Work): Promise<void> {
    while (this.#wanted.delete(work)) {
      const core = this.#core
      if (core.isClosed || !core.hasAccount || !core.isReady) return
      this.#goOn(work, await work(core))
    }
  }

  #goOn(work: Work, progress: Progress): void {
    const core = this.#core
    this.#cancelWaits.get(work)?.()
    this.#cancelWaits.delete(work)
    if (progress.kind === 'done') return
    const cancel = core.alarms.set(core.ports.clock.now() + progress.waitMs, () => {
      if (!core.isClosed) this.#begin(work)
    })
    this.#cancelWaits.set(work, cancel)
  }
}

type Work = (core: Core) => Promise<Progress>

const WORKS: readonly Work[] = [giveHistory, fetchHistory, restoreHistory, keepHistory]
