import type { AeadMessage, Crypto } from './crypto.ts'

/** An authenticated cipher as a value: a suite of algorithms is a row of data. Numbers are those of RFC 9180 §7.3. */
export interface Aead {
  readonly id: number
  readonly keyBytes: number
  readonly nonceBytes: number
  readonly tagBytes: number
  seal(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array>
  /** The plaintext, or `undefined` if anything does not belong together. */
  open(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array | undefined>
}

export function aes128Gcm(crypto: Crypto): Aead {
  return aesGcm(crypto, { id: 0x0001, keyBytes: 16 })
}

export function aes256Gcm(crypto: Crypto): Aead {
  return aesGcm(crypto, { id: 0x0002, keyBytes: 32 })
}

function aesGcm(crypto: Crypto, size: Pick<Aead, 'id' | 'keyBytes'>): Aead {
  return {
    ...size,
    nonceBytes: 12,
    tagBytes: 16,
    seal: (key, nonce, message) => crypto.sealAesGcm(key, nonce, message),
    open: (key, nonce, message) => crypto.openAesGcm(key, nonce, message),
  }
}

export function chaCha20Poly1305(crypto: Crypto): Aead {
  return {
    id: 0x0003,
    keyBytes: 32,
    nonceBytes: 12,
    tagBytes: 16,
    seal: (key, nonce, message) => crypto.sealChaCha20Poly1305(key, nonce, message),
    open: (key, nonce, message) => crypto.openChaCha20Poly1305(key, nonce, message),
  }
}
