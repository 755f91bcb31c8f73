import { signedTombstoneCodec, signTombstone, TOMBSTONES_MAX, verifyTombstone } from '@rushlight/protocol'
import type { Crypto, Provider, SignedTombstone, Tombstone } from '@rushlight/protocol'
import { EVERY_KEY, RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { TOMBSTONE_TOLD_MS } from '../limits.ts'
import type { Clock } from '../ports/clock.ts'
import { loadRange, putRow, removeRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'
import type { HubKey } from './derive-keys.ts'

/** What the provider says of where it goes on, under the key that says it: the newest of each key (`spec/survival.md` §11). */
const tombstoneTable: Table<SignedTombstone> = { name: 'tombstones', codec: signedTombstoneCodec }

export interface Tombstones {
  /** As clients get them. */
  list(): readonly SignedTombstone[]
  /** Did any key say last that the provider leaves? */
  isLeaving(): boolean
  /** Says it, in place of what that key said before. */
  say(key: HubKey, said: Omit<Tombstone, 'format' | 'madeAt'>): Promise<void>
}

export type TombstonePorts = {
  readonly store: Pick<RecordStore, 'get' | 'range' | 'commit'>
  readonly crypto: Crypto
  readonly clock: Clock
}

/** Loads what was said, and forgets what is over. */
export async function loadTombstones(ports: TombstonePorts): Promise<Tombstones> {
  const { store, crypto, clock } = ports
  const said = new Map<string, { readonly signed: SignedTombstone; readonly tombstone: Tombstone }>()
  for (const { key, row } of await loadRange(store, tombstoneTable, { ...EVERY_KEY, limit: TOMBSTONES_MAX })) {
    const tombstone = await verifyTombstone(crypto, row)
    if (tombstone !== undefined && tombstone.endsAt > clock.now()) said.set(key.toHex(), { signed: row, tombstone })
    else await commit(store, { remove: [removeRow(tombstoneTable, key)] })
  }
  let lastMadeAt = 0
  return {
    list: () => [...said.values()].map(({ signed }) => signed),
    isLeaving: () => [...said.values()].some(({ tombstone }) => tombstone.kind === 'leaving'),
    async say({ publicKey, signingKey }, content) {
      // Said twice within a millisecond, or after the clock was set back: still the later one counts.
      const before = said.get(publicKey.toHex())?.tombstone.madeAt ?? 0
      const madeAt = Math.max(clock.now(), lastMadeAt + 1, before + 1)
      lastMadeAt = madeAt
      const tombstone: Tombstone = { format: 1, madeAt, ...content }
      const signed = await signTombstone(crypto, signingKey, tombstone)
      await commit(store, { put: [putRow(tombstoneTable, publicKey, signed)] })
      said.set(publicKey.toHex(), { signed, tombstone })
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

async function commit(
  store: Pick<RecordStore, 'commit'>,
  batch: Parameters<RecordStore['commit']>[0][number],
): Promise<void> {
  const [outcome] = await store.commit([batch])
  if (outcome !== 'done') throw new RecordsError('inUse')
}
