import { NotOwnArchive } from '@rushlight/core'
import { createNodePasswordHash } from '@rushlight/platform-node'
import { CommandFailure } from '../../failure/command-failure.ts'
import { exportAccount, exportReadable, importHistory } from '../../methods/archive-methods.ts'
import { findConversation } from '../find-conversation.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { withExport } from '../open-export-file.ts'
import { writeNewFile } from '../write-new-file.ts'
import { writeReadable } from '../write-readable.ts'

export const archiveHandlers: readonly Handler[] = [
  handler(exportAccount, async (desk, { file, passphrase, room }) => {
    // What is there to be had is to be in it; without a provider it is what is here.
    await desk.catchUp()
    const rooms = room === undefined ? {} : { rooms: new Set([await findConversation(desk, room)]) }
    const hash = createNodePasswordHash()
    const pieces = desk.client.archives.export({ passphrase, hash, withFiles: true, ...rooms })
    return { file, bytes: await writeNewFile(file, pieces) }
  }),

  handler(exportReadable, async (desk, { folder, room, withVanishing = false, language = 'en' }) => {
    await desk.catchUp()
    const rooms = room === undefined ? {} : { rooms: new Set([await findConversation(desk, room)]) }
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
    const formatTime = (at: number): string => format.format(at)
    const readable = desk.client.archives.readable({ withVanishing, language, formatTime, ...rooms })
    const written = await writeReadable(folder, readable.entries())
    return { messages: readable.messages, leftOut: readable.leftOut, ...written }
  }),

  handler(importHistory, (desk, importing) =>
    withExport(importing, async (checked) => {
      try {
        return await desk.client.archives.take(checked)
      } catch (error) {
        if (error instanceof NotOwnArchive) throw new CommandFailure('exportOfOther')
        throw error
      }
    }),
  ),
]
