import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { isCborMap, parseCbor, encodeCbor } from '../../src/bytes/cbor.ts'
import { concat } from '../../src/bytes/bytes.ts'
import { makeVectors, vectorFileOf } from '../../src/testing/index.ts'
import type { StructureCase } from '../../src/testing/vectors/vector-case.ts'
import { withKeysReversed, withLongerHead } from './other-encodings.ts'

const folder = join(import.meta.dirname, '../../../../spec/vectors')
const pages = await makeVectors(createNodeCrypto())

for (const page of pages) {
  describe(`vectors of ${page.file}`, () => {
    test('stand in the file, byte for byte', () => {
      const path = join(folder, `${page.file}.json`)
      assert.ok(existsSync(path), 'type: npm run law')
      assert.equal(readFileSync(path, 'utf8'), vectorFileOf(page))
    })

    test('are read as what they say, and by their derivations', async () => {
      for (const one of page.cases) {
        if (one.kind === 'structure') assert.deepEqual(one.parse(one.bytes), one.value, one.name)
        else assert.equal(await one.holds(), true, one.name)
      }
    })

    const structures = page.cases.filter((one) => one.kind === 'structure')
    if (structures.length === 0) return

    test('are refused when they are cut, or something follows', () => {
      for (const one of structures) {
        for (let length = 0; length < one.bytes.length; length += stepOf(one)) {
          assert.equal(one.parse(one.bytes.subarray(0, length)), undefined, `${one.name}, cut to ${length}`)
        }
        assert.equal(one.parse(concat(one.bytes, Uint8Array.of(0))), undefined, `${one.name}, too long`)
      }
    })

    test('are refused in another encoding, with another field, of another format', () => {
      for (const one of structures) {
        const cbor = parseCbor(one.bytes)
        if (cbor === undefined || !Buffer.from(encodeCbor(cbor)).equals(one.bytes)) continue
        const longer = withLongerHead(one.bytes)
        if (longer !== undefined) assert.equal(one.parse(longer), undefined, `${one.name}, not the shortest form`)
        if (!isCborMap(cbor)) continue
        const more = encodeCbor(new Map([...cbor, [999, 1]]))
        assert.equal(one.parse(more), undefined, `${one.name}, with an unknown field`)
        const reversed = withKeysReversed(cbor)
        if (one.isExact && reversed !== undefined)
          assert.equal(one.parse(reversed), undefined, `${one.name}, keys in another order`)
        const hasFormat = typeof one.value === 'object' && one.value !== null && 'format' in one.value
        const newer = encodeCbor(new Map([...cbor, [0, 2]]))
        if (hasFormat && cbor.get(0) === 1 && page.file !== 'wire')
          assert.equal(one.parse(newer), undefined, `${one.name}, of another format`)
      }
    })
  })
}

/** Every cut of what is short; some of what is long. */
function stepOf({ bytes }: StructureCase): number {
  return Math.max(1, Math.floor(bytes.length / 200))
}

test('there is a vector for everything that the pages name', () => {
  const counts = Object.fromEntries(pages.map(({ file, cases }) => [file, cases.length]))
  for (const [file, count] of Object.entries(counts)) assert.ok(count > 0, file)
  assert.ok((counts['wire'] ?? 0) > 70)
})
