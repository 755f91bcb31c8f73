import { equal, tombstoneOf } from '@rushlight/protocol'
import type { HelloResult, Provider } from '@rushlight/protocol'
import { changeProviders } from '../account/next-record.ts'
import { useChain } from '../account/use-chain.ts'
import type { Core } from '../engine/core.ts'
import { askTombstones } from '../succession/read-tombstone.ts'
import { tellRooms } from './change-providers.ts'
import type { Home } from './home.ts'

/**
 * One of the account's providers answers under another name: if it says so by the very key that the account knows it by, the
 * account goes with it, in the same place of its record (`spec/federation.md` §5). Anybody else who answers there is a
 * stranger, and gets nothing.
 */
export async function followName(core: Core, home: Home, greeting: HelloResult): Promise<void> {
  const row = core.rowOf(home)
  if (row === undefined) return
  const said = tombstoneOf(await askTombstones(core.crypto, home.link), row.provider.key)
  const { provider } = greeting
  if (said?.kind !== 'moved' || said.successor?.name !== provider.name) return
  if (!equal(provider.key, row.provider.key)) return
  await core.changes.run(() => replace(core, row.provider, provider))
}

async function replace(core: Core, left: Provider, next: Provider): Promise<void> {
  const { account, row } = core.self
  const { providers } = account.record
  if (!providers.some(({ name }) => name === left.name) || providers.some(({ name }) => name === next.name)) return
  const replaced = providers.map((one) => (one.name === left.name ? next : one))
  const own = { account, accountKey: row.accountKey, by: row.device }
  const changed = await changeProviders(core.crypto, own, replaced)
  // What this device has there it has there still: queue, backup, certificate.
  await core.changeSelf((self) => ({
    ...self,
    homes: self.homes.map((one) => (one.provider.name === left.name ? { ...one, provider: next } : one)),
  }))
  await useChain(core, changed)
  await tellRooms(core)
}
