import {
  bytes,
  EMPTY,
  encodeWith,
  field,
  isCborMap,
  literal,
  mapped,
  parseCbor,
  parseWith,
  struct,
  uint,
} from '@rushlight/protocol'
import type { Codec, Crypto } from '@rushlight/protocol'
import type { Argon2Cost, PasswordHash } from '../ports/password-hash.ts'

/**
 * The file beside a vault that holds its random key, wrapped by the password (`spec/stored-formats.md` §2). Changing the
 * password writes this file anew; the vault stays as it is. Nothing in it tells whose vault it is.
 */
export type VaultKeyFile = Uint8Array

export type OpenedVaultKey =
  | { readonly kind: 'opened'; readonly key: Uint8Array }
  | { readonly kind: 'wrongPassword' }
  /** Made by a newer version. */
  | { readonly kind: 'tooNew' }
  /** Not such a file, or damaged. */
  | { readonly kind: 'unreadable' }

export type VaultKeyPorts = { readonly crypto: Crypto; readonly hash: PasswordHash }

export const VAULT_KEY_BYTES = 32

/** OWASP's and RFC 9106's second recommendation: 64 MiB, 3 passes; 0.2 to 0.3 s on the machines of research/crypto.md §5. */
const MEMORY_KIB = 64 * 1024
const PASSES = 3
const SALT_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** What a file may ask for: more would be an attack on whoever opens it. */
const MEMORY_KIB_MAX = 1024 * 1024
const PASSES_MAX = 10
/** Less would make guessing cheap, whoever wrote the file. */
const MEMORY_KIB_MIN = 19 * 1024
const FILE_BYTES_MAX = 1024
const FORMAT = 1

type KeyFile = {
  readonly format: typeof FORMAT
  readonly cost: Argon2Cost
  readonly nonce: Uint8Array
  readonly wrapped: Uint8Array
}

const memory = mapped(uint(MEMORY_KIB_MAX), {
  parse: (value) => (value >= MEMORY_KIB_MIN ? value : undefined),
  encode: (value) => value,
})

const costCodec: Codec<Argon2Cost> = struct({
  salt: field(0, bytes(SALT_BYTES)),
  memoryKib: field(1, memory),
  passes: field(2, uint(PASSES_MAX)),
})

const keyFileCodec: Codec<KeyFile> = struct({
  format: field(0, literal(FORMAT)),
  cost: field(1, costCodec),
  nonce: field(2, bytes(NONCE_BYTES)),
  wrapped: field(3, bytes(VAULT_KEY_BYTES + TAG_BYTES)),
})

/** A new random key, and the file that gives it back for the password. */
export async function createVaultKey(
  ports: VaultKeyPorts,
  password: string,
): Promise<{ readonly key: Uint8Array; readonly file: VaultKeyFile }> {
  const key = ports.crypto.randomBytes(VAULT_KEY_BYTES)
  return { key, file: await wrapVaultKey(ports, password, key) }
}

/** The file for a key that is there already: when the password changes. */
export async function wrapVaultKey(
  { crypto, hash }: VaultKeyPorts,
  password: string,
  key: Uint8Array,
): Promise<VaultKeyFile> {
  const cost = { salt: crypto.randomBytes(SALT_BYTES), memoryKib: MEMORY_KIB, passes: PASSES }
  const nonce = crypto.randomBytes(NONCE_BYTES)
  const wrapping = await hash.argon2id(password, cost)
  const wrapped = await crypto.sealAesGcm(wrapping, nonce, { data: key, associated: EMPTY })
  wrapping.fill(0)
  return encodeWith(keyFileCodec, { format: FORMAT, cost, nonce, wrapped })
}

export async function openVaultKey(
  { crypto, hash }: VaultKeyPorts,
  password: string,
  file: VaultKeyFile,
): Promise<OpenedVaultKey> {
  const parsed = file.length > FILE_BYTES_MAX ? undefined : parseWith(keyFileCodec, file)
  if (parsed === undefined) return { kind: isNewer(file) ? 'tooNew' : 'unreadable' }
  const wrapping = await hash.argon2id(password, parsed.cost)
  const key = await crypto.openAesGcm(wrapping, parsed.nonce, { data: parsed.wrapped, associated: EMPTY })
  wrapping.fill(0)
  return key === undefined ? { kind: 'wrongPassword' } : { kind: 'opened', key }
}

/** The number stands first in every format; what follows may be anything. */
function isNewer(file: VaultKeyFile): boolean {
  const cbor = parseCbor(file)
  const format = isCborMap(cbor) ? cbor.get(0) : undefined
  return typeof format === 'number' && format > FORMAT
}
