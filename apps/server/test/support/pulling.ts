import { fetchQueue, fetchWelcome, openQueueItem, pullLog } from '@rushlight/protocol'
import type { FetchWelcomeResult, LogItem, PullResult, QueueItem, StoredQueueItem } from '@rushlight/protocol'
import type { Member, Room } from '../../src/testing/room.ts'

export function pull({ log }: Pick<Room, 'log'>, { person, reader }: Member, after = 0): Promise<PullResult> {
  return person.connection.client.call(pullLog, { log, reader, after })
}

export function welcomeFor(
  { log }: Pick<Room, 'log'>,
  { person, reader }: Member,
  seq: number,
): Promise<FetchWelcomeResult> {
  return person.connection.client.call(fetchWelcome, { log, reader, seq })
}

export function seqsOf(items: readonly LogItem[]): readonly number[] {
  return items.map(({ receipt }) => receipt.body.seq)
}

export type Noticed = StoredQueueItem & { readonly item: QueueItem }

/** What lies in the queue that the member reads, and was left by the address of this seat. */
export async function noticesFor({ person, slot }: Member): Promise<readonly Noticed[]> {
  const { items } = await person.connection.client.call(fetchQueue, undefined)
  const itemKey = slot.addresses[0]?.itemKey ?? new Uint8Array(32)
  const opened = await Promise.all(
    items.map(async (stored) => ({ ...stored, item: await openQueueItem(person.crypto, itemKey, stored.sealed) })),
  )
  return opened.flatMap(({ item, ...stored }) => (item === undefined ? [] : [{ ...stored, item }]))
}
