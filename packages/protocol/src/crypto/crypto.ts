/**
 * The primitives that Rushlight asks of a platform. Everything above them (HKDF, HPKE, MLS, receipts) is built here and
 * in `core`, so a platform has one small file to get right, and the simulator can hand in seeded randomness.
 *
 * Contract of every adapter: inputs are never changed, and never kept but for a small, bounded cache of imported
 * signature keys (no key that decrypts or agrees is cached: erasing it must erase it); outputs are fresh arrays; wrong
 * lengths throw `RangeError`; a signature or a tag that does not verify is an answer (`false`, `undefined`), not an
 * exception.
 * Node's adapter computes synchronously and returns resolved promises: replay of a seed depends on it.
 */
export interface Crypto {
  /** `length` bytes nobody can guess (0 to 65,536). */
  randomBytes(length: number): Uint8Array

  /** 32 bytes. */
  sha256(data: Uint8Array): Uint8Array
  /** The same, of data that comes in pieces. */
  createSha256(): Sha256
  /** 32 bytes; any key length. */
  hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array

  /** 64 bytes. */
  sha512(data: Uint8Array): Uint8Array
  /** 64 bytes; any key length. */
  hmacSha512(key: Uint8Array, data: Uint8Array): Uint8Array
  /** 32 bytes (FIPS 202). */
  sha3(data: Uint8Array): Uint8Array
  /** SHAKE256 (FIPS 202), as long as is asked. */
  shake256(data: Uint8Array, length: number): Uint8Array

  /** AES-GCM (16- or 32-byte key, 12-byte nonce); returns ciphertext followed by the 16-byte tag. */
  sealAesGcm(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array>
  /** The plaintext, or `undefined` if key, nonce, associated data or ciphertext do not belong together. */
  openAesGcm(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array | undefined>

  /** ChaCha20-Poly1305 (RFC 8439: 32-byte key, 12-byte nonce); returns ciphertext followed by the 16-byte tag. */
  sealChaCha20Poly1305(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array>
  /** The plaintext, or `undefined` as above. */
  openChaCha20Poly1305(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array | undefined>

  /** Public key (32 bytes) of an Ed25519 private key (32-byte seed, RFC 8032). */
  ed25519PublicKey(privateKey: Uint8Array): Promise<Uint8Array>
  /** 64 bytes, deterministic (RFC 8032). */
  signEd25519(privateKey: Uint8Array, data: Uint8Array): Promise<Uint8Array>
  /** Strict: S is canonical, points are canonical and not of small order. */
  verifyEd25519(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): Promise<boolean>

  /** Public key (32 bytes) of an X25519 private key (32 bytes). */
  x25519PublicKey(privateKey: Uint8Array): Promise<Uint8Array>
  /** The 32-byte shared secret, or `undefined` if the peer's point contributes nothing (all-zero result). */
  x25519(privateKey: Uint8Array, publicKey: Uint8Array): Promise<Uint8Array | undefined>

  /** Encapsulation key (1,184 bytes) of the 64-byte seed of an ML-KEM-768 key (FIPS 203, ML-KEM.KeyGen_internal). */
  mlKem768PublicKey(seed: Uint8Array): Promise<Uint8Array>
  /** A fresh secret and its 1,088-byte ciphertext; `undefined` if the key fails FIPS 203's check. */
  encapsulateMlKem768(publicKey: Uint8Array): Promise<MlKemSent | undefined>
  /** 32 bytes, also for a ciphertext that nobody made for this key: then nobody else has them (implicit rejection). */
  decapsulateMlKem768(seed: Uint8Array, ciphertext: Uint8Array): Promise<Uint8Array>
}

export type MlKemSent = { readonly secret: Uint8Array; readonly ciphertext: Uint8Array }

export interface Sha256 {
  update(data: Uint8Array): void
  /** 32 bytes; the end of it. */
  digest(): Uint8Array
}

/** What goes through an AEAD: `data` is plaintext when sealing and ciphertext ‖ tag when opening. */
export type AeadMessage = { readonly data: Uint8Array; readonly associated: Uint8Array }
