import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { SEED_BYTES } from '../identity/identity-row.ts'

/** The provider's seed as 24 words (BIP 39), to be written down on paper. */
export function phraseOf(seed: Uint8Array): string {
  return entropyToMnemonic(seed, wordlist)
}

/** The seed, or `undefined` unless it is 24 words of the list with their checksum. */
export function parsePhrase(phrase: string): Uint8Array | undefined {
  try {
    const seed = mnemonicToEntropy(phrase.trim().toLowerCase().split(/\s+/).join(' '), wordlist)
    return seed.length === SEED_BYTES ? new Uint8Array(seed) : undefined
  } catch {
    return undefined
  }
}
