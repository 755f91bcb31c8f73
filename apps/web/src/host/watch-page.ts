/**
 * What the browser does to this page, passed on: the engine is told when somebody looks or the network is back; a page that
 * is put to sleep gives up the lead; a leader that does not answer loses it.
 */
import type { EngineLink } from '../rpc/engine-link.ts'
import type { Leadership } from './leadership.ts'

const CHECK_EVERY_MS = 3000
/** A busy engine may be silent for as long as two memory-hard hashes take on a slow phone. */
const SILENCE_MS_MAX = 12_000

export function watchPage(engine: EngineLink, leadership: Leadership): void {
  let askedAt: number | undefined

  function wake(): void {
    if (document.visibilityState === 'visible') void engine.call('wake').catch(() => undefined)
  }

  /** Only who is looked at asks: the timers of hidden pages are late, and their silence means nothing. */
  function check(): void {
    if (document.visibilityState !== 'visible' || leadership.isLeader) {
      askedAt = undefined
      return
    }
    const now = performance.now()
    if (askedAt !== undefined && engine.heardAt >= askedAt) askedAt = undefined
    if (askedAt === undefined) askedAt = now
    else if (now - askedAt > SILENCE_MS_MAX) {
      askedAt = undefined
      leadership.takeOver()
    }
    engine.greet()
  }

  document.addEventListener('visibilitychange', wake)
  document.addEventListener('freeze', () => leadership.sleep())
  document.addEventListener('resume', () => leadership.awake())
  addEventListener('online', wake)
  setInterval(check, CHECK_EVERY_MS)
}
