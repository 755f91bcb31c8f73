import { countOf, isSet, positional } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { formatJsonLine } from '../json/json-line.ts'
import type { Messenger } from '../methods/method.ts'
import { listMessages } from '../methods/methods.ts'
import { historyLine } from '../output/human-lines.ts'
import { note } from '../output/print.ts'
import { writeText } from '../output/write-text.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { LineRecord } from '../records/records.ts'
import { warnOfConnection } from './warn.ts'
import { folderOf, withSavedFiles } from './with-saved-files.ts'

/** `history (NAME|ROOM)`: messages, oldest first; with `--all` also what happened, and what became of one's own. */
export function runHistory(context: Context, args: Arguments): Promise<number> {
  const isAll = isSet(args, 'all')
  const limit = countOf(args, 'limit')
  return withMessenger(context, async (messenger) => {
    const lines = await messenger.call(listMessages, { recipient: positional(args, 0), limit })
    const shown = isAll ? lines : lines.filter(({ message }) => message !== undefined)
    await warnOfConnection(context, messenger)
    if (shown.length === 0) await note(context, context.words.output.noMessages)
    for (const one of shown) {
      const line = await saved(messenger, one, folderOf(args))
      const records = isAll ? [line.message, line.event, line.receipt] : [line.message]
      await writeText(context.output, context.isJson ? recordLines(records) : `${historyLine(context, line)}\n`)
    }
    return 0
  })
}

async function saved(messenger: Messenger, line: LineRecord, folder: string | undefined): Promise<LineRecord> {
  return line.message === undefined ? line : { ...line, message: await withSavedFiles(messenger, line.message, folder) }
}

function recordLines(records: readonly LineRecord['message' | 'event' | 'receipt'][]): string {
  return records.map((record) => (record === undefined ? '' : formatJsonLine(record))).join('')
}
