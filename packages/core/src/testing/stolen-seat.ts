import {
  composeContent,
  encodeApplicationData,
  encodeContent,
  encodeEntryContext,
  hex,
  messageIdOf,
  roomId,
  roomUri,
  senderUri,
  wrapEntry,
} from '@rushlight/protocol'
import type { AccountId, Crypto, Head, LogItem, MessageId, RoomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { judgeEntry } from '../group-crypto/judge-entry.ts'
import { decodeGroup, encodeGroup, sealApplication } from '../group-crypto/mls/index.ts'
import { readRoom, withGroup } from '../group-crypto/room-group.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import { rawEntryTable, receiptTable } from '../room/log-rows.ts'
import { isLive } from '../room/room-model.ts'
import { accountsLeaving } from '../room/room-row.ts'
import type { OwnSlot } from '../room/room-row.ts'
import { loadEveryRow } from '../vault/table.ts'

/** What a device that stole itself out of a room's sight would hold: every key it had there, at one moment. */
export type StolenSeat = {
  readonly room: RoomId
  readonly account: AccountId
  readonly group: RoomGroup
  readonly leaving: readonly AccountId[]
  readonly head: Head
  readonly slot: OwnSlot
}

/** Copied, so that the device erasing its own keys does not erase these. */
export async function copySeat(client: Client, room: RoomId): Promise<StolenSeat | undefined> {
  const { crypto, rooms, self } = Client.coreOf(client)
  const model = await rooms.get(room)?.actor.read()
  if (model === undefined || !isLive(model)) return undefined
  const { head, slot } = model.row
  const group = decodeGroup(crypto, encodeGroup(model.group.group))
  const read = group === undefined ? undefined : readRoom(crypto, group)
  if (head === undefined || slot === undefined || read?.kind !== 'room') return undefined
  const leaving = accountsLeaving(model.frame)
  return { room, account: self.account.id, group: read.room, leaving, head, slot }
}

/** What a member of the room holds of its log behind that place; entries that everybody has are gone already (R18). */
export async function entriesAfter(client: Client, room: RoomId, seq: number): Promise<readonly LogItem[]> {
  const { store } = Client.coreOf(client)
  const prefix = roomId.toBytes(room)
  const entries = await loadEveryRow(store, rawEntryTable, prefix)
  const entryOf = new Map(entries.map(({ key, value }) => [hex(key), value]))
  const receipts = await loadEveryRow(store, receiptTable, prefix)
  return receipts
    .filter(({ value }) => value.body.seq > seq)
    .map(({ key, value }) => {
      const entry = entryOf.get(hex(key))
      return entry === undefined ? { receipt: value } : { entry, receipt: value }
    })
}

/** Whether the seat's keys open this entry. */
export async function readFromSeat(crypto: Crypto, seat: StolenSeat, { entry, receipt }: LogItem): Promise<boolean> {
  if (entry === undefined) return false
  const judged = await judgeEntry(crypto, { room: seat.group, leaving: seat.leaving }, { entry, receipt: receipt.body })
  return judged.kind === 'application' || judged.kind === 'commit'
}

/** Between what the seat's device said after the theft and what the thief says. */
const GENERATIONS_SKIPPED = 8
const SALT_BYTES = 16

/** An entry of the seat's epoch, and the id that its message would have. */
export async function speakFromSeat(
  crypto: Crypto,
  seat: StolenSeat,
  text: string,
): Promise<{ readonly entry: Uint8Array; readonly id: MessageId }> {
  const { room, account, head } = seat
  const content = composeContent(
    { message: { kind: 'text', text, files: [] }, timers: {} },
    crypto.randomBytes(SALT_BYTES),
  )
  const encoded = encodeContent(content)
  const data = encodeApplicationData({ kind: 'content', encoded })
  const authenticatedData = encodeEntryContext({ format: 1, head })
  let { group } = seat
  let message = new Uint8Array()
  for (let said = 0; said <= GENERATIONS_SKIPPED; said += 1) {
    const sealed = await sealApplication(group.group, { data, authenticatedData })
    group = withGroup(group, sealed.next)
    message = Uint8Array.from(sealed.message)
  }
  const place = { senderUri: senderUri(account), roomUri: roomUri(room) }
  const id = messageIdOf(crypto, place, { encoded, salt: content.salt })
  return { id, entry: await wrapEntry(crypto, { log: head.log, wrapKey: seat.group.wrapKey }, message) }
}
