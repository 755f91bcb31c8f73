import type { Context } from '../context.ts'
import type { HistoryRecord } from '../records/records.ts'

export function historyProgressLine({ words: { output } }: Context, history: HistoryRecord): string {
  const { state, lines, linesDone, added, giving } = history
  const hasCome = state === 'coming' || state === 'done'
  const parts = [
    output.history[state],
    ...(hasCome ? [output.historyProgress(linesDone, lines, added)] : []),
    ...giving.map((gift) => output.historyGiving(gift.linesDone, gift.lines)),
  ]
  return parts.join('  ')
}
