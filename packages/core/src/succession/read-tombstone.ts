import { readTombstones, tombstoneOf, TOMBSTONES_FEATURE, verifyTombstone } from '@rushlight/protocol'
import type { HelloResult, Provider, Tombstone } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'

/** What the hub of a log says about the end of its own (R20 d): by the key under which the log was opened, or it does not count. */
export async function readTombstone(core: Core, hub: Provider, greeting: HelloResult): Promise<Tombstone | undefined> {
  if (!greeting.features.includes(TOMBSTONES_FEATURE)) return undefined
  const answer = await core.hubs.at(hub.name).link.call(readTombstones, undefined)
  if (answer.kind !== 'answer') return undefined
  const said = await Promise.all(answer.value.tombstones.map((one) => verifyTombstone(core.crypto, one)))
  return tombstoneOf(
    said.filter((one) => one !== undefined),
    hub.key,
  )
}
