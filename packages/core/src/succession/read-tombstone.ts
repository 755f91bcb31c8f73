import { readTombstones, tombstoneOf, TOMBSTONES_FEATURE, verifyTombstone } from '@rushlight/protocol'
import type { Crypto, HelloResult, Provider, Tombstone } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { HubLink } from '../hub/hub-link.ts'

/** What the hub of a log says about the end of its own (R20 d): by the key under which the log was opened, or it does not count. */
export async function readTombstone(core: Core, hub: Provider, greeting: HelloResult): Promise<Tombstone | undefined> {
  if (!greeting.features.includes(TOMBSTONES_FEATURE)) return undefined
  return tombstoneOf(await askTombstones(core.crypto, core.hubs.at(hub.name).link), hub.key)
}

/** Those that a provider has and whose signatures hold, whoever's they are. */
export async function askTombstones(crypto: Crypto, link: Pick<HubLink, 'call'>): Promise<readonly Tombstone[]> {
  const answer = await link.call(readTombstones, undefined)
  const signed = answer.kind === 'answer' ? answer.value.tombstones : []
  const verified = await Promise.all(signed.map((one) => verifyTombstone(crypto, one)))
  return verified.filter((one) => one !== undefined)
}
