import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { blobLayoutOf, concat, hex, openBlob, sealBlob } from '@rushlight/protocol'
import { createNodeCrypto } from '../../src/index.ts'

const crypto = createNodeCrypto()
const CHUNK = 65_536
const fileKey = new Uint8Array(32).fill(7)

async function seal(file: Uint8Array): Promise<Uint8Array> {
  const source = {
    bytes: file.length,
    read: (from: number, length: number) => Promise.resolve(file.slice(from, from + length)),
  }
  const pieces: Uint8Array[] = []
  for await (const piece of sealBlob({ crypto, fileKey, source })) pieces.push(piece)
  return concat(...pieces)
}

async function open(blob: Uint8Array, fileBytes: number, key = fileKey): Promise<Uint8Array | undefined> {
  const read = (from: number, length: number): Promise<Uint8Array> => Promise.resolve(blob.slice(from, from + length))
  return (await openBlob({ crypto, fileKey: key, fileBytes, read }))?.read(0, fileBytes)
}

test('files of every length around the borders of chunks come back, in blobs of the length that is told before', async () => {
  for (const length of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5]) {
    const file = crypto.randomBytes(length % 65_536)
    const whole = concat(...Array.from({ length: Math.floor(length / 65_536) }, () => crypto.randomBytes(65_536)), file)
    const blob = await seal(whole)
    assert.equal(blob.length, blobLayoutOf(length).blobBytes)
    assert.deepEqual(await open(blob, length), Uint8Array.from(whole))
  }
})

test('a blob with any byte changed, cut, swapped or under another key does not open', async () => {
  const file = new Uint8Array(3 * CHUNK).fill(1)
  const blob = await seal(file)
  await fc.assert(
    fc.asyncProperty(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = blob.slice()
      changed[at] = (changed[at] ?? 0) ^ change
      assert.equal(await open(changed, file.length), undefined)
    }),
    { numRuns: 40 },
  )
  const sealed = CHUNK + 16
  const swapped = concat(
    blob.slice(0, 33),
    blob.slice(33 + sealed, 33 + 2 * sealed),
    blob.slice(33, 33 + sealed),
    blob.slice(33 + 2 * sealed),
  )
  assert.equal(await open(swapped, file.length), undefined)
  assert.equal(await open(blob.slice(0, 33 + sealed), CHUNK), undefined, 'cut at the border of a chunk')
  assert.equal(await open(blob, file.length, new Uint8Array(32).fill(8)), undefined)
})

test('the blob of an empty file under a known key is the committed vector', async () => {
  const blob = await seal(new Uint8Array())
  assert.equal(hex(crypto.sha256(blob)), 'cabb6545df1fab2efcda499ccd097de4b1c3d78cc16e6dfc079657449ec0e3c2')
})
