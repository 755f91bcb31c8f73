import { messageId, roomId } from '@rushlight/protocol'
import { CommandFailure } from '../../failure/command-failure.ts'
import { saveFiles } from '../../methods/methods.ts'
import type { FileRecord } from '../../records/records.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { fileRecord } from '../records-of.ts'
import { fetchedFile, saveFile } from '../save-file.ts'

export const fileHandlers: readonly Handler[] = [
  handler(saveFiles, async (desk, { room, message, folder }) => {
    const place = { room: roomId.parse(room), message: messageId.parse(message) }
    if (place.room === undefined || place.message === undefined) throw new CommandFailure('unknownName')
    await desk.catchUp()
    const view = await desk.client.message(place.room, place.message)
    const saved: FileRecord[] = []
    for (const file of view?.body.kind === 'text' ? view.body.files : []) {
      const fetched = await fetchedFile(desk, file)
      const isHere = fetched.state.kind === 'here' || fetched.state.kind === 'uploading'
      const path = isHere ? await saveFile(desk, fetched, folder) : undefined
      const record = fileRecord(fetched, path)
      saved.push(isHere && path === undefined ? { ...record, problem: 'damaged' } : record)
    }
    return saved
  }),
]
