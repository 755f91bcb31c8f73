import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePhrase, phraseOf } from '../../src/adapters/key-phrase.ts'

test('a seed is 24 words, and the words are the seed', () => {
  // BIP 39, test vectors.
  assert.equal(phraseOf(new Uint8Array(32)), `${'abandon '.repeat(23)}art`)
  const seed = new Uint8Array(32).map((_, i) => i * 7)
  const phrase = phraseOf(seed)
  assert.equal(phrase.split(' ').length, 24)
  assert.deepEqual(parsePhrase(phrase), seed)
  assert.deepEqual(parsePhrase(`  ${phrase.toUpperCase().replaceAll(' ', '\n ')}\n`), seed, 'as people write them')
})

test('words that were written down wrong are noticed', () => {
  const words = phraseOf(new Uint8Array(32).fill(5)).split(' ')
  assert.equal(parsePhrase(words.with(3, 'zebra').join(' ')), undefined)
  assert.equal(parsePhrase(words.with(3, 'nosuchword').join(' ')), undefined)
  assert.equal(parsePhrase(words.slice(0, 12).join(' ')), undefined)
  assert.equal(parsePhrase(''), undefined)
})
