import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accountId,
  ARCHIVE_CHUNK_BYTES,
  ArchiveBroken,
  blobId,
  concat,
  createArchiveCipher,
  encodeArchiveHead,
  messageId,
  openArchive,
  readArchive,
  roomId,
  SegmentSealer,
} from '@rushlight/protocol'
import type { ArchiveHead, ArchiveRecord } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node'

const crypto = createNodeCrypto()
const key = crypto.randomBytes(32)
const head: ArchiveHead = {
  id: crypto.randomBytes(16),
  purpose: 'transfer',
  lock: { kind: 'key', name: crypto.randomBytes(16) },
  madeAt: 1_764_000_000_000,
}
const room = roomId.fromBytes(crypto.randomBytes(32))

function piece(bytes: number): ArchiveRecord {
  const message = messageId.fromBytes(crypto.randomBytes(32))
  const blob = blobId.fromBytes(crypto.randomBytes(32))
  return { kind: 'file', room, message, index: 0, blob, offset: 0, bytes: crypto.randomBytes(bytes), isLast: true }
}

/** Long ones, short ones, one that ends with a chunk, and some in which two borders meet. */
const segments: readonly (readonly ArchiveRecord[])[] = [
  [piece(ARCHIVE_CHUNK_BYTES), piece(10), piece(ARCHIVE_CHUNK_BYTES), piece(ARCHIVE_CHUNK_BYTES - 200), piece(0)],
  [],
  [
    {
      kind: 'tombstone',
      name: crypto.randomBytes(16),
      keptUntil: 5,
      deletedBy: accountId.fromBytes(new Uint8Array(32)),
    },
  ],
]

async function sealSegments(parts: typeof segments): Promise<readonly Uint8Array[]> {
  const cipher = createArchiveCipher(crypto, key, encodeArchiveHead(head))
  return Promise.all(
    parts.map(async (records, index) => {
      const sealer = new SegmentSealer(crypto, cipher, index)
      const pieces = [sealer.start]
      for (const record of records) pieces.push(await sealer.add(record))
      return concat(...pieces, await sealer.end(index === parts.length - 1 ? 'archive' : 'segment'))
    }),
  )
}

const start = concat(encodeArchiveHead(head), createArchiveCipher(crypto, key, encodeArchiveHead(head)).commitment)
const sealed = await sealSegments(segments)
const whole = concat(start, ...sealed)

async function readAll(archive: Uint8Array, otherKey = key): Promise<readonly ArchiveRecord[] | string> {
  const read = (from: number, length: number): Promise<Uint8Array> =>
    Promise.resolve(archive.slice(from, from + length))
  const opened = await openArchive({ crypto, read, keyFor: () => Promise.resolve(otherKey) })
  if (opened.kind !== 'opened') return opened.kind
  try {
    return (await Array.fromAsync(readArchive(opened.archive))).map(({ record }) => record)
  } catch (error) {
    assert.ok(error instanceof ArchiveBroken)
    return error.code
  }
}

test('an archive gives back what went in, whatever borders of records and chunks do', async () => {
  assert.deepEqual(await readAll(whole), segments.flat())
})

test('an archive that was cut anywhere is refused, and so is one that something follows', async () => {
  const cuts = [0, 5, 11, 40, start.length - 1, start.length, start.length + 19]
  let at = start.length
  // Borders of chunks and of segments are where a cut would be hardest to see.
  for (const segment of sealed) cuts.push(at + 20, at + 25 + ARCHIVE_CHUNK_BYTES + 16, (at += segment.length) - 1)
  cuts.push(start.length + (sealed[0]?.length ?? 0), whole.length - 1)
  for (const cut of cuts.filter((place) => place < whole.length)) {
    const result = await readAll(whole.subarray(0, cut))
    assert.ok(typeof result === 'string', `cut at ${cut}`)
  }
  assert.equal(await readAll(whole.subarray(0, whole.length - 1)), 'cutOff')
  assert.equal(await readAll(whole.subarray(0, start.length + (sealed[0]?.length ?? 0))), 'cutOff')
  assert.equal(await readAll(concat(whole, Uint8Array.of(0))), 'excess')
})

test('segments and chunks that were moved, doubled, left out or taken from elsewhere are refused', async () => {
  const [first = whole, second = whole, third = whole] = sealed
  assert.equal(await readAll(concat(start, second, first, third)), 'outOfOrder')
  assert.equal(await readAll(concat(start, first, first, second, third)), 'outOfOrder')
  assert.equal(await readAll(concat(start, first, third)), 'outOfOrder')
  const chunk = 5 + ARCHIVE_CHUNK_BYTES + 16
  const [one, two] = [first.subarray(20, 20 + chunk), first.subarray(20 + chunk, 20 + 2 * chunk)]
  const rest = first.subarray(20 + 2 * chunk)
  for (const chunks of [
    [two, one, rest],
    [one, one, two, rest],
    [two, rest],
    [one, two, one, rest],
  ]) {
    assert.equal(await readAll(concat(start, first.subarray(0, 20), ...chunks, second, third)), 'changed')
  }
  // The same segment of the same archive, sealed a second time: its key is another one.
  const [again = whole] = await sealSegments(segments)
  assert.equal(await readAll(concat(start, first.subarray(0, 20), again.subarray(20), second, third)), 'changed')
  assert.deepEqual(await readAll(concat(start, again, second, third)), segments.flat())
})

test('a byte that was changed anywhere is noticed', async () => {
  for (let at = 0; at < whole.length; at += at < start.length + 64 ? 1 : 1009) {
    const result = await readAll(whole.with(at, (whole[at] ?? 0) ^ 0x10))
    assert.ok(typeof result === 'string', `byte ${at}`)
  }
  // The end of a segment made the end of everything.
  const flag = start.length + (sealed[0]?.length ?? 0) + 20
  assert.equal(whole[flag], 1)
  assert.equal(await readAll(whole.with(flag, 2)), 'changed')
})

test('a wrong key is told apart from a broken archive, and a newer one from both', async () => {
  assert.equal(await readAll(whole, crypto.randomBytes(32)), 'wrongKey')
  assert.equal(await readAll(whole.with(9, 2)), 'tooNew')
  assert.equal(await readAll(new Uint8Array(100)), 'noArchive')
})
