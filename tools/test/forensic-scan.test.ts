import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { Aviary } from '../forensics/canaries.ts'
import { scan } from '../forensics/scan.ts'
import { unsnap } from '../forensics/snappy.ts'

const aviary = new Aviary()
const { word } = aviary.hatch('a case')

/** Among other bytes, at each place that a group of three leaves open. */
function within(bytes: Uint8Array): readonly Buffer[] {
  return ['', 'x', 'yz'].map((before) =>
    Buffer.concat([Buffer.from(`..${before}`), bytes, Buffer.from('and more to come')]),
  )
}

function casesIn(bytes: Buffer, place = 'a file'): readonly string[] {
  return [...new Set(scan(aviary, [{ place, bytes }]).map((hit) => hit.case))]
}

const ENCODINGS: Readonly<Record<string, (text: string) => readonly Buffer[]>> = {
  'UTF-8': (text) => within(Buffer.from(text)),
  'UTF-16 LE': (text) => within(Buffer.from(text, 'utf16le')),
  'UTF-16 BE': (text) => within(Buffer.from(text, 'utf16le').swap16()),
  hex: (text) => within(Buffer.from(Buffer.from(text).toString('hex'))),
  HEX: (text) => within(Buffer.from(Buffer.from(text).toString('hex').toUpperCase())),
  'escaped for a URL': (text) => within(Buffer.from(Buffer.from(text).toString('hex').replaceAll(/../g, '%$&'))),
  Base64: (text) => within(Buffer.from(text)).map((bytes) => Buffer.from(bytes.toString('base64'))),
  'Base64 for URLs': (text) => within(Buffer.from(text)).map((bytes) => Buffer.from(bytes.toString('base64url'))),
  gzip: (text) => within(gzipSync(text)),
  zlib: (text) => within(deflateSync(text)),
  zstd: (text) => within(zstdCompressSync(text)),
}

for (const [name, encode] of Object.entries(ENCODINGS)) {
  test(`a canary is found as ${name}, wherever it begins`, () => {
    for (const bytes of encode(word)) assert.deepEqual(casesIn(bytes), ['a case'])
  })
}

test('a canary is found in a file of Brotli', () => {
  assert.deepEqual(casesIn(brotliCompressSync(word), 'cached.br'), ['a case'])
})

test('half a canary is found, at either end', () => {
  assert.deepEqual(casesIn(Buffer.from(`..${word.slice(0, 12)}`)), ['torn'])
  assert.deepEqual(casesIn(Buffer.from(`..${word.slice(-12)}`)), ['torn'])
})

test('other words are no canaries', () => {
  const other = new Aviary().hatch('another run').word
  assert.deepEqual(casesIn(Buffer.from(`${other} ${'x'.repeat(1000)}`)), [])
})

test('Snappy: letters, and copies of what was there before', () => {
  const block = Buffer.from([12, (3 << 2) | 0, ...Buffer.from('abcd'), ((8 - 4) << 2) | 1, 4])
  assert.equal(unsnap(block)?.toString(), 'abcdabcdabcd')
  assert.equal(unsnap(Buffer.from([4, 1, 9])), undefined, 'a copy from before the beginning')
})

test('a canary is found in a compressed block of a LevelDB table', () => {
  assert.ok(casesIn(tableWith(word), '000005.ldb').includes('a case'))
  assert.ok(!casesIn(tableWith(word), 'other').includes('a case'))
})

/** One block whose value is written in two pieces, so that no byte of the file shows it whole. */
function tableWith(text: string): Buffer {
  const half = Math.floor(text.length / 2)
  const doubled = `${text.slice(0, half)}--${text}`
  const value = Buffer.from(doubled)
  const snapped = Buffer.concat([
    Buffer.from([value.length, (half + 1) << 2]),
    Buffer.from(doubled.slice(0, half + 2)),
    Buffer.from([((half - 1) << 2) | 2, half + 2, 0, (text.length - half - 1) << 2]),
    Buffer.from(text.slice(half)),
  ])
  const data = Buffer.concat([snapped, Buffer.from([1, 0, 0, 0, 0])])
  const entry = Buffer.concat([Buffer.from([0, 1, 2, 0x6b]), Buffer.from([0, snapped.length])])
  const index = Buffer.concat([entry, Buffer.from([0, 0, 0, 0, 1, 0, 0, 0])])
  const footer = Buffer.alloc(48)
  footer.set([0, 0, data.length, index.length], 0)
  Buffer.from('57fb808b247547db', 'hex').copy(footer, 40)
  return Buffer.concat([data, index, Buffer.from([0, 0, 0, 0, 0]), footer])
}
