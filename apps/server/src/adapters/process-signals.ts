/** What the operating system asks of this process. Listening begins when it is made, so nothing that comes is missed. */
export type ProcessSignals = {
  /** Resolves at the first SIGTERM or SIGINT. A second one ends the process as it is. */
  readonly ended: Promise<void>
  /** Says what to do at SIGHUP; one that came before is answered now. */
  readonly onReload: (reload: () => void) => void
  readonly close: () => void
}

const INTERRUPTED = 130

export function listenToSignals(): ProcessSignals {
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  let hasEnded = false
  let reload: (() => void) | undefined
  let isReloadOwed = false
  const end = (): void => {
    if (hasEnded) process.exit(INTERRUPTED)
    hasEnded = true
    resolve()
  }
  const hangUp = (): void => {
    isReloadOwed = reload === undefined
    reload?.()
  }
  process.on('SIGTERM', end).on('SIGINT', end).on('SIGHUP', hangUp)
  return {
    ended,
    onReload(then) {
      reload = then
      if (isReloadOwed) hangUp()
    },
    close: () => void process.off('SIGTERM', end).off('SIGINT', end).off('SIGHUP', hangUp),
  }
}
