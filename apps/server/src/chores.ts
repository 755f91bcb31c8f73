import type { Kernel } from './kernel.ts'
import type { Cancel } from './ports/schedule.ts'

/** Something to be done again and again. One that fails is noted and tried again at its next time. */
export type Chore = { readonly everyMs: number; readonly run: () => Promise<void> }

export interface Chores {
  /** Starts no more of them; resolves when the ones under way have ended. */
  stop(): Promise<void>
}

export function startChores({ clock, schedule, log }: Kernel, chores: readonly Chore[]): Chores {
  const cancels = new Map<Chore, Cancel>()
  const underWay = new Set<Promise<void>>()
  let isStopped = false

  async function run(chore: Chore): Promise<void> {
    try {
      await chore.run()
    } catch {
      if (!isStopped) log.note('choreFailed')
    }
    plan(chore)
  }

  function plan(chore: Chore): void {
    if (isStopped) return
    const start = (): void => {
      const running = run(chore).finally(() => underWay.delete(running))
      underWay.add(running)
    }
    cancels.set(chore, schedule.at(clock.now() + chore.everyMs, start))
  }

  for (const chore of chores) plan(chore)
  return {
    async stop() {
      isStopped = true
      for (const cancel of cancels.values()) cancel()
      await Promise.all(underWay)
    },
  }
}
