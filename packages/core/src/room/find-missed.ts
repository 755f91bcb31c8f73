import { findHeads, HEADS_PER_REQUEST_MAX } from '@rushlight/protocol'
import type { Incarnation, LogPlace, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { pullRoom } from './pull-log.ts'
import type { RoomModel } from './room-model.ts'

type Place = LogPlace & {
  readonly room: RoomId
  readonly hubLife: Incarnation | undefined
  /** It is not in its first log any more. */
  readonly hasMoved: boolean
}

/** At connect, and every few hours: which logs went on while we did not listen (R12)? The log is the truth, pushes are not. */
export async function findMissed(core: Core): Promise<void> {
  const places: Place[] = []
  for (const { actor } of core.rooms.values()) {
    const place = placeOf(await actor.read())
    if (place !== undefined) places.push(place)
  }
  for (let at = 0; at < places.length; at += HEADS_PER_REQUEST_MAX) {
    const asked = places.slice(at, at + HEADS_PER_REQUEST_MAX)
    const logs = asked.map(({ log, reader, seen }) => ({ log, reader, seen }))
    const answer = await core.link.call(findHeads, { logs })
    if (answer.kind !== 'answer') return
    const moved = new Set(answer.value.moved.map(({ log }) => log))
    for (const { room, log } of asked) if (moved.has(log)) await pullRoom(core, core.roomAt(room).actor)
    const unknown = new Set(answer.value.unknown)
    for (const place of asked) await lookAfter(core, place, !unknown.has(place.log))
  }
}

function placeOf(model: RoomModel | undefined): Place | undefined {
  const { head, slot, hubLife } = model?.row ?? {}
  if (model === undefined || head === undefined || slot === undefined) return undefined
  const hasMoved = (model.frame?.openings.length ?? 0) > 1
  return { room: model.id, log: head.log, reader: slot.readerSecret, seen: head.seq, hubLife, hasMoved }
}

/** A hub need not know what it had in another life of its data; in this one it does not know us (any more). */
async function lookAfter(core: Core, { room, hubLife, hasMoved }: Place, isKnown: boolean): Promise<void> {
  const present = core.link.greeting?.incarnation
  const isOfThisLife = hubLife === present
  if (isKnown && !isOfThisLife && present !== undefined) {
    await core.roomAt(room).actor.run((step) => Promise.resolve(step.patchRow({ hubLife: present })))
  }
  const isLost = !isKnown && !isOfThisLife
  // Whoever comes back later has to find where it went on.
  if (isLost || (isKnown && hasMoved)) core.meet(room)
}
