import { NotOwnArchive } from '@rushlight/core'
import { createNodePasswordHash } from '@rushlight/platform-node'
import { CommandFailure } from '../../failure/command-failure.ts'
import { exportAccount, importHistory } from '../../methods/methods.ts'
import { findRoom } from '../find-target.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { withExport } from '../open-export-file.ts'
import { writeNewFile } from '../write-new-file.ts'

export const archiveHandlers: readonly Handler[] = [
  handler(exportAccount, async (desk, { file, passphrase, room }) => {
    // What is there to be had is to be in it; without a provider it is what is here.
    await desk.catchUp()
    const rooms = room === undefined ? {} : { rooms: new Set([(await findRoom(desk, room)).id]) }
    const hash = createNodePasswordHash()
    const pieces = desk.client.archives.export({ passphrase, hash, withFiles: true, ...rooms })
    return { file, bytes: await writeNewFile(file, pieces) }
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
