import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import * as fc from 'fast-check'
import { parsePhrase, phraseOf } from '../../src/phrase/phrase.ts'

const crypto = createNodeCrypto()

test('a seed is 24 words, and the words are the seed', () => {
  // BIP 39, test vectors.
  assert.equal(phraseOf(crypto, new Uint8Array(32)).join(' '), `${'abandon '.repeat(23)}art`)
  assert.equal(phraseOf(crypto, new Uint8Array(32).fill(0xff)).join(' '), `${'zoo '.repeat(23)}vote`)
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
      const parsed = parsePhrase(crypto, phraseOf(crypto, seed).join(' '))
      assert.ok(parsed.kind === 'phrase')
      assert.deepEqual([...parsed.seed], [...seed])
    }),
    { numRuns: 50 },
  )
})

test('words are read as people write them', () => {
  const seed = new Uint8Array(32).map((_, i) => i * 7)
  const words = phraseOf(crypto, seed)
  const written = [
    `  ${words.join('\n ').toUpperCase()}\n`,
    words.map((word, i) => `${i + 1}. ${word}`).join('\n'),
    words.map((word) => word.slice(0, 4)).join(', '),
  ]
  for (const text of written) assert.deepEqual(parsePhrase(crypto, text), { kind: 'phrase', seed })
})

test('words that were written down wrong are noticed, and where', () => {
  const words = phraseOf(crypto, new Uint8Array(32).fill(5))
  const parse = (changed: readonly string[]): unknown => parsePhrase(crypto, changed.join(' '))
  assert.deepEqual(parse(words.with(3, 'nosuchword')), { kind: 'unknownWord', place: 4 })
  // Begins like a word of the list and is none.
  assert.deepEqual(parse(words.with(0, 'abandonx')), { kind: 'unknownWord', place: 1 })
  assert.deepEqual(parse(words.with(3, 'zebra')), { kind: 'wrongWords' })
  assert.deepEqual(parse(words.slice(0, 12)), { kind: 'wrongCount', count: 12 })
  assert.deepEqual(parse([]), { kind: 'wrongCount', count: 0 })
})
