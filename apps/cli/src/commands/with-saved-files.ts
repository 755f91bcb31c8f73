import { resolve } from 'node:path'
import { textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Messenger } from '../methods/method.ts'
import { saveFiles } from '../methods/methods.ts'
import type { MessageRecord } from '../records/records.ts'

/** The folder of `--files`, as whoever holds the profile finds it. */
export function folderOf(args: Arguments): string | undefined {
  const folder = textOf(args, 'files')
  return folder === undefined ? undefined : resolve(folder)
}

/** The message, its files saved and their paths in it, where a folder was named. */
export async function withSavedFiles(
  messenger: Messenger,
  message: MessageRecord,
  folder: string | undefined,
): Promise<MessageRecord> {
  if (folder === undefined || message.files.length === 0) return message
  const { room, id } = message
  return { ...message, files: await messenger.call(saveFiles, { room, message: id, folder }) }
}
