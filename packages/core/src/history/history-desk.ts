import type { Core } from '../engine/core.ts'
import type { Progress } from './doors.ts'
import { fetchHistory } from './fetch-history.ts'
import { giveHistory } from './give-history.ts'
import type { HistoryWork } from './history-work.ts'

/** Gives and fetches history for as long as there is a connection: one piece of work of a kind at a time (`STATES.md`). */
export class HistoryDesk implements HistoryWork {
  readonly #core: Core
  readonly #running = new Set<Work>()
  readonly #wanted = new Set<Work>()

  constructor(core: Core) {
    this.#core = core
  }

  flush(): void {
    for (const work of WORKS) this.#core.spawn(this.#run(work), () => this.flush())
  }

  async #run(work: Work): Promise<void> {
    this.#wanted.add(work)
    if (this.#running.has(work)) return
    this.#running.add(work)
    try {
      while (this.#wanted.delete(work)) {
        const core = this.#core
        if (core.isClosed || !core.hasAccount || !core.isReady) return
        this.#goOn(await work(core))
      }
    } finally {
      this.#running.delete(work)
    }
  }

  #goOn(progress: Progress): void {
    if (progress.kind === 'done') return
    const core = this.#core
    core.alarms.set(core.ports.clock.now() + progress.waitMs, () => {
      if (!core.isClosed) this.flush()
    })
  }
}

type Work = (core: Core) => Promise<Progress>

const WORKS: readonly Work[] = [giveHistory, fetchHistory]
