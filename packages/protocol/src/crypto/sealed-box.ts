import { concat, EMPTY, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from './crypto.ts'
import { createHpke, openHpke, sealHpke } from './hpke.ts'

/**
 * Bytes that only the owner of an X25519 key can read: HPKE in one piece, the encapsulated key first. `info` names what
 * they are for, so that what was sealed for one purpose opens for no other.
 */
const ENCAPSULATED_BYTES = 32

/** `undefined` if the public key is none. */
export async function sealBox(
  crypto: Crypto,
  to: { readonly publicKey: Uint8Array; readonly info: string },
  data: Uint8Array,
): Promise<Uint8Array | undefined> {
  const message = { info: utf8(to.info), associated: EMPTY, data }
  const sealed = await sealHpke(createHpke(crypto), to.publicKey, message)
  return sealed === undefined ? undefined : concat(sealed.encapsulated, sealed.ciphertext)
}

/**
 * The data, or `undefined` if it was not sealed to this key for this purpose. Who opens many brings the public key along:
 * to compute it costs as much as to open.
 */
export async function openBox(
  crypto: Crypto,
  own: { readonly privateKey: Uint8Array; readonly publicKey?: Uint8Array; readonly info: string },
  box: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (box.length < ENCAPSULATED_BYTES) return undefined
  const publicKey = own.publicKey ?? (await crypto.x25519PublicKey(own.privateKey))
  const keys = { privateKey: own.privateKey, publicKey }
  const [encapsulated, ciphertext] = [box.slice(0, ENCAPSULATED_BYTES), box.slice(ENCAPSULATED_BYTES)]
  return openHpke(createHpke(crypto), keys, { encapsulated, ciphertext, info: utf8(own.info), associated: EMPTY })
}
