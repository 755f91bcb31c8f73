import { compare, equal } from '../bytes/bytes.ts'
import { field, list, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { hashLabelled, verifyLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { accountId, deviceId, recordHash } from '../ids/ids.ts'
import type { AccountId, RecordHash } from '../ids/ids.ts'
import { RECORD_CHAIN_MAX } from '../limits.ts'
import { parseRecord, signedRecordCodec } from './account-record.ts'
import type { AccountRecord, DeviceEntry, SignedRecord } from './account-record.ts'

/**
 * The path of an account's records from its genesis to one head. Whoever holds the account id can check a chain from
 * any source; nobody has to be trusted for it (`spec/identity.md` §3, R35).
 */
export type RecordChain = readonly SignedRecord[]

export const recordChainCodec: Codec<RecordChain> = list(signedRecordCodec, RECORD_CHAIN_MAX)

/** Place and name of a record; rooms commit to it (R4). */
export type RecordHead = { readonly generation: number; readonly number: number; readonly hash: RecordHash }

export const recordHeadCodec: Codec<RecordHead> = struct({
  generation: field(0, uint()),
  number: field(1, uint()),
  hash: field(2, recordHash.codec),
})

/** A chain that was checked. */
export type Account = {
  readonly id: AccountId
  readonly chain: RecordChain
  readonly records: readonly NamedRecord[]
  readonly head: RecordHead
  /** The record at the head. */
  readonly record: AccountRecord
}

export type NamedRecord = { readonly hash: RecordHash; readonly record: AccountRecord }

export async function verifyRecordChain(crypto: Crypto, chain: RecordChain): Promise<Account | undefined> {
  const records: NamedRecord[] = []
  let id: AccountId | undefined
  for (const signed of chain.slice(0, RECORD_CHAIN_MAX)) {
    const record = parseRecord(signed)
    const parent = records.at(-1)
    if (record === undefined || !isWellFormed(record) || !isSuccessor(record, { id, parent })) return undefined
    const publicKey = signerKey(signed, record, parent?.record)
    const signature = { publicKey, signature: signed.signature }
    if (!(await verifyLabelled({ crypto, label: 'account record' }, signature, signed.record))) return undefined
    id ??= accountId.fromBytes(hashLabelled(crypto, 'account', signed.record))
    records.push({ hash: hashOfRecord(crypto, signed), record })
  }
  const last = records.at(-1)
  if (id === undefined || last === undefined || chain.length > RECORD_CHAIN_MAX) return undefined
  return { id, chain, records, head: headOf(last), record: last.record }
}

/** Where a chain ends that was checked before; `undefined` for none. */
export function headOfChain(crypto: Crypto, chain: RecordChain): RecordHead | undefined {
  const last = chain.at(-1)
  const record = last === undefined ? undefined : parseRecord(last)
  return last === undefined || record === undefined ? undefined : headOf({ hash: hashOfRecord(crypto, last), record })
}

export function hashOfRecord(crypto: Crypto, signed: SignedRecord): RecordHash {
  return recordHash.fromBytes(hashLabelled(crypto, 'account record', signed.record))
}

/** R35: greater generation, then greater number, then lower hash. Positive if `a` outranks `b`. */
export function compareHeads(a: RecordHead, b: RecordHead): number {
  if (a.generation !== b.generation) return a.generation - b.generation
  if (a.number !== b.number) return a.number - b.number
  return compare(recordHash.toBytes(b.hash), recordHash.toBytes(a.hash))
}

/** `chain` goes on from `head`: it holds that very record. */
export function continuesFrom(account: Account, head: RecordHead): boolean {
  return account.records.some(({ hash }) => hash === head.hash)
}

export function deviceOf(record: AccountRecord, device: DeviceEntry['id']): DeviceEntry | undefined {
  return record.devices.find(({ id }) => id === device)
}

function headOf({ hash, record }: NamedRecord): RecordHead {
  return { generation: record.generation, number: record.number, hash }
}

type Before = { readonly id: AccountId | undefined; readonly parent: NamedRecord | undefined }

function isSuccessor(record: AccountRecord, { id, parent }: Before): boolean {
  if (parent === undefined) {
    const genesis = record.account === undefined && record.parent === undefined && record.salt !== undefined
    return genesis && record.generation === 0 && record.number === 0
  }
  const follows = record.account === id && record.parent === parent.hash && record.salt === undefined
  if (!follows || record.number !== parent.record.number + 1 || record.kind !== parent.record.kind) return false
  if (record.generation > parent.record.generation) return true
  return record.generation === parent.record.generation && keepsAccountRules(record, parent.record)
}

/** What the account key may not do alone: change the recovery key, or drop a device and keep its account key (R35). */
function keepsAccountRules(record: AccountRecord, parent: AccountRecord): boolean {
  if (!equal(record.recoveryKey, parent.recoveryKey)) return false
  const dropsDevice = parent.devices.some((before) => {
    const after = deviceOf(record, before.id)
    return after === undefined || !equal(after.key, before.key)
  })
  return !dropsDevice || !equal(record.accountKey, parent.accountKey)
}

function isWellFormed(record: AccountRecord): boolean {
  const ids = record.devices.map(({ id }) => deviceId.toBytes(id))
  const names = new Set(record.providers.map(({ name }) => name))
  return isStrictlyAscending(ids) && names.size === record.providers.length && record.providers.length > 0
}

function isStrictlyAscending(values: readonly Uint8Array[]): boolean {
  return values.every((value, i) => {
    const before = values[i - 1]
    return before === undefined || compare(before, value) < 0
  })
}

/** Genesis signs itself; then the parent's keys do, and a raised generation needs the recovery key. */
function signerKey(signed: SignedRecord, record: AccountRecord, parent: AccountRecord | undefined): Uint8Array {
  if (parent === undefined) return signed.signer === 'account' ? record.accountKey : NO_KEY
  const raised = record.generation > parent.generation
  // A signer that does not fit its record is answered with a key that cannot have signed it.
  if (raised !== (signed.signer === 'recovery')) return NO_KEY
  return raised ? parent.recoveryKey : parent.accountKey
}

/** A point of small order: no signature is good under it. */
const NO_KEY = new Uint8Array(32)
