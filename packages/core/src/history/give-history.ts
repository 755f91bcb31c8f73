import { blobTimeToLiveStep, deviceId, encodeLine, HISTORY_PART_KEPT_MS, LinesWriter } from '@rushlight/protocol'
import type { ArchiveRecord, DeviceId } from '@rushlight/protocol'
import {
  archivedAccount,
  archivedMessages,
  archivedPeople,
  archivedRooms,
  archivedTombstones,
} from '../archive/archive-records.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { ownBlobTable } from '../file/file-row.ts'
import { releaseSecretOf } from '../file/release-blobs.ts'
import { messageTable, parsePlace } from '../message/message-row.ts'
import { writeNote } from '../self-room/write-note.ts'
import { loadEveryRow, loadRange } from '../vault/table.ts'
import { doorAt, DONE, later, releaseSoon } from './doors.ts'
import type { Progress } from './doors.ts'
import { bringSegment, sealSegment } from './segment-blob.ts'
import { giftTable } from './transfer-row.ts'
import type { GiftRow } from './transfer-row.ts'

/** What a broken transfer repeats at most, and what both sides hold in memory. */
const PART_BYTES: number = 512 * 1024
const COUNTED_PER_PAGE = 1000

/** Gives whoever asked what it asked for, part by part, each durable before the next is begun. */
export async function giveHistory(core: Core): Promise<Progress> {
  for (const { key, value } of await loadEveryRow(core.store, giftTable)) {
    const asker = deviceId.fromBytes(key)
    const waitMs = value.state === 'waiting' ? value.notBefore - core.now() : 0
    if (!core.self.account.record.devices.some(({ id }) => id === asker)) await dropGift(core, asker)
    else if (waitMs > 0) return later(waitMs)
    else {
      const given = await giveTo(core, asker, await beginGift(core, asker, value))
      if (given.kind === 'later') return given
    }
  }
  return DONE
}

async function dropGift(core: Core, asker: DeviceId): Promise<void> {
  const step = new Step(core.store)
  step.remove(giftTable, asker)
  await step.commit()
}

async function beginGift(core: Core, asker: DeviceId, gift: GiftRow): Promise<GiftRow> {
  if (gift.state === 'giving') return gift
  const begun: GiftRow = { ...gift, state: 'giving', lines: await countLines(core, gift.since) }
  const step = new Step(core.store)
  step.put(giftTable, asker, begun)
  const { askedAt, lines } = begun
  await writeNote(step, core.world, { kind: 'historyGiving', asker, askedAt, giver: core.self.row.device, lines })
  await publish(core, step)
  return begun
}

async function countLines(core: Core, since: number): Promise<number> {
  let count = 0
  let page = await loadRange(core.store, messageTable, { prefix: new Uint8Array(), limit: COUNTED_PER_PAGE })
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    count += page.filter(({ key }) => parsePlace(key).at >= since).length
    const query = { prefix: new Uint8Array(), limit: COUNTED_PER_PAGE, after: last.key }
    page = page.length < COUNTED_PER_PAGE ? [] : await loadRange(core.store, messageTable, query)
  }
  return count
}

type PlacedRecord = { readonly record: ArchiveRecord; readonly key?: Uint8Array }

/** From the line on that the last part has ended with; who and what was forgotten comes before all lines. */
async function* recordsFor(core: Core, { since, cursor }: GiftRow): AsyncGenerator<PlacedRecord> {
  const choice = { since, withFiles: false }
  if (cursor !== undefined) {
    yield* archivedMessages(core, choice, { after: cursor })
    return
  }
  for await (const record of archivedPeople(core)) yield { record }
  for await (const record of archivedRooms(core, choice)) yield { record }
  for await (const record of archivedTombstones(core)) yield { record }
  yield* archivedMessages(core, choice)
}

async function giveTo(core: Core, asker: DeviceId, begun: GiftRow): Promise<Progress> {
  let gift = begun
  let part = newPart(core)
  for await (const { record, key } of recordsFor(core, begun)) {
    if (core.isClosed) return later(undefined)
    const encoded = encodeLine(record)
    if (part.count > 1 && part.bytes + encoded.length > partBytes(core)) {
      const brought = await bringPart(core, asker, { gift, part, isLast: false })
      if (brought.kind !== 'brought') return brought
      gift = brought.gift
      part = newPart(core)
    }
    part.add(encoded)
    if (key !== undefined) gift = { ...gift, cursor: key, linesDone: gift.linesDone + 1 }
  }
  const brought = await bringPart(core, asker, { gift: { ...gift, linesDone: gift.lines }, part, isLast: true })
  return brought.kind === 'brought' ? DONE : brought
}

function newPart(core: Core): LinesWriter {
  const part = new LinesWriter()
  part.add(encodeLine(archivedAccount(core)))
  return part
}

/** A provider may take smaller files than others do. */
function partBytes(core: Core): number {
  return Math.min(PART_BYTES, core.link.greeting?.fileBytesMax ?? PART_BYTES)
}

type Part = { readonly gift: GiftRow; readonly part: LinesWriter; readonly isLast: boolean }
type Brought = { readonly kind: 'brought'; readonly gift: GiftRow }

/** Under a key that only the asker is told: in the room of our own devices, when all of it is there. */
async function bringPart(core: Core, asker: DeviceId, { gift, part, isLast }: Part): Promise<Brought | Progress> {
  const at = doorAt(core, core.homes.present.name)
  if (at?.token === undefined) return later(undefined)
  const { door, token, provider } = at
  const sealed = await sealSegment(core.crypto, part.end())
  const releaseHash = core.crypto.sha256(releaseSecretOf(core, sealed.blob))
  const timeToLiveStep = blobTimeToLiveStep(HISTORY_PART_KEPT_MS)
  const answer = await bringSegment({ door, token, releaseHash, timeToLiveStep }, sealed)
  const step = new Step(core.store)
  const isWanted = (await step.load(giftTable, asker))?.askedAt === gift.askedAt
  if (answer.kind !== 'done' || !isWanted) {
    // It may lie there all the same, and leads nowhere: the next try has another key, and asked for may be something else.
    releaseSoon(core, step, sealed.blob)
    await publish(core, step)
    if (!isWanted) return DONE
    return later(answer.kind === 'later' ? answer.waitMs : REFUSED_WAIT_MS)
  }
  const { askedAt, next: index, linesDone } = gift
  const { blob, fileKey, bytes } = sealed
  const told = { asker, askedAt, giver: core.self.row.device, index, blob, fileKey, bytes, provider, linesDone, isLast }
  await writeNote(step, core.world, { kind: 'historyPart', ...told })
  const following = { ...gift, next: index + 1 }
  if (isLast) step.remove(giftTable, asker)
  else step.put(giftTable, asker, following)
  // Should the account end, it goes with it.
  step.put(ownBlobTable, blob, { format: 1, endsAt: core.now() + HISTORY_PART_KEPT_MS })
  await publish(core, step)
  return { kind: 'brought', gift: following }
}

const REFUSED_WAIT_MS = 60_000

async function publish(core: Core, step: Step): Promise<void> {
  step.emit({ kind: 'historyChanged' })
  await step.commit()
  step.publish((event) => core.tell(event))
}
