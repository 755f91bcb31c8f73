import { pullLog } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { RoomActor } from './room-actor.ts'

/** A hub that keeps saying that there is more, and gives nothing that counts, is left alone until the next connection. */
const FRUITLESS_PULLS_MAX = 2

/** Pulls what the room is missing until its head is the hub's, or the hub has nothing that counts. */
export async function pullRoom(core: Core, actor: RoomActor): Promise<void> {
  let fruitless = 0
  while (fruitless < FRUITLESS_PULLS_MAX && core.isReady) {
    const before = (await actor.read())?.row
    if (before?.head === undefined || before.slot === undefined) return
    const { log, seq } = before.head
    const answer = await core.link.call(pullLog, { log, reader: before.slot.readerSecret, after: seq })
    if (answer.kind !== 'answer') return
    await actor.take(answer.value.items)
    const after = (await actor.read())?.row.head
    if (after === undefined || after.seq >= answer.value.head) return
    fruitless = after.seq > seq ? 0 : fruitless + 1
  }
}
