import { hkdfSha256, keyOf, openBox, utf8 } from '@rushlight/protocol'
import type {
  Crypto,
  ProviderPrivateKey,
  ProviderPublicKey,
  ProviderSealingPrivateKey,
  ProviderSealingPublicKey,
} from '@rushlight/protocol'
import { PASSWORD_SECRET_BYTES } from '../ports/passwords.ts'

/** What a hub signs with, and what is sealed to it. */
export type HubKey = {
  readonly signingKey: ProviderPrivateKey
  readonly publicKey: ProviderPublicKey
  readonly sealingKey: ProviderSealingPrivateKey
  readonly sealingPublicKey: ProviderSealingPublicKey
}

/** How a provider keeps names and passwords; stays the same when its keys change. */
export type KeptSecrets = {
  readonly passwordSecret: Uint8Array
  /** Names are looked up by a hash that only this provider can make. */
  readonly namePepper: Uint8Array
  /** Makes the ids of notices. */
  readonly noticeKey: Uint8Array
}

const KEY_BYTES = 32

export async function deriveHubKey(crypto: Crypto, seed: Uint8Array): Promise<HubKey> {
  const derive = deriveFrom(crypto, seed)
  const signingKey = keyOf<ProviderPrivateKey>(derive('signing key', KEY_BYTES))
  const sealingKey = keyOf<ProviderSealingPrivateKey>(derive('sealing key', KEY_BYTES))
  return {
    signingKey,
    publicKey: keyOf<ProviderPublicKey>(await crypto.ed25519PublicKey(signingKey)),
    sealingKey,
    sealingPublicKey: keyOf<ProviderSealingPublicKey>(await crypto.x25519PublicKey(sealingKey)),
  }
}

export function deriveSecrets(crypto: Crypto, seed: Uint8Array): KeptSecrets {
  const derive = deriveFrom(crypto, seed)
  return {
    passwordSecret: derive('password login', PASSWORD_SECRET_BYTES),
    namePepper: derive('names', KEY_BYTES),
    noticeKey: derive('notices', KEY_BYTES),
  }
}

export type OpenedBox = {
  readonly data: Uint8Array
  /** The place of the key that opened it. */
  readonly key: number
}

/** Opens what was sealed to any of the keys, the newest first. */
export async function openOwnBox(
  crypto: Crypto,
  keys: readonly HubKey[],
  { info, sealed }: { readonly info: string; readonly sealed: Uint8Array },
): Promise<OpenedBox | undefined> {
  for (const [key, { sealingKey, sealingPublicKey }] of [...keys.entries()].toReversed()) {
    const data = await openBox(crypto, { privateKey: sealingKey, publicKey: sealingPublicKey, info }, sealed)
    if (data !== undefined) return { data, key }
  }
  return undefined
}

function deriveFrom(crypto: Crypto, seed: Uint8Array): (label: string, length: number) => Uint8Array {
  const kdf = hkdfSha256(crypto)
  const root = kdf.extract(utf8('Rushlight 1 provider'), seed)
  return (label, length) => kdf.expand(root, utf8(label), length)
}
