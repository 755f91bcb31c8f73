import { findHeads, HEADS_PER_REQUEST_MAX } from '@rushlight/protocol'
import type { LogPlace, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { pullRoom } from './pull-log.ts'

/** At connect, and every few hours: which logs went on while we did not listen (R12)? The log is the truth, pushes are not. */
export async function findMissed(core: Core): Promise<void> {
  const places: (LogPlace & { readonly room: RoomId })[] = []
  for (const [id, { actor }] of core.rooms) {
    const row = (await actor.read())?.row
    if (row?.head === undefined || row.slot === undefined) continue
    places.push({ room: id, log: row.head.log, reader: row.slot.readerSecret, seen: row.head.seq })
  }
  for (let at = 0; at < places.length; at += HEADS_PER_REQUEST_MAX) {
    const asked = places.slice(at, at + HEADS_PER_REQUEST_MAX)
    const logs = asked.map(({ log, reader, seen }) => ({ log, reader, seen }))
    const answer = await core.link.call(findHeads, { logs })
    if (answer.kind !== 'answer') return
    const moved = new Set(answer.value.moved.map(({ log }) => log))
    for (const { room, log } of asked) if (moved.has(log)) await pullRoom(core, core.roomAt(room).actor)
  }
}
