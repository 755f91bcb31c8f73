import { concat, parseBigEndian } from '../bytes/bytes.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { accountId, recordHash } from '../ids/ids.ts'
import type { AccountId, RecordHash } from '../ids/ids.ts'
import { parseRecord } from './account-record.ts'
import { hashOfRecord } from './record-chain.ts'
import type { RecordChain } from './record-chain.ts'

/**
 * What is verified of an account: its id, and its root, the record that began its newest generation. Devices and account keys
 * come and go under one root; only the recovery phrase makes another (`spec/identity.md` §9, decisions/0014).
 */
export type AccountRoot = { readonly account: AccountId; readonly root: RecordHash }

/** Of a chain that was checked before; `undefined` for none. */
export function rootOfChain(crypto: Crypto, chain: RecordChain): RecordHash | undefined {
  let root: RecordChain[number] | undefined
  let generation: number | undefined
  for (const signed of chain.toReversed()) {
    const record = parseRecord(signed)
    generation ??= record?.generation
    if (record === undefined || record.generation !== generation) break
    root = signed
  }
  return root === undefined ? undefined : hashOfRecord(crypto, root)
}

/** 60 digits, the same for both of two people, as long as each knows the other's true root. */
export function safetyNumber(crypto: Crypto, one: AccountRoot, other: AccountRoot): string {
  return [digitsOf(crypto, one), digitsOf(crypto, other)].toSorted().join('')
}

/** The number as somebody reads it out or types it: other characters than digits are left out. */
export function parseSafetyNumber(text: string): string | undefined {
  const digits = text.replaceAll(/[\s.,-]/g, '')
  return SAFETY_NUMBER.test(digits) ? digits : undefined
}

/** In twelve groups of five, as people read it. */
export function groupsOfSafetyNumber(number: string): readonly string[] {
  return number.match(/\d{5}/g) ?? []
}

const SAFETY_NUMBER = /^\d{60}$/

/** All that tells an account of this generation from every other. */
export function fingerprintOf(crypto: Crypto, { account, root }: AccountRoot): Uint8Array {
  return hashLabelled(crypto, 'safety number', concat(accountId.toBytes(account), recordHash.toBytes(root)))
}

const GROUPS = 6
const GROUP_BYTES = 5
const GROUP_DIGITS = 5
const GROUP_MODULUS: number = 10 ** GROUP_DIGITS

/** 30 digits, 99 bits: each five of them are five bytes. */
function digitsOf(crypto: Crypto, whose: AccountRoot): string {
  const fingerprint = fingerprintOf(crypto, whose)
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const number = parseBigEndian(fingerprint.subarray(group * GROUP_BYTES, (group + 1) * GROUP_BYTES))
    return String(number % GROUP_MODULUS).padStart(GROUP_DIGITS, '0')
  })
  return groups.join('')
}
