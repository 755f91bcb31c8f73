import { bigEndian, concat, EMPTY, utf8 } from '../bytes/bytes.ts'
import type { Aead } from './aead.ts'
import { aes128Gcm } from './aead.ts'
import type { Crypto } from './crypto.ts'
import { hkdfSha256 } from './hkdf.ts'
import type { Kdf } from './hkdf.ts'
import { dhkemX25519 } from './kem.ts'
import type { Kem, KemKeyPair } from './kem.ts'

/**
 * HPKE in base mode, single shot (RFC 9180 §6.1, §6.2). Seals to a public key; whoever holds the private key opens.
 * Says nothing about who sealed. `info` and `associated` are not sent and must be the same on both sides.
 */
export type Hpke = { readonly kem: Kem; readonly kdf: Kdf; readonly aead: Aead }

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM: the base suite of MLS and of everything else of ours. */
export function createHpke(crypto: Crypto): Hpke {
  return { kem: dhkemX25519(crypto), kdf: hkdfSha256(crypto), aead: aes128Gcm(crypto) }
}

export type HpkePlaintext = { readonly info: Uint8Array; readonly associated: Uint8Array; readonly data: Uint8Array }
export type HpkeSealed = { readonly encapsulated: Uint8Array; readonly ciphertext: Uint8Array }
export type HpkeCiphertext = HpkeSealed & { readonly info: Uint8Array; readonly associated: Uint8Array }

/** `undefined` if the public key is none. */
export function sealHpke(hpke: Hpke, publicKey: Uint8Array, message: HpkePlaintext): Promise<HpkeSealed | undefined> {
  return createHpkeSealer(hpke, message.info)(publicKey, message)
}

/** `undefined` if the public key is none. */
export type HpkeSealer = (
  publicKey: Uint8Array,
  message: Omit<HpkePlaintext, 'info'>,
) => Promise<HpkeSealed | undefined>

/** Seals to many public keys under one `info`, which may be long and is hashed once. */
export function createHpkeSealer(hpke: Hpke, info: Uint8Array): HpkeSealer {
  const context = contextOf(hpke, info)
  return async (publicKey, message) => {
    const sent = await hpke.kem.encapsulate(publicKey)
    if (sent === undefined) return undefined
    const { key, nonce } = messageKey(hpke, sent.secret, context)
    return { encapsulated: sent.encapsulated, ciphertext: await hpke.aead.seal(key, nonce, message) }
  }
}

/** The plaintext, or `undefined` if anything does not belong together. */
export async function openHpke(hpke: Hpke, keys: KemKeyPair, message: HpkeCiphertext): Promise<Uint8Array | undefined> {
  const { encapsulated, ciphertext, info, associated } = message
  const secret = await hpke.kem.decapsulate(keys, encapsulated)
  if (secret === undefined) return undefined
  const { key, nonce } = messageKey(hpke, secret, contextOf(hpke, info))
  return hpke.aead.open(key, nonce, { data: ciphertext, associated })
}

export type HpkeExport = { readonly info: Uint8Array; readonly context: Uint8Array; readonly length: number }
export type HpkeExported = { readonly encapsulated: Uint8Array; readonly secret: Uint8Array }

/** A secret that only the owner of `publicKey` can import (RFC 9180 §5.3); `undefined` if the public key is none. */
export async function exportHpkeSecret(
  hpke: Hpke,
  publicKey: Uint8Array,
  wanted: HpkeExport,
): Promise<HpkeExported | undefined> {
  const sent = await hpke.kem.encapsulate(publicKey)
  if (sent === undefined) return undefined
  return { encapsulated: sent.encapsulated, secret: exportedSecret(hpke, sent.secret, wanted) }
}

export async function importHpkeSecret(
  hpke: Hpke,
  keys: KemKeyPair,
  wanted: HpkeExport & { readonly encapsulated: Uint8Array },
): Promise<Uint8Array | undefined> {
  const secret = await hpke.kem.decapsulate(keys, wanted.encapsulated)
  return secret === undefined ? undefined : exportedSecret(hpke, secret, wanted)
}

/** Key and nonce of the first and only message of a context: its sequence number is zero. */
function messageKey(
  hpke: Hpke,
  shared: Uint8Array,
  context: Uint8Array,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const derive = keySchedule(hpke, shared, context)
  return { key: derive('key', hpke.aead.keyBytes), nonce: derive('base_nonce', hpke.aead.nonceBytes) }
}

function exportedSecret(hpke: Hpke, shared: Uint8Array, wanted: HpkeExport): Uint8Array {
  const exporter = keySchedule(hpke, shared, contextOf(hpke, wanted.info))('exp', hpke.kdf.hashBytes)
  return expandLabelled(hpke, exporter, { label: 'sec', info: wanted.context, length: wanted.length })
}

const MODE_BASE = Uint8Array.of(0)

/** key_schedule_context of RFC 9180 §5.1 with an empty PSK. */
function contextOf(hpke: Hpke, info: Uint8Array): Uint8Array {
  const pskIdHash = extractLabelled(hpke, EMPTY, { label: 'psk_id_hash', keyMaterial: EMPTY })
  return concat(MODE_BASE, pskIdHash, extractLabelled(hpke, EMPTY, { label: 'info_hash', keyMaterial: info }))
}

function keySchedule(
  hpke: Hpke,
  shared: Uint8Array,
  context: Uint8Array,
): (label: string, length: number) => Uint8Array {
  const secret = extractLabelled(hpke, shared, { label: 'secret', keyMaterial: EMPTY })
  return (label, length) => expandLabelled(hpke, secret, { label, info: context, length })
}

type Extraction = { readonly label: string; readonly keyMaterial: Uint8Array }

function extractLabelled(hpke: Hpke, salt: Uint8Array, { label, keyMaterial }: Extraction): Uint8Array {
  return hpke.kdf.extract(salt, concat(prefix(hpke), utf8(label), keyMaterial))
}

type Expansion = { readonly label: string; readonly info: Uint8Array; readonly length: number }

function expandLabelled(hpke: Hpke, key: Uint8Array, { label, info, length }: Expansion): Uint8Array {
  return hpke.kdf.expand(key, concat(bigEndian(length, 2), prefix(hpke), utf8(label), info), length)
}

function prefix({ kem, kdf, aead }: Hpke): Uint8Array {
  return concat(utf8('HPKE-v1HPKE'), bigEndian(kem.id, 2), bigEndian(kdf.id, 2), bigEndian(aead.id, 2))
}
