import type { Context } from '../context.ts'
import type { HistoryRecord, KeptRecord } from '../records/records.ts'

export function historyProgressLine(
  {
    words: {
      output: { ofHistory: words },
    },
  }: Context,
  history: HistoryRecord,
): string {
  const { state, lines, linesDone, added, giving } = history
  const hasCome = state === 'coming' || state === 'done'
  const parts = [
    words.history[state],
    ...(hasCome ? [words.historyProgress(linesDone, lines, added)] : []),
    ...giving.map((gift) => words.historyGiving(gift.linesDone, gift.lines)),
  ]
  return parts.join('  ')
}

export function keptLine(
  {
    words: {
      output: { ofHistory: words },
    },
  }: Context,
  kept: KeptRecord,
): string {
  const { on, keeper, owed, bytes, restoring = 0, restored = 0 } = kept
  const parts = [
    on ? words.keptOn : words.keptOff,
    on && !keeper ? words.keptElsewhere : '',
    on && keeper ? words.keptBytes(Math.ceil(bytes / KIB)) : '',
    owed ? words.keptOwed : '',
    restored < restoring ? words.keptRestoring(restored, restoring) : '',
  ]
  return parts.filter((part) => part !== '').join('  ')
}

const KIB = 1024
