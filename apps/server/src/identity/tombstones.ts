import { signedTombstoneCodec, signTombstone, span, TOMBSTONES_MAX, verifyTombstone } from '@rushlight/protocol'
import type { Crypto, Provider, SignedTombstone, Tombstone } from '@rushlight/protocol'
import { EVERY_KEY, RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import type { Clock } from '../ports/clock.ts'
import { loadRange, putRow, removeRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'
import type { HubKey } from './derive-keys.ts'

/** What the provider says of where it goes on, under the key that says it: the newest of each key (`spec/survival.md` §11). */
const tombstoneTable: Table<SignedTombstone> = { name: 'tombstones', codec: signedTombstoneCodec }

/** How long a new name or key is told, and a tombstone that was taken back. */
export const TOMBSTONE_TOLD_MS: number = 90 * span.DAY_MS

export interface Tombstones {
  /** As clients get them. */
  list(): readonly SignedTombstone[]
  /** Did any key say last that the provider leaves? */
  isLeaving(): Promise<boolean>
  /** Says it, in place of what that key said before. */
  say(key: HubKey, said: Omit<Tombstone, 'format' | 'madeAt'>): Promise<Tombstone>
}

export type TombstonePorts = {
  readonly store: Pick<RecordStore, 'get' | 'range' | 'commit'>
  readonly crypto: Crypto
  readonly clock: Clock
}

/** Loads what was said, and forgets what is over. */
export async function loadTombstones(ports: TombstonePorts): Promise<Tombstones> {
  const { store, crypto, clock } = ports
  const said = new Map<string, { readonly key: Uint8Array; readonly signed: SignedTombstone }>()
  for (const { key, row } of await loadRange(store, tombstoneTable, { ...EVERY_KEY, limit: TOMBSTONES_MAX })) {
    const tombstone = await verifyTombstone(crypto, row)
    if (tombstone !== undefined && tombstone.endsAt > clock.now()) said.set(key.toHex(), { key, signed: row })
    else await commit(store, { remove: [removeRow(tombstoneTable, key)] })
  }
  let lastMadeAt = 0
  return {
    list: () => [...said.values()].map(({ signed }) => signed),
    async isLeaving() {
      const all = await Promise.all([...said.values()].map(({ signed }) => verifyTombstone(crypto, signed)))
      return all.some((one) => one?.kind === 'leaving')
    },
    async say({ publicKey, signingKey }, content) {
      // Said twice within a millisecond, or after the clock was set back: still the later one counts.
      const madeAt = Math.max(
        clock.now(),
        lastMadeAt + 1,
        (await madeBefore(crypto, said.get(publicKey.toHex())?.signed)) + 1,
      )
      lastMadeAt = madeAt
      const tombstone: Tombstone = { format: 1, madeAt, ...content }
      const signed = await signTombstone(crypto, signingKey, tombstone)
      await commit(store, { put: [putRow(tombstoneTable, publicKey, signed)] })
      said.set(publicKey.toHex(), { key: publicKey, signed })
      return tombstone
    },
  }
}

/** That the provider has another name, by every key it has: each of its logs is told of it. */
export async function sayMoved(
  tombstones: Tombstones,
  moved: { readonly from: Provider; readonly to: Provider; readonly keys: readonly HubKey[]; readonly now: number },
): Promise<void> {
  for (const key of moved.keys) {
    const own = { key: key.publicKey, sealingKey: key.sealingPublicKey }
    await tombstones.say(key, {
      kind: 'moved',
      provider: { ...moved.from, ...own },
      successor: { ...moved.to, ...own },
      endsAt: moved.now + TOMBSTONE_TOLD_MS,
    })
  }
}

async function madeBefore(crypto: Crypto, signed: SignedTombstone | undefined): Promise<number> {
  const before = signed === undefined ? undefined : await verifyTombstone(crypto, signed)
  return before?.madeAt ?? 0
}

async function commit(
  store: Pick<RecordStore, 'commit'>,
  batch: Parameters<RecordStore['commit']>[0][number],
): Promise<void> {
  const [outcome] = await store.commit([batch])
  if (outcome !== 'done') throw new RecordsError('inUse')
}
