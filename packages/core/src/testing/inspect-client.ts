import type { AccountId, Crypto, DeviceId, DoorId, LogId, MessageId, Provider, RoomId } from '@rushlight/protocol'
import {
  concat,
  deadlineOf,
  encodeWith,
  hex,
  messageOf,
  parseContent,
  roomId,
  rosterCodec,
  utf8,
} from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { isDeletion } from '../message/is-deletion.ts'
import { messageIdTable, messageTable } from '../message/message-row.ts'
import type { QueuedJob, RoomModel } from '../room/room-model.ts'
import { accountsLeaving } from '../room/room-row.ts'
import type { Standing } from '../room/room-row.ts'
import { load, loadEveryRow } from '../vault/table.ts'

/** What a checker of invariants looks at, and no view shows. */
export type InspectedRoom = {
  readonly id: RoomId
  readonly standing: Standing
  readonly log: LogId | undefined
  readonly seq: number
  readonly epoch: number | undefined
  /** The better chain that it waits to be let into. */
  readonly apartFrom: LogId | undefined
  /** Depends on everything the group has agreed on: equal for two members exactly if their state is. */
  readonly door: DoorId | undefined
  /** Of what members agree on within an epoch too: who is reached where, and who asked to leave. */
  readonly digest: string
  /** Posting keys of the roster. */
  readonly postingKeys: readonly string[]
  readonly members: readonly string[]
  readonly accounts: readonly AccountId[]
  /** What should have been brought to the hub by now. */
  readonly jobs: readonly string[]
  /** What is to be brought there later. */
  readonly later: readonly string[]
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
  readonly provider: Provider
  readonly isReady: boolean
} {
  const core = Client.coreOf(client)
  const { device, homes } = core.self.row
  const [home] = homes
  if (home === undefined) throw new Error('an account without a provider')
  const { provider } = home
  return { account: core.self.account.id, device, provider, isReady: core.isReady }
}

/** UTC ms against which this client holds deadlines. */
export function inspectNow(client: Client): number {
  return Client.coreOf(client).now()
}

export async function inspectRoom(client: Client, room: RoomId): Promise<InspectedRoom | undefined> {
  const core = Client.coreOf(client)
  const model = await core.rooms.get(room)?.actor.read()
  if (model === undefined) return undefined
  const { row, frame, group, jobs } = model
  return {
    id: room,
    standing: row.standing,
    log: row.head?.log,
    seq: row.head?.seq ?? 0,
    epoch: group?.epoch,
    apartFrom: row.apartFrom,
    door: group?.door,
    digest: digestOf(core.crypto, model),
    postingKeys: frame?.roster.map(({ postingKey }) => hex(postingKey)) ?? [],
    accounts: group?.leaves.map(({ credential }) => credential.account) ?? [],
    members: group?.leaves.map(({ credential }) => `${credential.account} ${credential.device}`) ?? [],
    jobs: jobs.filter((job) => job.row.notBefore <= core.now()).map((job) => nameOf(job)),
    later: jobs.filter((job) => job.row.notBefore > core.now()).map((job) => nameOf(job)),
    hasTwoStories: row.twoStories !== undefined,
  }
}

function digestOf(crypto: Crypto, { frame }: RoomModel): string {
  const leaving = (frame === undefined ? [] : [...accountsLeaving(frame)]).sort().join(' ')
  return hex(crypto.sha256(concat(encodeWith(rosterCodec, frame?.roster ?? []), utf8(leaving))))
}

function nameOf({ row: { job, sealed } }: QueuedJob): string {
  const kind = job.kind === 'change' ? job.change.kind : job.kind
  return sealed === undefined ? kind : `${kind}*`
}

export function inspectRooms(client: Client): readonly RoomId[] {
  return [...Client.coreOf(client).rooms.keys()]
}

/** Where in the log a message stands; `undefined` if it is in none, or gone. */
export async function inspectPlace(client: Client, room: RoomId, id: MessageId): Promise<number | undefined> {
  const { store } = Client.coreOf(client)
  const place = await load(store, messageIdTable, { room, id })
  return place === undefined ? undefined : (await load(store, messageTable, place))?.place?.seq
}

export async function inspectMessages(client: Client): Promise<readonly InspectedMessage[]> {
  const rows = await loadEveryRow(Client.coreOf(client).store, messageTable)
  return rows.flatMap(({ key, value }) => {
    if (value.body.kind !== 'content' || isDeletion(value)) return []
    const content = parseContent(value.body.encoded)
    const message = content === undefined ? undefined : messageOf(content)
    const text = message?.kind === 'text' ? message.text : undefined
    const room = roomId.fromBytes(key.slice(0, roomId.lengthBytes))
    return [{ id: value.id, room, text, deadline: deadlineOf(value), isOwn: value.isOwn }]
  })
}
