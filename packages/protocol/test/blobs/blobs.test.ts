import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import * as fc from 'fast-check'
import { blobChunkAt, blobLayoutOf } from '../../src/blobs/blob-layout.ts'
import { openBlob } from '../../src/blobs/open-blob.ts'
import { equal } from '../../src/bytes/bytes.ts'
import { FILE_BYTES_FORMAT_MAX, FILE_CHUNK_BYTES } from '../../src/limits.ts'
import { sampleFile, sealSample } from '../../src/testing/vectors/blob-vectors.ts'

const crypto = createNodeCrypto()

function openSample(blob: Uint8Array, fileKey: Uint8Array, fileBytes: number) {
  const read = async (from: number, length: number): Promise<Uint8Array> => blob.subarray(from, from + length)
  return openBlob({ crypto, fileKey, fileBytes, read })
}

test('chunks lie one behind the other and hold each byte of the file once, up to the largest', () => {
  const lengths = fc.oneof(
    fc.integer({ min: 0, max: 20 * FILE_CHUNK_BYTES }),
    fc.integer({ min: 0, max: FILE_BYTES_FORMAT_MAX }),
  )
  fc.assert(
    fc.property(lengths, fc.nat(), (fileBytes, at) => {
      const layout = blobLayoutOf(fileBytes)
      const [first, last] = [blobChunkAt(layout, 0), blobChunkAt(layout, layout.chunks - 1)]
      assert.equal(first.isLast, layout.chunks === 1)
      assert.equal(last.isLast, true)
      assert.equal(last.offset + last.sealedBytes, layout.blobBytes)
      assert.ok(layout.paddedBytes >= fileBytes && layout.blobBytes <= Math.max(fileBytes, FILE_CHUNK_BYTES) * 1.13)
      const index = at % layout.chunks
      const chunk = blobChunkAt(layout, index)
      const next = blobChunkAt(layout, Math.min(index + 1, layout.chunks - 1))
      if (!chunk.isLast) assert.equal(next.offset, chunk.offset + chunk.sealedBytes)
      assert.equal(chunk.fileBytes, Math.max(0, Math.min(FILE_CHUNK_BYTES, fileBytes - index * FILE_CHUNK_BYTES)))
    }),
  )
})

test('any part of a file is read out of its blob, and nothing out of one that is not as it was sealed', async () => {
  const fileKey = crypto.randomBytes(32)
  const fileBytes = 3 * FILE_CHUNK_BYTES + 77
  const file = sampleFile(fileBytes)
  const blob = await sealSample(crypto, fileKey, fileBytes)
  const opened = await openSample(blob, fileKey, fileBytes)
  assert.ok(opened)
  for (const [from, length] of [
    [0, 1],
    [FILE_CHUNK_BYTES - 1, 2],
    [5, 2 * FILE_CHUNK_BYTES],
    [fileBytes - 1, 100],
    [fileBytes, 10],
  ] as const) {
    assert.ok(equal((await opened.read(from, length)) ?? assert.fail(), file.subarray(from, from + length)))
  }
  assert.equal(await openSample(blob, crypto.randomBytes(32), fileBytes), undefined, 'another key')
  const layout = blobLayoutOf(fileBytes)
  const [one, two] = [blobChunkAt(layout, 1), blobChunkAt(layout, 2)]
  const moved = blob.slice()
  moved.set(blob.subarray(two.offset, two.offset + two.sealedBytes), one.offset)
  const whole = async (bytes: Uint8Array, length = fileBytes): Promise<Uint8Array | undefined> =>
    (await openSample(bytes, fileKey, length))?.read(0, length)
  assert.equal(await whole(moved), undefined, 'a chunk in the place of another')
  assert.equal(await whole(blob.with(one.offset + 9, (blob[one.offset + 9] ?? 0) ^ 1)), undefined, 'a changed byte')
  assert.equal(await whole(blob.subarray(0, two.offset)), undefined, 'cut at the border of a chunk')
  const shorter = await whole(blob, 2 * FILE_CHUNK_BYTES)
  assert.equal(shorter, undefined, 'a length that is not the file’s')
})
