import { findHeads, HEADS_PER_REQUEST_MAX } from '@rushlight/protocol'
import type { Incarnation, LogPlace, ProviderName, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'
import type { RoomModel } from './room-model.ts'

type Place = LogPlace & {
  readonly room: RoomId
  readonly hubLife: Incarnation | undefined
  /** It is not in its first log any more. */
  readonly hasMoved: boolean
}

/**
 * At connect to a home, and every few hours: which logs went on while we did not listen (R12)? The log is the truth, pushes
 * are not. Resolves when that home has answered; hubs elsewhere are asked beside it, and hold up nothing if they do not.
 */
export async function findMissed(core: Core, home: Home): Promise<void> {
  const places = new Map<ProviderName, Place[]>()
  for (const { actor } of core.rooms.values()) {
    const model = await actor.read()
    const place = placeOf(model)
    const hub = model === undefined ? undefined : await core.hubs.providerOf(model)
    if (place !== undefined && hub !== undefined) places.set(hub.name, [...(places.get(hub.name) ?? []), place])
  }
  for (const [hub, logs] of places) if (core.homes.at(hub) === undefined) core.spawn(askHub(core, hub, logs))
  if (home.name !== undefined) await askHub(core, home.name, places.get(home.name) ?? [])
}

async function askHub(core: Core, hub: ProviderName, places: readonly Place[]): Promise<void> {
  for (let at = 0; at < places.length; at += HEADS_PER_REQUEST_MAX) {
    const asked = places.slice(at, at + HEADS_PER_REQUEST_MAX)
    const logs = asked.map(({ log, reader, seen }) => ({ log, reader, seen }))
    const answer = await core.hubs.at(hub).link.call(findHeads, { logs })
    if (answer.kind !== 'answer') return
    const moved = new Set(answer.value.moved.map(({ log }) => log))
    for (const { room, log } of asked) if (moved.has(log)) await core.pull(core.roomAt(room).actor)
    const unknown = new Set(answer.value.unknown)
    const left = new Set(answer.value.left)
    for (const { room, log } of asked) if (left.has(log)) core.meet(room)
    // Hubs elsewhere are asked for it when they do not know a log.
    const present = core.homes.at(hub)?.link.greeting?.incarnation
    for (const place of asked) await lookAfter(core, place, { present, isKnown: !unknown.has(place.log) })
  }
}

function placeOf(model: RoomModel | undefined): Place | undefined {
  const { head, slot, hubLife } = model?.row ?? {}
  if (model === undefined || head === undefined || slot === undefined) return undefined
  const hasMoved = (model.frame?.openings.length ?? 0) > 1
  return { room: model.id, log: head.log, reader: slot.readerSecret, seen: head.seq, hubLife, hasMoved }
}

type Seen = { readonly present: Incarnation | undefined; readonly isKnown: boolean }

/** A hub need not know what it had in another life of its data, and may have an older copy of it (R29). */
async function lookAfter(core: Core, { room, hubLife, hasMoved }: Place, { present, isKnown }: Seen): Promise<void> {
  const isOfAnotherLife = present !== undefined && hubLife !== present
  if (isKnown && isOfAnotherLife) {
    await core.roomAt(room).actor.run((step) => Promise.resolve(step.patchRow({ hubLife: present })))
  }
  // Whoever comes back later has to find where it went on.
  if (!isKnown || isOfAnotherLife || hasMoved) core.meet(room)
}
