import type { AccountId, DeviceId, DoorId, LogId, MessageId, RoomId } from '@rushlight/protocol'
import { deadlineOf, messageOf, parseContent, roomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { isDeletion } from '../message/is-deletion.ts'
import { messageTable } from '../message/message-row.ts'
import type { QueuedJob } from '../room/room-model.ts'
import type { Standing } from '../room/room-row.ts'
import { loadRange } from '../vault/table.ts'

/** What a checker of invariants looks at, and no view shows. */
export type InspectedRoom = {
  readonly id: RoomId
  readonly standing: Standing
  readonly log: LogId | undefined
  readonly seq: number
  /** Depends on everything the group has agreed on: equal for two members exactly if their state is. */
  readonly door: DoorId | undefined
  readonly members: readonly string[]
  /** What should have been brought to the hub by now. */
  readonly jobs: readonly string[]
  readonly hasTwoStories: boolean
}

export type InspectedMessage = {
  readonly id: MessageId
  readonly room: RoomId
  readonly text: string | undefined
  readonly deadline: number | undefined
  readonly isOwn: boolean
}

export function inspectSelf(client: Client): {
  readonly account: AccountId
  readonly device: DeviceId
  readonly isReady: boolean
} {
  const core = Client.coreOf(client)
  return { account: core.self.account.id, device: core.self.row.device, isReady: core.isReady }
}

/** UTC ms against which this client holds deadlines. */
export function inspectNow(client: Client): number {
  return Client.coreOf(client).now()
}

export async function inspectRoom(client: Client, room: RoomId): Promise<InspectedRoom | undefined> {
  const core = Client.coreOf(client)
  const model = await core.rooms.get(room)?.actor.read()
  if (model === undefined) return undefined
  const { row, group, jobs } = model
  return {
    id: room,
    standing: row.standing,
    log: row.head?.log,
    seq: row.head?.seq ?? 0,
    door: group?.door,
    members: group?.leaves.map(({ credential }) => `${credential.account} ${credential.device}`) ?? [],
    jobs: jobs.filter((job) => job.row.notBefore <= core.now()).map((job) => nameOf(job)),
    hasTwoStories: row.twoStoriesAt !== undefined,
  }
}

function nameOf({ row: { job, sealed } }: QueuedJob): string {
  const kind = job.kind === 'change' ? job.change.kind : job.kind
  return sealed === undefined ? kind : `${kind}*`
}

export function inspectRooms(client: Client): readonly RoomId[] {
  return [...Client.coreOf(client).rooms.keys()]
}

const ROWS_MAX = 10_000

export async function inspectMessages(client: Client): Promise<readonly InspectedMessage[]> {
  const rows = await loadRange(Client.coreOf(client).store, messageTable, { prefix: new Uint8Array(), limit: ROWS_MAX })
  return rows.flatMap(({ key, value }) => {
    if (value.body.kind !== 'content' || isDeletion(value)) return []
    const content = parseContent(value.body.encoded)
    const message = content === undefined ? undefined : messageOf(content)
    const text = message?.kind === 'text' ? message.text : undefined
    const room = roomId.fromBytes(key.slice(0, roomId.lengthBytes))
    return [{ id: value.id, room, text, deadline: deadlineOf(value), isOwn: value.isOwn }]
  })
}
