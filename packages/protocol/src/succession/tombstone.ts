import { equal } from '../bytes/bytes.ts'
import {
  bytes,
  encodeWith,
  field,
  list,
  literal,
  oneOf,
  optional,
  parseExactlyWith,
  struct,
  uint,
} from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { providerCodec } from '../identity/provider.ts'
import type { Provider } from '../identity/provider.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { ProviderPrivateKey, ProviderPublicKey } from '../ids/keys.ts'
import { TOMBSTONES_MAX } from '../limits.ts'

/**
 * A provider's own word that its logs go on elsewhere (R20 d, `spec/survival.md` §11). It is signed by the key that it speaks
 * of, which is the hub key of the logs that were opened under it; so it counts for those logs and no others, whoever hands
 * it over, and also when the provider itself is gone.
 */
export type Tombstone = {
  readonly format: 1
  /** Who says so, as it was until now; its key signs. */
  readonly provider: Provider
  readonly kind: TombstoneKind
  /** UTC ms. Of two of one key the one that was made later counts. */
  readonly madeAt: number
  /** Until then it goes on serving what it has. */
  readonly endsAt: number
  /** Where it goes on; always there but for `leaving`, where it is advice. */
  readonly successor?: Provider
}

/**
 * `leaving`: its data go with it. `moved`: the same data and keys under another name. `newKey`: the same data under the same
 * name, and new logs under another key. `staying`: what it said before is taken back.
 */
export type TombstoneKind = (typeof KINDS)[number]
const KINDS = ['leaving', 'moved', 'newKey', 'staying'] as const

/** As it is kept and handed on: the exact bytes that were signed. */
export type SignedTombstone = { readonly tombstone: Uint8Array; readonly signature: Uint8Array }

const TOMBSTONE_BYTES_MAX = 8192

export const tombstoneCodec: Codec<Tombstone> = struct({
  format: field(0, literal(1)),
  provider: field(1, providerCodec),
  kind: field(2, oneOf(KINDS)),
  madeAt: field(3, uint()),
  endsAt: field(4, uint()),
  successor: optional(5, providerCodec),
})

export const signedTombstoneCodec: Codec<SignedTombstone> = struct({
  tombstone: field(0, bytes({ max: TOMBSTONE_BYTES_MAX })),
  signature: field(1, bytes(SIGNATURE_BYTES)),
})

export const signedTombstonesCodec: Codec<readonly SignedTombstone[]> = list(signedTombstoneCodec, TOMBSTONES_MAX)

export async function signTombstone(
  crypto: Crypto,
  key: ProviderPrivateKey,
  tombstone: Tombstone,
): Promise<SignedTombstone> {
  const encoded = encodeWith(tombstoneCodec, tombstone)
  return { tombstone: encoded, signature: await signLabelled({ crypto, label: 'tombstone' }, key, encoded) }
}

/** What it says, if the key that it speaks of signed it and it makes sense. */
export async function verifyTombstone(crypto: Crypto, signed: SignedTombstone): Promise<Tombstone | undefined> {
  const tombstone = parseExactlyWith(tombstoneCodec, signed.tombstone)
  if (tombstone === undefined || !makesSense(tombstone)) return undefined
  const by = { publicKey: tombstone.provider.key, signature: signed.signature }
  return (await verifyLabelled({ crypto, label: 'tombstone' }, by, signed.tombstone)) ? tombstone : undefined
}

/**
 * What the owner of `key` said last, of verified ones; nothing if that was that it stays. For the logs opened under that key it
 * is R20's reason (d); for its people, where to go.
 */
export function tombstoneOf(said: readonly Tombstone[], key: ProviderPublicKey): Tombstone | undefined {
  const own = said.filter(({ provider }) => equal(provider.key, key))
  const last = own.toSorted((a, b) => b.madeAt - a.madeAt)[0]
  return last?.kind === 'staying' ? undefined : last
}

function makesSense({ kind, provider, successor }: Tombstone): boolean {
  switch (kind) {
    case 'leaving':
      return successor === undefined || successor.name !== provider.name
    case 'moved':
      return successor !== undefined && successor.name !== provider.name && equal(successor.key, provider.key)
    case 'newKey':
      return successor !== undefined && successor.name === provider.name && !equal(successor.key, provider.key)
    case 'staying':
      return successor === undefined
  }
}
