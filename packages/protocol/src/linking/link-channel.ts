import { concat, EMPTY, utf8 } from '../bytes/bytes.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import { hkdfSha256 } from '../crypto/hkdf.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { emojiOf } from '../identity/emoji-comparison.ts'
import type { ComparisonEmoji } from '../identity/emoji-comparison.ts'
import { linkGrant } from './link-messages.ts'
import type { LinkGrant } from './link-messages.ts'

/** The first three messages, as they lay at the rendezvous. */
export type LinkTranscript = {
  readonly commitment: Uint8Array
  readonly answer: Uint8Array
  readonly reveal: Uint8Array
}

export type LinkChannel = {
  /** What both screens show: alike unless somebody stands between. */
  readonly emoji: readonly ComparisonEmoji[]
  readonly key: Uint8Array
}

export type LinkKeys = {
  /** One's own ephemeral key. */
  readonly own: Uint8Array
  /** The other's, public. */
  readonly other: Uint8Array
  /** From the link, if both have it: then no server can stand between, whatever is compared. */
  readonly secret: Uint8Array | undefined
}

const KEY_BYTES = 32
const NONCE = new Uint8Array(12)

export function commitmentOf(crypto: Crypto, reveal: Uint8Array): Uint8Array {
  return hashLabelled(crypto, 'link commitment', reveal)
}

/** `undefined`: the other's key is none. */
export async function openLinkChannel(
  crypto: Crypto,
  { own, other, secret }: LinkKeys,
  { commitment, answer, reveal }: LinkTranscript,
): Promise<LinkChannel | undefined> {
  const shared = await crypto.x25519(own, other)
  if (shared === undefined) return undefined
  const transcript = hashLabelled(crypto, 'link transcript', concat(commitment, answer, reveal))
  const kdf = hkdfSha256(crypto)
  const key = kdf.expand(
    kdf.extract(transcript, concat(shared, secret ?? EMPTY)),
    utf8('Rushlight 1 link grant'),
    KEY_BYTES,
  )
  return { emoji: emojiOf(crypto, transcript), key }
}

/** The key seals this one message. */
export function sealLinkGrant(crypto: Crypto, key: Uint8Array, grant: LinkGrant): Promise<Uint8Array> {
  return crypto.sealAesGcm(key, NONCE, { data: linkGrant.encode(grant), associated: EMPTY })
}

export async function openLinkGrant(
  crypto: Crypto,
  key: Uint8Array,
  sealed: Uint8Array,
): Promise<LinkGrant | undefined> {
  const opened = await crypto.openAesGcm(key, NONCE, { data: sealed, associated: EMPTY })
  return opened === undefined ? undefined : linkGrant.parse(opened)
}
