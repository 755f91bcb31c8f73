import { acknowledgeItems, fetchQueue, openQueueItem, roomId, span } from '@rushlight/protocol'
import type { QueueItem, QueueItemId, RoomId, StoredQueueItem } from '@rushlight/protocol'
import { keyPackageTable } from '../directory/key-package-row.ts'
import type { KeyPackageRow } from '../directory/key-package-row.ts'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'
import type { OwnAddress } from '../home/own-address.ts'
import { takeLetter } from '../letter/take-letter.ts'
import { joinRoom } from '../room/join-room.ts'
import { roomTable } from '../room/room-row.ts'
import { loadEveryRow } from '../vault/table.ts'

const READ_AGAIN_MS: number = 5 * span.SECOND_MS

/** Fetches what lies in the queue, until nothing is left that this device can deal with now. */
export async function emptyQueue(core: Core, home: Home): Promise<void> {
  for (;;) {
    const answer = await home.link.call(fetchQueue, undefined)
    if (answer.kind !== 'answer' || answer.value.items.length === 0) return
    const dealtWith = await takeQueueItems(core, home, answer.value.items)
    if (dealtWith < answer.value.items.length) return
  }
}

/**
 * Deals with items one by one; one that is bad, or not for us, is acknowledged like the others, so it blocks nothing. Only
 * what could not be done for want of an answer stays. Answers how many were acknowledged.
 */
export async function takeQueueItems(core: Core, home: Home, items: readonly StoredQueueItem[]): Promise<number> {
  const done: QueueItemId[] = []
  for (const item of items) if ((await takeQueueItem(core, home, item)) === 'done') done.push(item.id)
  if (done.length > 0) await home.link.call(acknowledgeItems, { items: done })
  if (done.length < items.length) readAgainLater(core, home)
  return done.length
}

/** A hub elsewhere did not answer: what it was about lies in the queue still. */
function readAgainLater(core: Core, home: Home): void {
  home.cancelQueueRetry()
  home.cancelQueueRetry = core.alarms.set(core.ports.clock.now() + READ_AGAIN_MS, () => {
    if (home.isReady) core.spawn(core.mailbox.run(() => emptyQueue(core, home)))
  })
}

async function takeQueueItem(core: Core, home: Home, { sealed }: StoredQueueItem): Promise<'done' | 'later'> {
  const opened = await openItem(core, home, sealed)
  if (opened === undefined) return 'done'
  const { item, keyPackage } = opened
  switch (item.kind) {
    case 'news': {
      const room = core.roomOfLog.get(item.log)
      // By an address that only one room knows, of a log that it is not in: others went on there.
      if (room === undefined && opened.room !== undefined) core.meet(opened.room)
      if (room === undefined) return 'done'
      return core.pull(core.roomAt(room).actor)
    }
    case 'welcome':
      return keyPackage === undefined
        ? 'done'
        : joinRoom(core, { hub: item.hub, log: item.log, seq: item.seq, keyPackage })
    case 'letter':
      await takeLetter(core, item.sealed)
      return 'done'
  }
}

type OpenedItem = {
  readonly item: QueueItem
  readonly keyPackage: KeyPackageRow | undefined
  readonly room?: RoomId
}

/** Which of our addresses it came by shows in which key opens it, and nowhere else. */
async function openItem(core: Core, home: Home, sealed: Uint8Array): Promise<OpenedItem | undefined> {
  const queue = core.rowOf(home)?.queue?.id
  const openBy = (addresses: readonly OwnAddress[]): Promise<QueueItem | undefined> =>
    openByAny(
      core,
      addresses.filter((address) => address.queue === queue),
      sealed,
    )
  const letterboxes = core.self.row.homes.flatMap(({ letterbox }) => letterbox ?? [])
  const byLetter = await openBy(letterboxes)
  if (byLetter !== undefined) return { item: byLetter, keyPackage: undefined }
  for (const { value } of await loadEveryRow(core.store, keyPackageTable)) {
    const item = await openBy(value.addresses)
    if (item !== undefined) return { item, keyPackage: value }
  }
  for (const { key, value } of await loadEveryRow(core.store, roomTable)) {
    const { addresses = [], retired = [] } = value.slot ?? {}
    const item = await openBy([...addresses, ...retired])
    if (item !== undefined) return { item, keyPackage: undefined, room: roomId.fromBytes(key) }
  }
  return undefined
}

async function openByAny(
  { crypto }: Core,
  addresses: readonly OwnAddress[],
  sealed: Uint8Array,
): Promise<QueueItem | undefined> {
  for (const { itemKey } of addresses) {
    const item = await openQueueItem(crypto, itemKey, sealed)
    if (item !== undefined) return item
  }
  return undefined
}
