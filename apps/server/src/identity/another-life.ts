import type { Provider } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { TOMBSTONE_TOLD_MS } from '../limits.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'
import { ServerError } from '../server-error.ts'
import { deriveHubKey } from './derive-keys.ts'
import { IDENTITY_KEY, identityTable, KEYS_MAX, SEED_BYTES } from './identity-row.ts'
import type { IdentityRow } from './identity-row.ts'
import { anotherLife, newIncarnation } from './own-identity.ts'
import { loadTombstones } from './tombstones.ts'
import type { TombstonePorts } from './tombstones.ts'

/** What is done to the identity of a provider that does not run. */

/** Of data that went back in time: the next start takes them as they lie (R29). */
export async function beginAnotherLife({ store, crypto, clock }: TombstonePorts): Promise<void> {
  const before = await ensureRow(store)
  const { place: _, ...kept } = before
  await replaceRow(store, before, { ...kept, ...anotherLife({ crypto, clock }) })
}

/** How it presented itself at its last start; `undefined` before its first. */
export async function presentedAs(store: Reader): Promise<Provider | undefined> {
  return (await loadRow(store, identityTable, IDENTITY_KEY))?.as
}

/**
 * Another key for new logs; the old one stays for those that were opened under it, and says so (`spec/survival.md` §11). It
 * begins another life, so that every device makes its mailbox and what it publishes anew under the new key. Answers the seed
 * of the new key.
 */
export async function rotateKey(ports: TombstonePorts): Promise<Uint8Array> {
  const { store, crypto, clock } = ports
  const before = await ensureRow(store)
  if (before.as === undefined) throw new ServerError('noData')
  const seeds = before.seeds ?? []
  if (seeds.length >= KEYS_MAX) throw new ServerError('tooManyKeys')
  const seed = crypto.randomBytes(SEED_BYTES)
  const [old, next] = [await deriveHubKey(crypto, seeds.at(-1) ?? before.seed), await deriveHubKey(crypto, seed)]
  const as = { ...before.as, key: next.publicKey, sealingKey: next.sealingPublicKey }
  // First the new key: a tombstone for a key that was never there would lead nowhere.
  await replaceRow(store, before, { ...before, seeds: [...seeds, seed], as, incarnation: newIncarnation(crypto) })
  const tombstones = await loadTombstones(ports)
  await tombstones.say(old, {
    kind: 'newKey',
    provider: before.as,
    successor: as,
    endsAt: clock.now() + TOMBSTONE_TOLD_MS,
  })
  return seed
}

async function ensureRow(store: Reader): Promise<IdentityRow> {
  const row = await loadRow(store, identityTable, IDENTITY_KEY)
  if (row === undefined) throw new ServerError('noData')
  return row
}

async function replaceRow(store: Pick<RecordStore, 'commit'>, before: IdentityRow, after: IdentityRow): Promise<void> {
  const [outcome] = await store.commit([
    {
      expect: [expectRow(identityTable, IDENTITY_KEY, before)],
      put: [putRow(identityTable, IDENTITY_KEY, after)],
    },
  ])
  if (outcome !== 'done') throw new RecordsError('inUse')
}
