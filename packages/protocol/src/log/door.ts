import { EMPTY } from '../bytes/bytes.ts'
import { encodeWith, parseWith } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import { doorId } from '../ids/ids.ts'
import type { DoorId } from '../ids/ids.ts'
import { rosterCodec } from './roster.ts'
import type { Roster } from './roster.ts'

/**
 * A door is a roster sealed under one epoch's key K_e. At rest the hub has only this; whoever brings K_e opens it, in
 * memory, and it is K_e's hash that names it (R7).
 */
export function doorOf(crypto: Crypto, doorKey: Uint8Array): DoorId {
  return doorId.fromBytes(hashLabelled(crypto, 'door', doorKey))
}

export function sealRoster(crypto: Crypto, doorKey: Uint8Array, roster: Roster): Promise<Uint8Array> {
  return sealUnder(crypto, doorKey, { data: encodeWith(rosterCodec, roster), associated: EMPTY })
}

export async function openRoster(crypto: Crypto, doorKey: Uint8Array, sealed: Uint8Array): Promise<Roster | undefined> {
  const opened = await openUnder(crypto, doorKey, { data: sealed, associated: EMPTY })
  return opened === undefined ? undefined : parseWith(rosterCodec, opened)
}
