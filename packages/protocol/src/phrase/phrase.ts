import type { Crypto } from '../crypto/crypto.ts'
import { PHRASE_WORD_LIST } from './word-list.ts'

/**
 * A secret of 32 bytes as 24 words that people write on paper (BIP 39, English): a recovery key, or the seed of a provider's
 * keys. The last word holds a checksum, so a word that was written down wrong is noticed.
 */
export const PHRASE_WORDS = 24
const SEED_BYTES = 32
const WORD_BITS = 11
/** No two words of the list begin with the same four letters. */
const PREFIX_LENGTH = 4

const places: ReadonlyMap<string, number> = new Map(PHRASE_WORD_LIST.map((word, place) => [word, place]))
const placesByPrefix: ReadonlyMap<string, number> = new Map(
  PHRASE_WORD_LIST.map((word, place) => [word.slice(0, PREFIX_LENGTH), place]),
)

export function phraseOf(crypto: Crypto, seed: Uint8Array): readonly string[] {
  if (seed.length !== SEED_BYTES) throw new RangeError('a phrase is made of 32 bytes')
  const bits = bitsOf([...seed, checksumOf(crypto, seed)])
  return Array.from({ length: PHRASE_WORDS }, (_, i) => {
    const word = PHRASE_WORD_LIST[Number.parseInt(bits.slice(i * WORD_BITS, (i + 1) * WORD_BITS), 2)]
    if (word === undefined) throw new Error('eleven bits name a word')
    return word
  })
}

export type ParsedPhrase =
  | { readonly kind: 'phrase'; readonly seed: Uint8Array }
  | { readonly kind: 'wrongCount'; readonly count: number }
  /** From 1 on: the first that is not in the list. */
  | { readonly kind: 'unknownWord'; readonly place: number }
  /** All words are in the list, but they do not belong together: one is another, or two changed places. */
  | { readonly kind: 'wrongWords' }

/** As people write them: in any case, on several lines, numbered, and of each word at least its first four letters. */
export function parsePhrase(crypto: Crypto, text: string): ParsedPhrase {
  const words = text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
  const found = words.map((word) => placeOf(word))
  const unknown = found.indexOf(undefined)
  if (unknown >= 0) return { kind: 'unknownWord', place: unknown + 1 }
  if (words.length !== PHRASE_WORDS) return { kind: 'wrongCount', count: words.length }
  const bits = found.map((place = 0) => place.toString(2).padStart(WORD_BITS, '0')).join('')
  const bytes = Array.from({ length: SEED_BYTES + 1 }, (_, i) => Number.parseInt(bits.slice(i * 8, (i + 1) * 8), 2))
  const seed = Uint8Array.from(bytes.slice(0, SEED_BYTES))
  return bytes[SEED_BYTES] === checksumOf(crypto, seed) ? { kind: 'phrase', seed } : { kind: 'wrongWords' }
}

/** The word of the list that is meant by what was typed; `undefined`: none. */
function placeOf(typed: string): number | undefined {
  const exact = places.get(typed)
  if (exact !== undefined || typed.length < PREFIX_LENGTH) return exact
  const place = placesByPrefix.get(typed.slice(0, PREFIX_LENGTH))
  return place !== undefined && PHRASE_WORD_LIST[place]?.startsWith(typed) === true ? place : undefined
}

function checksumOf(crypto: Crypto, seed: Uint8Array): number {
  return crypto.sha256(seed)[0] ?? 0
}

function bitsOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
}
