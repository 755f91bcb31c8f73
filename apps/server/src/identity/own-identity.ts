import { bootId, hkdfSha256, incarnation, keyOf, utf8 } from '@rushlight/protocol'
import type {
  BootId,
  Crypto,
  Incarnation,
  Provider,
  ProviderName,
  ProviderPrivateKey,
  ProviderPublicKey,
  ProviderSealingPrivateKey,
  ProviderSealingPublicKey,
} from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { PASSWORD_SECRET_BYTES } from '../ports/passwords.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import { ServerError } from '../server-error.ts'
import { IDENTITY_KEY, identityTable, SEED_BYTES } from './identity-row.ts'
import type { IdentityRow } from './identity-row.ts'

/**
 * A provider's keys and names. All keys follow from one seed, so that the 24 words printed at its first start bring all of
 * them back (R29); the incarnation does not: it says which life of the data this is.
 */
export type OwnIdentity = {
  readonly provider: Provider
  readonly incarnation: Incarnation
  readonly boot: BootId
  readonly signingKey: ProviderPrivateKey
  readonly sealingKey: ProviderSealingPrivateKey
  readonly passwordSecret: Uint8Array
  /** Names are looked up by a hash that only this provider can make. */
  readonly namePepper: Uint8Array
  /** Makes the ids of notices. */
  readonly noticeKey: Uint8Array
}

export type IdentitySettings = {
  readonly name: ProviderName
  readonly urls: readonly string[]
  /** From a key phrase; refused where there is data already. */
  readonly seed?: Uint8Array
}

export type LoadedIdentity = {
  readonly identity: OwnIdentity
  /** Only when it was just made. */
  readonly newSeed: Uint8Array | undefined
}

export async function loadIdentity(
  { store, crypto }: { readonly store: RecordStore; readonly crypto: Crypto },
  settings: IdentitySettings,
): Promise<LoadedIdentity> {
  const found = await loadRow(store, identityTable, IDENTITY_KEY)
  if (found !== undefined && settings.seed !== undefined) throw new ServerError('seedNotNeeded')
  const row = found ?? (await createRow({ store, crypto }, settings.seed))
  const identity = await deriveIdentity(crypto, row, settings)
  return { identity, newSeed: found === undefined ? row.seed : undefined }
}

async function createRow(
  { store, crypto }: { readonly store: RecordStore; readonly crypto: Crypto },
  seed: Uint8Array | undefined,
): Promise<IdentityRow> {
  const row: IdentityRow = {
    seed: seed ?? crypto.randomBytes(SEED_BYTES),
    incarnation: incarnation.fromBytes(crypto.randomBytes(incarnation.lengthBytes)),
  }
  const [outcome] = await store.commit([
    {
      expect: [expectRow(identityTable, IDENTITY_KEY, undefined)],
      put: [putRow(identityTable, IDENTITY_KEY, row)],
    },
  ])
  if (outcome !== 'done') throw new RecordsError('inUse')
  return row
}

async function deriveIdentity(crypto: Crypto, row: IdentityRow, settings: IdentitySettings): Promise<OwnIdentity> {
  const kdf = hkdfSha256(crypto)
  const root = kdf.extract(utf8('Rushlight 1 provider'), row.seed)
  const derive = (label: string, length: number): Uint8Array => kdf.expand(root, utf8(label), length)
  const signingKey = keyOf<ProviderPrivateKey>(derive('signing key', KEY_BYTES))
  const sealingKey = keyOf<ProviderSealingPrivateKey>(derive('sealing key', KEY_BYTES))
  const provider: Provider = {
    name: settings.name,
    key: keyOf<ProviderPublicKey>(await crypto.ed25519PublicKey(signingKey)),
    sealingKey: keyOf<ProviderSealingPublicKey>(await crypto.x25519PublicKey(sealingKey)),
    urls: settings.urls,
  }
  return {
    provider,
    incarnation: row.incarnation,
    boot: bootId.fromBytes(crypto.randomBytes(bootId.lengthBytes)),
    signingKey,
    sealingKey,
    passwordSecret: derive('password login', PASSWORD_SECRET_BYTES),
    namePepper: derive('names', KEY_BYTES),
    noticeKey: derive('notices', KEY_BYTES),
  }
}

const KEY_BYTES = 32
