import { CommandFailure } from '../../failure/command-failure.ts'
import { askHistory, historyBackup, readHistory } from '../../methods/methods.ts'
import type { HistoryWish } from '../../methods/methods.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { historyRecord, keptRecord } from '../records-of.ts'

/** The first time everything is brought; what is left then follows by itself. */
const KEEP_MS_MAX: number = 10 * 60_000

export const historyHandlers: readonly Handler[] = [
  handler(readHistory, async (desk) => {
    await desk.catchUp()
    return historyRecord(await desk.client.history.view())
  }),

  handler(askHistory, async (desk, wish) => {
    await desk.catchUp()
    if ((await desk.client.history.ask(spanOf(wish))) === 'noOtherDevice') throw new CommandFailure('noOtherDevice')
    return historyRecord(await desk.client.history.view())
  }),

  handler(historyBackup, async (desk, { wish }) => {
    const isOnline = await desk.catchUp()
    const { history } = desk.client
    if (wish === 'on' || wish === 'off') await history.keep(wish === 'on')
    if (wish === 'now' && !isOnline) throw new CommandFailure('offline')
    if (wish !== 'tell') await desk.until(async () => ((await history.keepNow()) ? true : undefined), KEEP_MS_MAX)
    return keptRecord(await history.kept())
  }),
]

function spanOf({ span, spanMs }: HistoryWish): 'nothing' | 'all' | { readonly ms: number } {
  if (span !== 'some') return span
  if (spanMs === undefined) throw new CommandFailure('usage', { usage: { kind: 'missingOption', option: 'span' } })
  return { ms: spanMs }
}
