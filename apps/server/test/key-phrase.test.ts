import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { parsePhrase, phraseOf } from '@rushlight/protocol'
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'

test('our phrases are those of everybody who keeps to BIP 39', () => {
  const crypto = createNodeCrypto()
  // Every word comes up: 24 words hold eleven bits each, and the seeds go through all of them.
  const seen = new Set<string>()
  for (let count = 0; count < 400; count++) {
    const seed = crypto.sha256(Uint8Array.of(count % 256, Math.floor(count / 256)))
    const phrase = phraseOf(crypto, seed).join(' ')
    assert.equal(phrase, entropyToMnemonic(seed, wordlist))
    assert.deepEqual(parsePhrase(crypto, phrase), { kind: 'phrase', seed: mnemonicToEntropy(phrase, wordlist) })
    for (const word of phrase.split(' ')) seen.add(word)
  }
  assert.ok(seen.size > 2000, `${seen.size} words`)
})
