import { concat, equal } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, literal, optional, parseExactlyWith, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { base64url, parseBase64url } from '../bytes/text-encodings.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { fingerprintOf } from './safety-number.ts'
import type { AccountRoot } from './safety-number.ts'

/**
 * What a screen shows another person's camera: whom its owner takes both of them for (`spec/identity.md` §9). It tells a
 * stranger nothing. Whoever has scanned one shows a code that answers it, so that both know of both.
 */
export type SafetyCode = {
  readonly format: 1
  /** Over both fingerprints, the shower's first: nobody can be shown his own code. */
  readonly hash: Uint8Array
  /** Drawn for this one look. */
  readonly nonce: Uint8Array
  /** The nonce of the code that this one answers. */
  readonly answers?: Uint8Array
}

/** The two people as the one who shows sees them. */
export type SafetyPair = { readonly shower: AccountRoot; readonly other: AccountRoot }

export const SAFETY_NONCE_BYTES = 16
const HASH_BYTES = 32

export const safetyCodeCodec: Codec<SafetyCode> = struct({
  format: field(0, literal(1)),
  hash: field(1, bytes(HASH_BYTES)),
  nonce: field(2, bytes(SAFETY_NONCE_BYTES)),
  answers: optional(3, bytes(SAFETY_NONCE_BYTES)),
})

export function createSafetyCode(
  crypto: Crypto,
  pair: SafetyPair,
  nonces: Pick<SafetyCode, 'nonce' | 'answers'>,
): SafetyCode {
  const { nonce, answers } = nonces
  const code = { format: 1, hash: hashOf(crypto, pair), nonce } as const
  return answers === undefined ? code : { ...code, answers }
}

export type SafetyJudgement =
  /** He who shows it takes both of us for whom we take them. */
  | 'matches'
  /** And he has scanned ours, the one that is shown now. */
  | 'matchesBoth'
  /** He sees another key than we do, on one of the two sides. */
  | 'differs'
  /** Our own code. */
  | 'own'
  /** It answers a code that is not the one we show: of an earlier look, or somebody else's. */
  | 'stale'

/** Judges what was scanned, against what this device holds and the nonce that it shows. */
export function judgeSafetyCode(
  crypto: Crypto,
  code: SafetyCode,
  { self, other, nonce }: { readonly self: AccountRoot; readonly other: AccountRoot; readonly nonce: Uint8Array },
): SafetyJudgement {
  if (equal(code.hash, hashOf(crypto, { shower: self, other }))) return 'own'
  if (!equal(code.hash, hashOf(crypto, { shower: other, other: self }))) return 'differs'
  if (code.answers === undefined) return 'matches'
  return equal(code.answers, nonce) ? 'matchesBoth' : 'stale'
}

const PREFIX = 'rushlight-verify:'

export function formatSafetyCode(code: SafetyCode): string {
  return `${PREFIX}${base64url(encodeWith(safetyCodeCodec, code))}`
}

/** `undefined`: it is none. */
export function parseSafetyCode(text: string): SafetyCode | undefined {
  const trimmed = text.trim()
  const encoded = trimmed.startsWith(PREFIX) ? parseBase64url(trimmed.slice(PREFIX.length)) : undefined
  return encoded === undefined ? undefined : parseExactlyWith(safetyCodeCodec, encoded)
}

function hashOf(crypto: Crypto, { shower, other }: SafetyPair): Uint8Array {
  return hashLabelled(crypto, 'safety code', concat(fingerprintOf(crypto, shower), fingerprintOf(crypto, other)))
}
