import { bigEndian, concat, createHpkeSealer, EMPTY, encodeVector, openHpke, utf8 } from '@rushlight/protocol'
import type { KemKeyPair } from '@rushlight/protocol'
import type { HPKECiphertext } from '../wire/ts-mls.ts'
import type { Suite } from './suite.ts'

/** The labelled forms of every primitive that MLS uses (RFC 9420 §5.1, §5.2, §8). */

export type Expansion = { readonly label: string; readonly context: Uint8Array; readonly length: number }

export function expandWithLabel(suite: Suite, secret: Uint8Array, { label, context, length }: Expansion): Uint8Array {
  return suite.hpke.kdf.expand(secret, concat(bigEndian(length, 2), labelled(label, context)), length)
}

export function deriveSecret(suite: Suite, secret: Uint8Array, label: string): Uint8Array {
  return expandWithLabel(suite, secret, { label, context: EMPTY, length: suite.hashBytes })
}

export type TreeExpansion = { readonly label: string; readonly generation: number; readonly length: number }

export function deriveTreeSecret(suite: Suite, secret: Uint8Array, wanted: TreeExpansion): Uint8Array {
  const { label, generation, length } = wanted
  return expandWithLabel(suite, secret, { label, context: bigEndian(generation, 4), length })
}

export type Labelled = { readonly label: string; readonly content: Uint8Array }

export function signWithLabel(suite: Suite, privateKey: Uint8Array, message: Labelled): Promise<Uint8Array> {
  return suite.crypto.signEd25519(privateKey, labelled(message.label, message.content))
}

export function verifyWithLabel(
  suite: Suite,
  publicKey: Uint8Array,
  message: Labelled & { readonly signature: Uint8Array },
): Promise<boolean> {
  return suite.crypto.verifyEd25519(publicKey, labelled(message.label, message.content), message.signature)
}

/** `undefined` if the public key is none. */
export type LabelSealer = (publicKey: Uint8Array, data: Uint8Array) => Promise<HPKECiphertext | undefined>

/** EncryptWithLabel for as many receivers as there are: the context may be long and is hashed once. */
export function createLabelSealer(suite: Suite, label: string, context: Uint8Array): LabelSealer {
  const seal = createHpkeSealer(suite.hpke, labelled(label, context))
  return async (publicKey, data) => {
    const sealed = await seal(publicKey, { associated: EMPTY, data })
    return sealed === undefined ? undefined : { kemOutput: sealed.encapsulated, ciphertext: sealed.ciphertext }
  }
}

export type Opening = { readonly label: string; readonly context: Uint8Array; readonly sealed: HPKECiphertext }

export function openWithLabel(
  suite: Suite,
  keys: KemKeyPair,
  { label, context, sealed }: Opening,
): Promise<Uint8Array | undefined> {
  const { kemOutput, ciphertext } = sealed
  const message = { info: labelled(label, context), associated: EMPTY, encapsulated: kemOutput, ciphertext }
  return openHpke(suite.hpke, keys, message)
}

/** §5.2: names a KeyPackage or a proposal. */
export function refHash(suite: Suite, label: string, value: Uint8Array): Uint8Array {
  return suite.hash(concat(encodeVector(utf8(label)), encodeVector(value)))
}

function labelled(label: string, content: Uint8Array): Uint8Array {
  return concat(encodeVector(utf8(`MLS 1.0 ${label}`)), encodeVector(content))
}
