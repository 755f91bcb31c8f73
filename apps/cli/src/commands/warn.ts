import type { Context } from '../context.ts'
import type { Messenger } from '../methods/method.ts'
import { getConnection, listRooms } from '../methods/methods.ts'
import { note } from '../output/print.ts'

const MINUTE_MS = 60_000

/** Says beside the output what makes it less than the truth: no connection, or a clock that is wrong. */
export async function warnOfConnection(context: Context, messenger: Messenger): Promise<void> {
  if (context.isJson) return
  const { online, clockWrongByMs, disputed } = await messenger.call(getConnection, undefined)
  const { output } = context.words
  if (disputed) await note(context, output.disputed)
  if (!online) await note(context, output.asOfLastTime)
  if (clockWrongByMs !== undefined)
    await note(context, output.clockWrong(Math.round(Math.abs(clockWrongByMs) / MINUTE_MS)))
}

/** Says beside the output why words of a stranger are not in it. */
export async function tellOfRequests(context: Context, messenger: Messenger): Promise<void> {
  if (context.isJson) return
  const rooms = await messenger.call(listRooms, { local: true })
  const waiting = rooms.filter(({ standing }) => standing === 'request').length
  if (waiting > 0) await note(context, context.words.output.requestsWait(waiting))
}
