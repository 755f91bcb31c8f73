import type { MessageView, RoomView, Sent } from '@rushlight/core'
import { PAGE_MESSAGES_MAX } from '@rushlight/core'
import { messageId, roomId } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import { CommandFailure } from '../../failure/command-failure.ts'
import { acknowledge, listMessages, receive, send, sendReceipt } from '../../methods/methods.ts'
import type { Sending, WaitFor } from '../../methods/methods.ts'
import type { ReceiptRecord, ReceiptStatus } from '../../records/records.ts'
import { attachFiles } from '../attach-files.ts'
import type { Desk } from '../desk.ts'
import { findTarget } from '../find-target.ts'
import type { Target } from '../find-target.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { lineRecord, messageRecord, receiptRecord } from '../records-of.ts'

const SEND_MS_MAX = 30_000
/** 100 MiB over a slow line. */
const SEND_FILES_MS_MAX: number = 30 * 60_000
const RECEIVE_MS_MAX = 60_000
const RECEIVED_MAX = 100
const LINES_MAX = 10_000
const LINES_DEFAULT = 50

export const messageHandlers: readonly Handler[] = [
  handler(send, async (desk, sending) => {
    const sent = await desk.inTurn(() => sendTo(desk, sending))
    const timeoutMs = sending.timeoutMs ?? (sent.hasFiles ? SEND_FILES_MS_MAX : SEND_MS_MAX)
    return waitForReceipt(desk, sent, { ...sending, timeoutMs })
  }),

  handler(receive, async (desk, { maxMessages = RECEIVED_MAX, timeoutMs = 0 }, visitor) => {
    await desk.catchUp()
    const limit = Math.min(maxMessages, RECEIVED_MAX)
    const take = async () => {
      const taken = await desk.handOut.take(visitor, limit)
      return taken.length > 0 || visitor.isEnding ? taken : undefined
    }
    const taken = (await desk.until(take, Math.min(timeoutMs, RECEIVE_MS_MAX))) ?? []
    return Promise.all(
      taken.map(async ({ received, ticket }) => ({
        message: await messageRecord(desk.client, received.message),
        ticket,
      })),
    )
  }),

  handler(acknowledge, async (desk, { tickets }, visitor) => {
    await desk.handOut.acknowledge(visitor, tickets)
    return undefined
  }),

  handler(listMessages, async (desk, { recipient, limit = LINES_DEFAULT, before, local = false }) => {
    if (!local) await desk.catchUp()
    const rooms = await roomsOf(desk, await findTarget(desk, recipient))
    const query = { limit: Math.min(limit, LINES_MAX), before }
    const messages = (await Promise.all(rooms.map((room) => pagesOf(desk, room, query)))).flat()
    const newest = messages.toSorted((a, b) => a.sentAt - b.sentAt).slice(-query.limit)
    const lines = rooms.length === 1 ? messages : newest
    return Promise.all(lines.map((message) => lineRecord(desk.client, message)))
  }),

  handler(sendReceipt, async (desk, { room, messageIds }) => {
    const id = roomId.parse(room)
    if (id === undefined || (await desk.client.room(id)) === undefined) throw new CommandFailure('unknownName')
    await desk.client.markRead(
      id,
      messageIds.flatMap((one) => messageId.parse(one) ?? []),
    )
    return undefined
  }),
]

async function sendTo(desk: Desk, sending: Sending): Promise<SentMessage & { readonly hasFiles: boolean }> {
  const room = await roomToSendTo(desk, await findTarget(desk, sending.recipient))
  const files = await attachFiles(desk, room, sending.attachments ?? [])
  const id = idOfSent(await desk.client.send(room, { ...outgoingOf(sending), files }))
  return { room, id, hasFiles: files.length > 0 }
}

async function roomToSendTo(desk: Desk, target: Target): Promise<RoomId> {
  const { client } = desk
  client.start()
  if (target.kind === 'person' && !target.person.isSelf) {
    let room = await client.startDirect(target.person.account)
    if (room === undefined && (await desk.catchUp())) room = await client.startDirect(target.person.account)
    if (room === undefined) throw new CommandFailure('offline')
    return usableRoom(desk, room)
  }
  if (target.kind === 'room') return usableRoom(desk, target.room.id)
  const own = async (): Promise<RoomView | undefined> => (await client.rooms()).find(({ kind }) => kind === 'self')
  const notes = (await own()) ?? ((await desk.catchUp()) ? await own() : undefined)
  if (notes === undefined) throw new CommandFailure('offline')
  return usableRoom(desk, notes.id)
}

/** A room that this device waits outside of may open when it has caught up; so may one that it was put into as a request. */
async function usableRoom(desk: Desk, id: RoomId): Promise<RoomId> {
  const { standing } = (await desk.client.room(id)) ?? {}
  if (standing === 'request') await desk.client.acceptRequest(id)
  if (standing === 'waiting' || standing === 'stuck') await desk.catchUp()
  return id
}

function outgoingOf({ message, expireMs, burnMs }: Sending): Parameters<Desk['client']['send']>[1] {
  return {
    text: message,
    ...(expireMs === undefined ? {} : { expireMs }),
    ...(burnMs === undefined ? {} : { burnMs }),
  }
}

function idOfSent(sent: Sent): MessageId {
  if (sent.kind === 'queued') return sent.id
  switch (sent.reason) {
    case 'timers':
      throw new CommandFailure('timersOutOfBounds')
    case 'empty':
    case 'fileGone':
    case 'tooManyFiles':
    case 'tooLong':
    case 'notInRoom':
      throw new CommandFailure(sent.reason)
  }
}

type SentMessage = { readonly room: RoomId; readonly id: MessageId }
type Patience = Pick<Sending, 'wait'> & { readonly timeoutMs: number }

/** What became of it as far as it was waited for; out of reach nothing is waited for. */
async function waitForReceipt(
  desk: Desk,
  sent: SentMessage,
  { wait = 'accepted', timeoutMs }: Patience,
): Promise<ReceiptRecord> {
  let last: ReceiptRecord | undefined
  const look = async (): Promise<ReceiptRecord | undefined> => {
    const message = await desk.client.message(sent.room, sent.id)
    // It was read by everyone and burned, or its time is over: it was delivered before, or never will be.
    if (message === undefined) return last && { ...last, status: last.status === 'queued' ? 'failed' : 'read' }
    last = await receiptRecord(desk.client, message)
    return isEnough(last.status, wait) || desk.isOffline() ? last : undefined
  }
  const receipt = (await desk.until(look, timeoutMs)) ?? last
  if (receipt === undefined) throw new CommandFailure('messageFailed')
  return receipt
}

const ENOUGH: Readonly<Record<WaitFor, readonly ReceiptStatus[]>> = {
  queued: ['queued', 'accepted', 'delivered', 'read', 'failed'],
  accepted: ['accepted', 'delivered', 'read', 'failed'],
  delivered: ['delivered', 'read', 'failed'],
}

function isEnough(status: ReceiptStatus, wait: WaitFor): boolean {
  return ENOUGH[wait].includes(status)
}

/** A person stands for every conversation with them: where both began at the same time there are two. */
async function roomsOf(desk: Desk, target: Target): Promise<readonly RoomView[]> {
  if (target.kind === 'room') return [target.room]
  const kind = target.person.isSelf ? 'self' : 'direct'
  const rooms = await desk.client.rooms()
  return rooms.filter(
    (room) => room.kind === kind && room.participants.some(({ account }) => account === target.person.account),
  )
}

type Query = { readonly limit: number; readonly before: string | undefined }

/** Oldest first. */
async function pagesOf(desk: Desk, { id }: RoomView, { limit, before }: Query): Promise<readonly MessageView[]> {
  const messages: MessageView[] = []
  let cursor = before
  while (messages.length < limit) {
    const page = await desk.client.messages(id, {
      limit: Math.min(limit - messages.length, PAGE_MESSAGES_MAX),
      ...(cursor === undefined ? {} : { before: cursor }),
    })
    messages.unshift(...page)
    cursor = page[0]?.cursor
    if (cursor === undefined) break
  }
  return messages
}
