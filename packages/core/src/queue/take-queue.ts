import { acknowledgeItems, fetchQueue, openQueueItem, span } from '@rushlight/protocol'
import type { QueueItem, QueueItemId, StoredQueueItem } from '@rushlight/protocol'
import { keyPackageTable } from '../directory/key-package-row.ts'
import type { KeyPackageRow } from '../directory/key-package-row.ts'
import type { Core } from '../engine/core.ts'
import { takeLetter } from '../letter/take-letter.ts'
import { joinRoom } from '../room/join-room.ts'
import { pullRoom } from '../room/pull-log.ts'
import { roomTable } from '../room/room-row.ts'
import { loadEveryRow } from '../vault/table.ts'

const READ_AGAIN_MS: number = 5 * span.SECOND_MS

/** Fetches what lies in the queue, until nothing is left that this device can deal with now. */
export async function emptyQueue(core: Core): Promise<void> {
  for (;;) {
    const answer = await core.link.call(fetchQueue, undefined)
    if (answer.kind !== 'answer' || answer.value.items.length === 0) return
    const dealtWith = await takeQueueItems(core, answer.value.items)
    if (dealtWith < answer.value.items.length) return
  }
}

/**
 * Deals with items one by one; one that is bad, or not for us, is acknowledged like the others, so it blocks nothing. Only
 * what could not be done for want of an answer stays. Answers how many were acknowledged.
 */
export async function takeQueueItems(core: Core, items: readonly StoredQueueItem[]): Promise<number> {
  const done: QueueItemId[] = []
  for (const item of items) if ((await takeQueueItem(core, item)) === 'done') done.push(item.id)
  if (done.length > 0) await core.link.call(acknowledgeItems, { items: done })
  if (done.length < items.length) readAgainLater(core)
  return done.length
}

/** A hub elsewhere did not answer: what it was about lies in the queue still. */
function readAgainLater(core: Core): void {
  core.cancelQueueRetry()
  core.cancelQueueRetry = core.alarms.set(core.ports.clock.now() + READ_AGAIN_MS, () => {
    if (core.isReady) core.spawn(core.mailbox.run(() => emptyQueue(core)))
  })
}

async function takeQueueItem(core: Core, { sealed }: StoredQueueItem): Promise<'done' | 'later'> {
  const opened = await openItem(core, sealed)
  if (opened === undefined) return 'done'
  const { item, keyPackage } = opened
  switch (item.kind) {
    case 'news': {
      const room = core.roomOfLog.get(item.log)
      return room === undefined ? 'done' : pullRoom(core, core.roomAt(room).actor)
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

type OpenedItem = { readonly item: QueueItem; readonly keyPackage: KeyPackageRow | undefined }

/** Which of our addresses it came by shows in which key opens it, and nowhere else. */
async function openItem(core: Core, sealed: Uint8Array): Promise<OpenedItem | undefined> {
  const { letterbox } = core.self.row
  const byLetter = letterbox === undefined ? undefined : await openQueueItem(core.crypto, letterbox.itemKey, sealed)
  if (byLetter !== undefined) return { item: byLetter, keyPackage: undefined }
  for (const { value } of await loadEveryRow(core.store, keyPackageTable)) {
    const item = await openQueueItem(core.crypto, value.address.itemKey, sealed)
    if (item !== undefined) return { item, keyPackage: value }
  }
  for (const { value } of await loadEveryRow(core.store, roomTable)) {
    for (const address of [value.slot?.address, value.slot?.retired]) {
      const item = address === undefined ? undefined : await openQueueItem(core.crypto, address.itemKey, sealed)
      if (item !== undefined) return { item, keyPackage: undefined }
    }
  }
  return undefined
}
