import { concat, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from './crypto.ts'

/**
 * Every signature and every named hash of Rushlight is made over a label first, so that bytes made for one purpose are
 * worth nothing for another (research: protocol confusion, Matrix 2022, Threema 2023). The registry is this list.
 */
export type SignatureLabel =
  | 'account record'
  | 'leaf binding'
  | 'opening'
  | 'receipt'
  | 'door'
  | 'session'
  | 'letterbox'
  | 'reseat'
  | 'cannot follow'
  | 'endorsement'
  | 'note'
  | 'board'
  | 'cell'
  | 'tombstone'
  | 'name certificate'
  | 'account deletion'
  | 'recovery'
  | 'policy'

export type HashLabel =
  | 'account'
  | 'account record'
  | 'opening'
  | 'door'
  | 'entry'
  | 'delta'
  | 'addresses'
  | 'chain'
  | 'receipt'
  | 'receipt node'
  | 'reader'
  | 'queue secret'
  | 'deleted name'
  | 'deleted account'
  | 'board'
  | 'successor'
  | 'successor note'
  | 'opening rank'
  | 'safety number'
  | 'safety code'
  | 'emoji'
  | 'link place'
  | 'link commitment'
  | 'link transcript'

export type Signer = { readonly crypto: Crypto; readonly label: SignatureLabel }

export function signLabelled(signer: Signer, privateKey: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  return signer.crypto.signEd25519(privateKey, labelled(signer.label, data))
}

export type Signed = { readonly publicKey: Uint8Array; readonly signature: Uint8Array }

export function verifyLabelled(signer: Signer, signed: Signed, data: Uint8Array): Promise<boolean> {
  return signer.crypto.verifyEd25519(signed.publicKey, labelled(signer.label, data), signed.signature)
}

export function hashLabelled(crypto: Crypto, label: HashLabel, data: Uint8Array): Uint8Array {
  return crypto.sha256(labelled(label, data))
}

/** No label is the beginning of another followed by a zero, so the split is unambiguous. */
function labelled(label: SignatureLabel | HashLabel, data: Uint8Array): Uint8Array {
  return concat(utf8(`Rushlight 1 ${label}`), Uint8Array.of(0), data)
}
