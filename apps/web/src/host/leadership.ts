/**
 * One tab leads: it holds the lock of that name and the worker with the engine in it. When it ends, crashes or is put to
 * sleep, the lock goes to another tab, which starts an engine of its own on the same vault.
 */
import type { HandOver } from '../engine/engine-api.ts'

export type Leading = {
  readonly spawn: () => Worker
  /** What this tab knows of the open vault at the moment it begins to lead. */
  readonly handOver: () => HandOver | undefined
}

export interface Leadership {
  readonly isLeader: boolean
  /** Takes the lead from a tab that does not answer any more. */
  takeOver(): void
  /** While the page sleeps another one has to work. */
  sleep(): void
  awake(): void
}

const LOCK = 'rushlight-engine'

export function createLeadership({ spawn, handOver }: Leading): Leadership {
  let worker: Worker | undefined
  let release: (() => void) | undefined
  let isInLine = false

  /** Resolves when the lead is given up. */
  function lead(): Promise<void> {
    worker = spawn()
    worker.postMessage(handOver())
    return new Promise((resolve) => {
      release = resolve
    })
  }

  function end(): void {
    if (worker === undefined) return
    worker.terminate()
    worker = undefined
    release?.()
  }

  async function takeLock(options: LockOptions): Promise<void> {
    try {
      await navigator.locks.request(LOCK, options, lead)
    } catch {
      // Taken by another tab while this one did not answer: stand in line again.
      end()
      queueMicrotask(standInLine)
    }
  }

  function standInLine(): void {
    if (isInLine || worker !== undefined) return
    isInLine = true
    void takeLock({}).finally(() => {
      isInLine = false
    })
  }

  standInLine()
  return {
    get isLeader() {
      return worker !== undefined
    },
    takeOver: () => void takeLock({ steal: true }),
    sleep: end,
    awake: standInLine,
  }
}
