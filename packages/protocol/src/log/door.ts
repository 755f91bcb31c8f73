import { EMPTY } from '../bytes/bytes.ts'
import { encodeWith, parseWith } from '../bytes/codec.ts'
import { concat } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import { doorId } from '../ids/ids.ts'
import type { DoorId } from '../ids/ids.ts'
import { rosterCodec } from './roster.ts'
import type { Roster } from './roster.ts'

/**
 * A door is a roster sealed under one epoch's key K_e. At rest the hub has only this; whoever brings K_e opens it, in
 * memory, and it is K_e's hash that names it (R7).
 */
const NONCE_BYTES = 12

export function doorOf(crypto: Crypto, doorKey: Uint8Array): DoorId {
  return doorId.fromBytes(hashLabelled(crypto, 'door', doorKey))
}

export async function sealRoster(crypto: Crypto, doorKey: Uint8Array, roster: Roster): Promise<Uint8Array> {
  const nonce = crypto.randomBytes(NONCE_BYTES)
  const message = { data: encodeWith(rosterCodec, roster), associated: EMPTY }
  return concat(nonce, await crypto.sealAesGcm(doorKey, nonce, message))
}

export async function openRoster(crypto: Crypto, doorKey: Uint8Array, sealed: Uint8Array): Promise<Roster | undefined> {
  if (sealed.length < NONCE_BYTES) return undefined
  const message = { data: sealed.subarray(NONCE_BYTES), associated: EMPTY }
  const opened = await crypto.openAesGcm(doorKey, sealed.subarray(0, NONCE_BYTES), message)
  return opened === undefined ? undefined : parseWith(rosterCodec, opened)
}
