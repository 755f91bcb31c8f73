import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openMemoryVault, PAGE_MESSAGES_MAX } from '@rushlight/core'
import type { MessageView } from '@rushlight/core'
import type { RoomId } from '@rushlight/protocol'
import { countOf, positional, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Desk } from '../host/desk.ts'
import { findConversation } from '../host/find-conversation.ts'
import { openHost } from '../host/open-host.ts'
import { withExport } from '../host/open-export-file.ts'
import { fileRecord, lineRecord, roomRecord } from '../host/records-of.ts'
import { saveFile } from '../host/save-file.ts'
import { formatJsonLine } from '../json/json-line.ts'
import { historyLine, roomLine } from '../output/human-lines.ts'
import { note, print } from '../output/print.ts'
import { writeText } from '../output/write-text.ts'
import { askPassphrase } from '../profile/ask-passphrase.ts'
import type { LineRecord } from '../records/records.ts'
import { readVersion } from '../version.ts'
import { folderOf } from './with-saved-files.ts'

/** `archive read FILE`: what an export holds, by a client that knows no server and ends with this command. */
export async function runReadArchive(context: Context, args: Arguments): Promise<number> {
  const file = resolve(positional(args, 0))
  const passphrase = await askPassphrase(context, args, 'open')
  const folder = folderOf(args)
  // Files stay encrypted in it, and their keys in memory.
  const directory = await mkdtemp(join(tmpdir(), 'rushlight-'))
  try {
    return await withExport({ file, passphrase }, async (checked) => {
      const { environment } = context
      const store = await openMemoryVault()
      const host = await openHost({ directory, store, version: readVersion(), environment, isOffline: true })
      const { desk } = host
      const done = await desk.client.archives.goOn(checked, { withFiles: folder !== undefined })
      if (done.kind !== 'done') throw new CommandFailure('exportOutdated')
      const code = await show(context, args, desk)
      await host.close()
      return code
    })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function show(context: Context, args: Arguments, desk: Desk): Promise<number> {
  const room = textOf(args, 'room')
  if (room !== undefined) return showRoom(context, args, { desk, room: await findConversation(desk, room) })
  const rooms = await desk.client.rooms()
  if (rooms.length === 0) await note(context, context.words.output.noMessages)
  for (const one of rooms.map((view) => roomRecord(view))) await print(context, one, roomLine(context, one))
  return 0
}

type Reading = { readonly desk: Desk; readonly room: RoomId }

async function showRoom(context: Context, args: Arguments, { desk, room }: Reading): Promise<number> {
  const folder = folderOf(args)
  for (const view of await everyMessage(desk, room, countOf(args, 'limit'))) {
    const line = await withFiles(desk, { view, folder, line: await lineRecord(desk.client, view) })
    const records = [line.message, line.event, line.receipt]
    const json = records.map((record) => (record === undefined ? '' : formatJsonLine(record))).join('')
    await writeText(context.output, context.isJson ? json : `${historyLine(context, line)}\n`)
  }
  return 0
}

async function everyMessage(
  desk: Desk,
  room: RoomId,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<readonly MessageView[]> {
  let views: readonly MessageView[] = []
  for (;;) {
    const before = views[0]?.cursor
    const wanted = Math.min(PAGE_MESSAGES_MAX, limit - views.length)
    const page = await desk.client.messages(room, { limit: wanted, ...(before === undefined ? {} : { before }) })
    views = [...page, ...views]
    if (page.length < wanted || views.length >= limit) return views
  }
}

type Saving = { readonly view: MessageView; readonly folder: string | undefined; readonly line: LineRecord }

async function withFiles(desk: Desk, { view, folder, line }: Saving): Promise<LineRecord> {
  if (folder === undefined || line.message === undefined || view.body.kind !== 'text') return line
  const files = []
  for (const file of view.body.files) {
    const path = file.state.kind === 'here' ? await saveFile(desk, file, folder) : undefined
    files.push(fileRecord(file, path))
  }
  return { ...line, message: { ...line.message, files } }
}
