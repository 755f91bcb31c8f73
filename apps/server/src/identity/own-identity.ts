import { bootId, encodeWith, equal, incarnation } from '@rushlight/protocol'
import type { BootId, Crypto, Incarnation, Provider, ProviderName, ProviderPrivateKey } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { isLocalName } from '../federation/federation-policy.ts'
import { FORMER_NAMES_MAX } from '../limits.ts'
import type { Clock } from '../ports/clock.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import { ServerError } from '../server-error.ts'
import { deriveHubKey, deriveSecrets } from './derive-keys.ts'
import type { HubKey, KeptSecrets } from './derive-keys.ts'
import { IDENTITY_KEY, identityTable, SEED_BYTES } from './identity-row.ts'
import type { IdentityRow } from './identity-row.ts'

/**
 * A provider's keys and names. All keys follow from one seed, so that the 24 words printed at its first start bring all of
 * them back (R29); the incarnation does not: it says which life of the data this is.
 */
export type OwnIdentity = KeptSecrets & {
  readonly provider: Provider
  readonly incarnation: Incarnation
  readonly boot: BootId
  /** Of the newest key. */
  readonly signingKey: ProviderPrivateKey
  /** Every key it ever had, oldest first: a log stays with the one it was opened under. */
  readonly keys: readonly HubKey[]
  readonly formerNames: readonly ProviderName[]
  /** UTC ms; `undefined`: long ago. */
  readonly lifeBeganAt: number | undefined
}

export type IdentitySettings = {
  readonly name: ProviderName
  readonly urls: readonly string[]
  /** From a key phrase; refused where there is data already. */
  readonly seed?: Uint8Array
  /** Tells the file that the data lie in from a copy of it. */
  readonly place?: Uint8Array
}

export type LoadedIdentity = {
  readonly identity: OwnIdentity
  /** Only when it was just made. */
  readonly newSeed: Uint8Array | undefined
  /** The data were copied here since the last start, so they begin another life. */
  readonly wasCopied: boolean
  /** How it presented itself before, if people knew it by another name. */
  readonly movedFrom: Provider | undefined
}

type Ports = { readonly store: RecordStore; readonly crypto: Crypto; readonly clock: Clock }

export async function loadIdentity(ports: Ports, settings: IdentitySettings): Promise<LoadedIdentity> {
  const found = await loadRow(ports.store, identityTable, IDENTITY_KEY)
  if (found !== undefined && settings.seed !== undefined) throw new ServerError('seedNotNeeded')
  const before: IdentityRow = found ?? {
    seed: settings.seed ?? ports.crypto.randomBytes(SEED_BYTES),
    ...anotherLife(ports),
  }
  const wasCopied = isElsewhere(before, settings)
  const movedFrom = movedSince(before, settings)
  const started: IdentityRow = {
    ...before,
    ...(wasCopied ? anotherLife(ports) : {}),
    ...(movedFrom === undefined ? {} : { formerNames: addName(before.formerNames ?? [], movedFrom.name) }),
    ...(settings.place === undefined ? {} : { place: settings.place }),
  }
  const identity = await deriveIdentity(ports.crypto, started, settings)
  await storeRow(ports.store, found, { ...started, as: identity.provider })
  return { identity, newSeed: found === undefined ? before.seed : undefined, wasCopied, movedFrom }
}

/** Another life of the same data: what clients know of the one before does not hold for it (R29). */
export function anotherLife(ports: Pick<Ports, 'crypto' | 'clock'>): Pick<IdentityRow, 'incarnation' | 'lifeBeganAt'> {
  return { incarnation: newIncarnation(ports.crypto), lifeBeganAt: ports.clock.now() }
}

export function newIncarnation(crypto: Crypto): Incarnation {
  return incarnation.fromBytes(crypto.randomBytes(incarnation.lengthBytes))
}

/** Is it this provider that is meant, by the name it has or one that it had? */
export function isOwnName({ provider, formerNames }: OwnIdentity, name: ProviderName): boolean {
  return name === provider.name || formerNames.includes(name)
}

function isElsewhere({ place: before }: IdentityRow, { place }: IdentitySettings): boolean {
  return before !== undefined && place !== undefined && !equal(before, place)
}

/** Names of one machine are for trying things out: nobody elsewhere knew the provider by one. */
function movedSince({ as }: IdentityRow, { name }: IdentitySettings): Provider | undefined {
  return as === undefined || as.name === name || isLocalName(as.name) ? undefined : as
}

function addName(names: readonly ProviderName[], name: ProviderName): readonly ProviderName[] {
  return [...names.filter((one) => one !== name), name].slice(-FORMER_NAMES_MAX)
}

async function storeRow(store: RecordStore, found: IdentityRow | undefined, row: IdentityRow): Promise<void> {
  const isSame = found !== undefined && equal(encodeRow(found), encodeRow(row))
  if (isSame) return
  const [outcome] = await store.commit([
    {
      expect: [expectRow(identityTable, IDENTITY_KEY, found)],
      put: [putRow(identityTable, IDENTITY_KEY, row)],
    },
  ])
  if (outcome !== 'done') throw new RecordsError('inUse')
}

function encodeRow(row: IdentityRow): Uint8Array {
  return encodeWith(identityTable.codec, row)
}

async function deriveIdentity(crypto: Crypto, row: IdentityRow, settings: IdentitySettings): Promise<OwnIdentity> {
  const keys: HubKey[] = []
  for (const seed of [row.seed, ...(row.seeds ?? [])]) keys.push(await deriveHubKey(crypto, seed))
  const newest = keys.at(-1)
  if (newest === undefined) throw new Error('a provider has a key')
  const { name, urls } = settings
  return {
    ...deriveSecrets(crypto, row.seed),
    provider: { name, key: newest.publicKey, sealingKey: newest.sealingPublicKey, urls },
    incarnation: row.incarnation,
    boot: bootId.fromBytes(crypto.randomBytes(bootId.lengthBytes)),
    signingKey: newest.signingKey,
    keys,
    formerNames: (row.formerNames ?? []).filter((one) => one !== name),
    lifeBeganAt: row.lifeBeganAt,
  }
}
