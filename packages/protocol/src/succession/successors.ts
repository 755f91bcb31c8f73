import { compare, concat, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import { deviceId, logId, roomId } from '../ids/ids.ts'
import type { DeviceId, LogId, RoomId } from '../ids/ids.ts'
import type { Provider, ProviderName } from '../identity/provider.ts'

/** What of the base's state decides where a room goes (R5, `spec/survival.md` §2). */
export type SuccessionState = {
  readonly room: RoomId
  /** Of each participant who is in the room, the providers of his record as the room counts with it, in his order. */
  readonly providersOf: readonly (readonly Provider[])[]
  /** A policy may name them. */
  readonly pinned?: readonly ProviderName[]
  /** The hub of the log that is succeeded. */
  readonly hub: ProviderName
}

/**
 * Where the next log may lie, best first: pinned ones, then everybody's first providers by the number of participants, then the
 * second ones, and so on. The same for all who know the base.
 */
export function successorsOf(crypto: Crypto, { room, providersOf, pinned = [] }: SuccessionState): readonly Provider[] {
  const known = new Map(providersOf.flat().map((provider) => [provider.name, provider]))
  const depth = Math.max(0, ...providersOf.map((providers) => providers.length))
  const order: ProviderName[] = pinned.filter((name) => known.has(name))
  for (let place = 0; place < depth; place++) {
    const named = providersOf.flatMap((providers) => providers.slice(place, place + 1).map(({ name }) => name))
    order.push(...byNumber(crypto, room, named))
  }
  return [...new Set(order)].flatMap((name) => known.get(name) ?? [])
}

/**
 * A hub's place in the order of two rival openings (R23). The hub that is left comes behind all others: whether it answers is
 * what each sees differently, so it has no say in an order that all compute, and a false hub gains nothing by a tie.
 */
export function rankOfHub(
  successors: readonly Provider[],
  state: Pick<SuccessionState, 'hub'>,
  hub: ProviderName,
): number {
  const place = successors.findIndex(({ name }) => name === hub)
  if (hub === state.hub) return successors.length + 1
  return place === -1 ? successors.length : place
}

export type HubChoice = {
  readonly successors: readonly Provider[]
  /** The hub that is left, if it answers and is not what one flees from. */
  readonly present?: Provider
  /** Servers that were adopted by their link, newest first. */
  readonly adopted: readonly Provider[]
}

/** Where to try to open, in this order. */
export function hubsToTry({ successors, present, adopted }: HubChoice): readonly Provider[] {
  const order = [...(present === undefined ? [] : [present]), ...successors, ...adopted]
  return [...new Map(order.map((provider) => [provider.name, provider])).values()]
}

/** A device's place among those who could open the next log, so that one of them is first. */
export function rankAmong(
  crypto: Crypto,
  own: { readonly log: LogId; readonly device: DeviceId },
  devices: readonly DeviceId[],
): number {
  const hashOf = (id: DeviceId): Uint8Array =>
    hashLabelled(crypto, 'opening rank', concat(logId.toBytes(own.log), deviceId.toBytes(id)))
  const hash = hashOf(own.device)
  return devices.filter((other) => other !== own.device && compare(hashOf(other), hash) < 0).length
}

function byNumber(crypto: Crypto, room: RoomId, names: readonly ProviderName[]): readonly ProviderName[] {
  const counts = new Map<ProviderName, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const hashOf = (name: ProviderName): Uint8Array =>
    hashLabelled(crypto, 'successor', concat(roomId.toBytes(room), utf8(name)))
  return [...counts]
    .toSorted(([a, countA], [b, countB]) => countB - countA || compare(hashOf(a), hashOf(b)))
    .map(([name]) => name)
}
