import { putChain, verifyRecordChain } from '@rushlight/protocol'
import type { Provider, WireError } from '@rushlight/protocol'
import { createDevice, deviceRow } from '../account/create-self.ts'
import { findKey, joinKeys } from '../account/key-ring.ts'
import { addDevice, changeProviders } from '../account/next-record.ts'
import type { NextRecord } from '../account/next-record.ts'
import { selfTable } from '../account/self-row.ts'
import type { SelfRow } from '../account/self-row.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { HOMES_MAX, homesOfRecord } from '../home/home-row.ts'
import type { CheckedExport } from './open-export.ts'

export type WentOn =
  | { readonly kind: 'done' }
  /** The export does not hold the key of its account's newest record: it is of no use any more. */
  | { readonly kind: 'keyLost' }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'unreachable' }

/** Another provider than those of the account: its first from now on. */
export type NewHome = { readonly url: string; readonly invitation?: string }

/**
 * An empty vault becomes a further device of the account that was exported (R18): with its keys, and with a device of its
 * own. Without `home` no network is used; the providers hear of it when it comes online.
 */
export async function goOn(core: Core, checked: CheckedExport, home?: NewHome): Promise<WentOn> {
  const { account: archived, keys } = checked
  const account = await verifyRecordChain(core.crypto, archived.chain)
  const accountKey = account && (await findKey(core.crypto, keys.accountKeys, account.record))
  if (account?.id !== archived.account || accountKey === undefined) return { kind: 'keyLost' }
  const own = await createDevice(core.crypto)
  const added = await addDevice(core.crypto, { account, accountKey, by: own.entry.id }, own.entry)
  const settled = home === undefined ? { kind: 'settled' as const, next: added } : await settleAt(core, added, home)
  if (settled.kind !== 'settled') return settled
  const { chain } = settled.next
  const present = await verifyRecordChain(core.crypto, chain)
  if (present === undefined) throw new Error('a chain that was made here')
  const row: SelfRow = {
    ...deviceRow(core.crypto, own),
    ...tombstoneKeysOf(core, archived.tombstoneKeys),
    stage: 'active',
    name: present.record.name,
    homes: homesOfRecord(present.record, []),
    chain,
    accountKey,
    spareKeys: joinKeys(keys.accountKeys),
    ...(keys.recoveryKey === undefined ? {} : { recoveryKey: keys.recoveryKey }),
    backupKey: keys.backupKey,
    doors: keys.doors ?? {},
  }
  const step = new Step(core.store)
  step.put(selfTable, 'self', row)
  await step.commit()
  await core.setSelf(row)
  return { kind: 'done' }
}

/** What was erased on the device that wrote it is remembered here under the same names. */
function tombstoneKeysOf(
  core: Core,
  keys: readonly Uint8Array[],
): Pick<SelfRow, 'tombstoneKey' | 'otherTombstoneKeys'> {
  const [tombstoneKey, ...otherTombstoneKeys] = keys
  if (tombstoneKey === undefined) return { tombstoneKey: core.crypto.randomBytes(TOMBSTONE_KEY_BYTES) }
  return otherTombstoneKeys.length === 0 ? { tombstoneKey } : { tombstoneKey, otherTombstoneKeys }
}

const TOMBSTONE_KEY_BYTES = 32

type Settled = { readonly kind: 'settled'; readonly next: NextRecord } | Exclude<WentOn, { kind: 'done' | 'keyLost' }>

/** It is asked before anything is kept: a record must not name a provider that does not let the account in. */
async function settleAt(core: Core, added: NextRecord, { url, invitation }: NewHome): Promise<Settled> {
  const candidate = core.homes.visit(url)
  try {
    const greeting = await candidate.waitForGreeting()
    if (greeting === undefined) return { kind: 'unreachable' }
    const next = await withFirst(core, added, greeting.provider)
    const { chain } = next
    const answer = await candidate.link.call(putChain, invitation === undefined ? { chain } : { chain, invitation })
    if (answer.kind === 'lost') return { kind: 'unreachable' }
    if (answer.kind === 'failure') return { kind: 'refused', error: answer.error }
    if (answer.value.ended !== undefined) return { kind: 'refused', error: { code: 'unknownAccount' } }
    // One that knows a newer record says so again when this device comes online: then it follows, and comes on top of it.
    return { kind: 'settled', next }
  } finally {
    candidate.stop()
  }
}

async function withFirst(core: Core, added: NextRecord, first: Provider): Promise<NextRecord> {
  const account = await verifyRecordChain(core.crypto, added.chain)
  const by = account?.record.by
  if (account === undefined || by === undefined) throw new Error('a chain that was made here')
  const others = account.record.providers.filter(({ name }) => name !== first.name)
  if (others.length < account.record.providers.length) return added
  return changeProviders(
    core.crypto,
    { account, accountKey: added.accountKey, by },
    [first, ...others].slice(0, HOMES_MAX),
  )
}
