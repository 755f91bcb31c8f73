import { bytes, field, optional, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { utf8 } from '../bytes/bytes.ts'
import { hkdfSha256 } from '../crypto/hkdf.ts'
import { openUnder, SEALING_BYTES, sealUnder } from '../crypto/sealed.ts'
import type { Crypto } from '../crypto/crypto.ts'

/**
 * Two ways to the key of a sealed backup: what the password login gives to this side alone, and what the recovery phrase
 * gives (`spec/stored-formats.md` §4). Each door is the backup key, sealed; whoever passes either has it.
 */
export type BackupDoors = { readonly password?: BackupDoor; readonly phrase?: BackupDoor }

export type BackupDoor = {
  /** UTC ms. Of two that devices have made the later counts. */
  readonly madeAt: number
  readonly sealed: Uint8Array
}

export type BackupDoorName = keyof BackupDoors

export const BACKUP_KEY_BYTES = 32
/** HKDF info under which the export key of the password login gives the key of its door. */
const BACKUP_KEY_INFO = 'Rushlight 1 backup key'
/** The same of the recovery key. */
const PHRASE_DOOR_INFO = 'Rushlight 1 phrase door'

const doorCodec: Codec<BackupDoor> = struct({
  madeAt: field(0, uint()),
  sealed: field(1, bytes(BACKUP_KEY_BYTES + SEALING_BYTES)),
})

export const backupDoorsCodec: Codec<BackupDoors> = struct({
  password: optional(0, doorCodec),
  phrase: optional(1, doorCodec),
})

export function passwordDoorKey(crypto: Crypto, exportKey: Uint8Array): Uint8Array {
  return derive(crypto, exportKey, BACKUP_KEY_INFO)
}

export function phraseDoorKey(crypto: Crypto, seed: Uint8Array): Uint8Array {
  return derive(crypto, seed, PHRASE_DOOR_INFO)
}

export type DoorMaking = {
  readonly door: BackupDoorName
  readonly doorKey: Uint8Array
  readonly backupKey: Uint8Array
  readonly madeAt: number
}

export async function sealDoor(crypto: Crypto, { door, doorKey, backupKey, madeAt }: DoorMaking): Promise<BackupDoor> {
  return { madeAt, sealed: await sealUnder(crypto, doorKey, { data: backupKey, associated: utf8(door) }) }
}

/** The backup key; `undefined`: there is no such door, or it is not for that key. */
export async function openDoor(
  crypto: Crypto,
  doors: BackupDoors,
  { door, doorKey }: Pick<DoorMaking, 'door' | 'doorKey'>,
): Promise<Uint8Array | undefined> {
  const sealed = doors[door]?.sealed
  return sealed === undefined ? undefined : openUnder(crypto, doorKey, { data: sealed, associated: utf8(door) })
}

/** What two devices have made of them: of each the later one. */
export function joinDoors(own: BackupDoors, other: BackupDoors): BackupDoors {
  const password = later(own.password, other.password)
  const phrase = later(own.phrase, other.phrase)
  return { ...(password === undefined ? {} : { password }), ...(phrase === undefined ? {} : { phrase }) }
}

function later(own: BackupDoor | undefined, other: BackupDoor | undefined): BackupDoor | undefined {
  if (own === undefined || other === undefined) return own ?? other
  return other.madeAt > own.madeAt ? other : own
}

function derive(crypto: Crypto, secret: Uint8Array, info: string): Uint8Array {
  const kdf = hkdfSha256(crypto)
  return kdf.expand(kdf.extract(new Uint8Array(), secret), utf8(info), BACKUP_KEY_BYTES)
}
