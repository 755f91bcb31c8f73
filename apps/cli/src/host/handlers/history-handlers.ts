import { CommandFailure } from '../../failure/command-failure.ts'
import { askHistory, readHistory } from '../../methods/methods.ts'
import type { HistoryWish } from '../../methods/methods.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { historyRecord } from '../records-of.ts'

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
]

function spanOf({ span, spanMs }: HistoryWish): 'nothing' | 'all' | { readonly ms: number } {
  if (span !== 'some') return span
  if (spanMs === undefined) throw new CommandFailure('usage', { usage: { kind: 'missingOption', option: 'span' } })
  return { ms: spanMs }
}
