import { equal, openRoster } from '@rushlight/protocol'
import type { DoorId, PostingPublicKey, Slot } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { doorIn } from './door-tree.ts'
import type { Door } from './door-tree.ts'
import type { HotLog, OpenDoor } from './hot-logs.ts'
import { keyOfRoster, ROSTERS } from './log-rows.ts'

/** Opens a door of a log with its key, unless it stands open already. `undefined`: it is closed, or was never here. */
export async function openDoor(
  { store, crypto, clock }: Pick<Kernel, 'store' | 'crypto' | 'clock'>,
  hot: HotLog,
  { door, key }: { readonly door: DoorId; readonly key: Uint8Array },
): Promise<OpenDoor | undefined> {
  if (doorIn(hot.tree, door) === undefined) return undefined
  const usedAt = clock.now()
  const standing = hot.doors.get(door)
  if (standing !== undefined) {
    standing.usedAt = usedAt
    return standing
  }
  const [sealed] = await store.get(ROSTERS, [keyOfRoster(hot.id, door)])
  const roster = sealed === undefined ? undefined : await openRoster(crypto, key, sealed)
  if (roster === undefined) return undefined
  const opened: OpenDoor = { key: key.slice(), roster, usedAt }
  hot.doors.set(door, opened)
  return opened
}

/** A slot of an open door, and the number that the log knows it by. */
export type Seat = { readonly door: Door; readonly open: OpenDoor; readonly slot: Slot; readonly number: number }

/** `undefined` if the door is not open (any more) or has no slot with this key. */
export function seatAt(hot: HotLog, id: DoorId, postingKey: PostingPublicKey): Seat | undefined {
  const door = doorIn(hot.tree, id)
  const open = hot.doors.get(id)
  if (door === undefined || open === undefined) return undefined
  const i = open.roster.findIndex((slot) => equal(slot.postingKey, postingKey))
  const slot = open.roster[i]
  const number = door.numbers[i]
  return slot === undefined || number === undefined ? undefined : { door, open, slot, number }
}
