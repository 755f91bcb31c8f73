/**
 * Reads something again when it may have changed: one reading at a time, and one more after it if it changed meanwhile. A
 * reading that fails is left for the next change, since what fails now (the engine has gone) tells itself otherwise.
 */
export function createRefresher(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let isStale = false

  async function run(): Promise<void> {
    do {
      isStale = false
      await read().catch(() => undefined)
    } while (isStale)
    running = undefined
  }

  return () => {
    isStale = true
    running ??= run()
    return running
  }
}
