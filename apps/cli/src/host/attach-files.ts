import { basename, extname } from 'node:path'
import type { FileId, RoomId } from '@rushlight/protocol'
import { openFileSource } from '@rushlight/platform-node'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Desk } from './desk.ts'

/** What a file's ending says, for those who receive it; whatever is not in here is "some bytes". */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.zip': 'application/zip',
}

/** Encrypts the files into the profile, one after the other; then the message may go at any time. */
export async function attachFiles(desk: Desk, room: RoomId, paths: readonly string[]): Promise<readonly FileId[]> {
  const ids: FileId[] = []
  try {
    for (const path of paths) ids.push(await attachOne(desk, room, path))
    return ids
  } catch (error) {
    for (const id of ids) await desk.client.files.cancel({ kind: 'draft', room, id })
    throw error
  }
}

async function attachOne(desk: Desk, room: RoomId, path: string): Promise<FileId> {
  const source = await openFileSource(path)
  if (source === undefined) throw new CommandFailure('fileUnreadable')
  try {
    const name = basename(path)
    const mediaType = MEDIA_TYPES[extname(name).toLowerCase()] ?? ''
    const attached = await desk.client.files.attach(room, source, { name, mediaType })
    if (attached.kind === 'refused') throw new CommandFailure(REFUSALS[attached.reason])
    await desk.until(async () => ((await isSealing(desk, room, attached.id)) ? undefined : true), SEAL_MS_MAX)
    return attached.id
  } finally {
    await source.close()
  }
}

const SEAL_MS_MAX: number = 10 * 60_000
const REFUSALS = { tooLarge: 'fileTooLarge', tooMany: 'tooManyFiles', notInRoom: 'notInRoom' } as const

async function isSealing(desk: Desk, room: RoomId, id: FileId): Promise<boolean> {
  const drafts = await desk.client.files.drafts(room)
  return drafts.some(({ ref, state }) => ref.kind === 'draft' && ref.id === id && state.kind === 'sealing')
}
