import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeApplicationData, parseApplicationData } from '../../src/content/application-data.ts'
import { encodeCbor } from '../../src/bytes/cbor.ts'
import { concat } from '../../src/bytes/bytes.ts'
import { deviceId, roomId } from '../../src/ids/ids.ts'
import { encodeSelfNote, isNewerSelfNote, nameOfSelfNote, parseSelfNote } from '../../src/self-room/note.ts'

const room = roomId.fromBytes(new Uint8Array(32).fill(1))
const [low, high] = [1, 2].map((byte) => deviceId.fromBytes(new Uint8Array(16).fill(byte)))

test('notes about one room have one name, whatever they say of it; of two kinds they have two', () => {
  const name = nameOfSelfNote({ kind: 'pinned', room, isPinned: true })
  assert.deepEqual(nameOfSelfNote({ kind: 'pinned', room, isPinned: false }), name)
  assert.notDeepEqual(nameOfSelfNote({ kind: 'muted', room, until: 0 }), name)
})

test('the later note counts, and of two at one time that of the greater device: never both', () => {
  assert.ok(low !== undefined && high !== undefined)
  assert.ok(isNewerSelfNote({ at: 1, device: low }, undefined))
  assert.ok(isNewerSelfNote({ at: 2, device: low }, { at: 1, device: high }))
  assert.ok(isNewerSelfNote({ at: 1, device: high }, { at: 1, device: low }))
  assert.ok(!isNewerSelfNote({ at: 1, device: low }, { at: 1, device: high }))
  assert.ok(!isNewerSelfNote({ at: 1, device: low }, { at: 1, device: low }))
})

test('a note of a later version is read as none, and does not keep the message from being read', () => {
  assert.ok(low !== undefined)
  const known = encodeSelfNote({ kind: 'draft', room, text: 'x' })
  const newer = encodeCbor([99, new Map([[0, true]])])
  assert.equal(parseSelfNote(newer), undefined)
  const notes = [newer, known].map((note) => ({ at: 1, device: low, note }))
  const parsed = parseApplicationData(encodeApplicationData({ kind: 'notes', notes }))
  assert.deepEqual(parsed, { kind: 'known', data: { kind: 'notes', notes } })
})

test('a note that is cut, too long or not in its one encoding is none', () => {
  const known = encodeSelfNote({ kind: 'draft', room, text: 'x' })
  assert.equal(parseSelfNote(known.slice(0, -1)), undefined)
  assert.equal(parseSelfNote(concat(known, Uint8Array.of(0))), undefined)
  assert.equal(parseSelfNote(encodeSelfNote({ kind: 'draft', room, text: 'x'.repeat(32 * 1024 + 1) })), undefined)
})
