import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId, concat, encodeLine, LinesWriter, messageId, parseLines, roomId } from '@rushlight/protocol'
import type { ArchiveRecord } from '@rushlight/protocol'

const id = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const tombstone: ArchiveRecord = { kind: 'tombstone', name: new Uint8Array(16).fill(9), keptUntil: 1_767_614_400_000 }
const message: ArchiveRecord = {
  kind: 'message',
  room: roomId.fromBytes(id(1)),
  id: messageId.fromBytes(id(2)),
  sender: accountId.fromBytes(id(3)),
  isOwn: false,
  body: { kind: 'deleted' },
  acceptedAt: 5,
  seq: 6,
  sub: 0,
  sentAt: 5,
  readBy: [],
  readers: [],
}

function written(...records: readonly ArchiveRecord[]): Uint8Array {
  const writer = new LinesWriter()
  for (const record of records) writer.add(encodeLine(record))
  const data = writer.end()
  assert.equal(data.length, writer.bytes)
  return data
}

test('lines come back as they were written, and none is as good as some', () => {
  assert.deepEqual(parseLines(written(tombstone, message)), { kind: 'lines', records: [tombstone, message] })
  assert.deepEqual(parseLines(written()), { kind: 'lines', records: [] })
})

test('lines that are cut anywhere are not taken for fewer lines', () => {
  const data = written(tombstone, message)
  const border = written(tombstone).length
  for (let length = 0; length < data.length; length++) {
    const kind = length === 2 || length === border ? 'lines' : 'malformed'
    assert.equal(parseLines(data.subarray(0, length)).kind, kind, `${length} bytes`)
  }
  assert.equal(parseLines(concat(data, Uint8Array.of(0))).kind, 'malformed')
})

test('lines of a newer program are told apart from damage', () => {
  const data = written(message)
  data.set([0, 2])
  assert.equal(parseLines(data).kind, 'tooNew')
  data.set([0, 0])
  assert.equal(parseLines(data).kind, 'malformed')
})
