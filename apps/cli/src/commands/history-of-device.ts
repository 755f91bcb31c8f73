import { setTimeout as sleep } from 'node:timers/promises'
import { parseDuration } from '../arguments/durations.ts'
import { durationOf, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { askHistory, readHistory } from '../methods/methods.ts'
import type { HistoryWish } from '../methods/methods.ts'
import { historyProgressLine } from '../output/history-lines.ts'
import { print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { HistoryRecord } from '../records/records.ts'

/** Another device may be away for a while; what was asked for comes with any later command, too. */
const WAIT_MS = 600_000
const LOOK_EVERY_MS = 500

/** `device history`: where it is; with `--span` it asks first, and shows how it comes. */
export function runDeviceHistory(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const wish = wishOf(args)
    const show = (history: HistoryRecord): Promise<void> =>
      print(context, history, historyProgressLine(context, history))
    let last =
      wish === undefined ? await messenger.call(readHistory, undefined) : await messenger.call(askHistory, wish)
    await show(last)
    if (wish === undefined) return 0
    const endsAt = performance.now() + (durationOf(args, 'timeout') ?? WAIT_MS)
    while (isOpen(last) && performance.now() < endsAt) {
      await sleep(LOOK_EVERY_MS)
      const next = await messenger.call(readHistory, undefined)
      if (next.state !== last.state || next.linesDone !== last.linesDone) await show(next)
      last = next
    }
    return 0
  })
}

function isOpen({ state }: HistoryRecord): boolean {
  return state === 'asked' || state === 'coming'
}

function wishOf(args: Arguments): HistoryWish | undefined {
  const span = textOf(args, 'span')
  if (span === undefined || span === 'all' || span === 'nothing') return span === undefined ? undefined : { span }
  const spanMs = parseDuration(span)
  if (spanMs === undefined) throw new CommandFailure('usage', { usage: { kind: 'badValue', option: 'span' } })
  return { span: 'some', spanMs }
}
