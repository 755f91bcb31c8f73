import type { Core } from './core.ts'

/**
 * The device's clock was put right, or wrong, or the machine has slept. How far the provider's clock is ahead was held
 * against a clock that is no more: kept, it would erase too early, or write wrong deadlines for others. It is forgotten, as
 * at a start, and asked for anew if there is a connection; else the next greeting tells it (`spec/timers.md` §3).
 */
export function takeClockJump(core: Core, byMs: number, settled: () => void): void {
  if (core.isClosed) return
  core.forgetProviderTime()
  core.alarms.advance(Math.max(0, -byMs))
  const settle = async (): Promise<void> => {
    const providerNow = core.isOpen ? await core.link.askTime() : undefined
    if (providerNow !== undefined) core.noteProviderTime(providerNow)
    if (core.isClosed) return
    core.alarms.tick()
    settled()
    core.tell({ kind: 'connectionChanged' })
  }
  core.spawn(settle())
}
