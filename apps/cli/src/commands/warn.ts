import type { Context } from '../context.ts'
import type { Messenger } from '../methods/method.ts'
import { getConnection } from '../methods/methods.ts'
import { note } from '../output/print.ts'

const MINUTE_MS = 60_000

/** Says beside the output what makes it less than the truth: no connection, or a clock that is wrong. */
export async function warnOfConnection(context: Context, messenger: Messenger): Promise<void> {
  if (context.isJson) return
  const { online, clockWrongByMs } = await messenger.call(getConnection, undefined)
  const { output } = context.words
  if (!online) await note(context, output.asOfLastTime)
  if (clockWrongByMs !== undefined)
    await note(context, output.clockWrong(Math.round(Math.abs(clockWrongByMs) / MINUTE_MS)))
}
