import type { FileId, MessageId, RoomId } from '@rushlight/protocol'
import { blobId, concat, hex, utf8 } from '@rushlight/protocol'
import type { Client } from '@rushlight/core'
import type { DeviceHost } from './device-host.ts'
import { CANARY } from './ledger.ts'
import type { SpokenFile } from './ledger.ts'
import type { World } from './world.ts'

export type SpokenTimers = { readonly expireMs?: number; readonly burnMs?: number }

/** Says something at a device, and writes into the book what was promised. `undefined`: nobody was promised anything. */
export async function speak(
  { ledger, scheduler }: World,
  { client, life }: Pick<DeviceHost, 'client' | 'life'>,
  { room, fileBytes = [], ...timers }: SpokenTimers & { readonly room: RoomId; readonly fileBytes?: readonly number[] },
): Promise<MessageId | undefined> {
  if (client === undefined || life === undefined) return undefined
  const number = ledger.nextNumber(life, room)
  const text = `${CANARY} ${life.name} ${number} ${room.slice(0, 4)}`
  const contents = fileBytes.map((bytes, index) => contentOf(`${text} ${index} `, bytes))
  const files = await attachAll(client, room, contents)
  if (files === undefined) return undefined
  // It may become durable and the process die before it can say so.
  const sent = await client.send(room, { text, files, ...timers })
  if (sent.kind !== 'queued') return undefined
  const message = await client.message(room, sent.id)
  const ends = { expiresAt: message?.expiresAt, burnMs: message?.burnAfterMs }
  const views = message?.body.kind === 'text' ? message.body.files : []
  const spokenFiles = views.flatMap(({ blob }, index): readonly SpokenFile[] => {
    const content = contents[index]
    return blob === undefined || content === undefined ? [] : [{ blob: hex(blobId.toBytes(blob)), content }]
  })
  const spoken = { id: sent.id, room, author: life.account, by: life.name, number, text, files: spokenFiles, ...ends }
  const nothingYet = { accepted: undefined, isTakenBack: false, isResent: false, isMoved: false }
  const seen = { spokenAt: scheduler.now(), shownAt: new Map<string, number>(), owedTo: ledger.others(life, room) }
  ledger.spoken.set(sent.id, { ...spoken, ...nothingYet, ...seen })
  return sent.id
}

/** `undefined`: one of them was refused. Of no two the content is the same. */
async function attachAll(
  client: Client,
  room: RoomId,
  contents: readonly Uint8Array[],
): Promise<readonly FileId[] | undefined> {
  const ids: FileId[] = []
  for (const [index, content] of contents.entries()) {
    const read = (from: number, length: number): Promise<Uint8Array> =>
      Promise.resolve(content.slice(from, from + length))
    const info = { name: `${CANARY} ${index}.txt`, mediaType: 'text/plain' }
    const attached = await client.files.attach(room, { bytes: content.length, read }, info)
    if (attached.kind === 'refused') return undefined
    ids.push(attached.id)
  }
  return ids
}

function contentOf(line: string, bytes: number): Uint8Array {
  const encoded = utf8(line)
  return concat(...Array.from({ length: Math.ceil(bytes / encoded.length) }, () => encoded)).slice(0, bytes)
}
