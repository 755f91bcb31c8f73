import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accountId,
  BACKUP_BYTES_MAX,
  bigEndian,
  blobId,
  concat,
  deviceId,
  HISTORY_SEGMENTS_MAX,
  openBackup,
  parseAccountName,
  parseProviderName,
  roomId,
  sealBackup,
} from '@rushlight/protocol'
import type { BackupContact, BackupContent, BackupRoom } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node'

const crypto = createNodeCrypto()
const key = new Uint8Array(32).fill(7)
const idBytes = (count: number): Uint8Array => concat(new Uint8Array(28), bigEndian(count, 4))

async function sealedAndOpened(content: BackupContent): Promise<BackupContent> {
  const sealed = await sealBackup(crypto, { key, doors: {} }, content)
  assert.ok(sealed.length <= BACKUP_BYTES_MAX, `${sealed.length} bytes`)
  const opened = await openBackup(crypto, key, sealed)
  assert.ok(opened.kind === 'opened')
  return opened.content
}

test('what is too much for a backup is left off at the end of its lists: the rest can be put, and read again', async () => {
  const [name, provider] = [parseAccountName('bob'), parseProviderName('chat.example.org')]
  assert.ok(name !== undefined && provider !== undefined)
  const counts = Array.from({ length: 10_001 }, (_, i) => i)
  const accounts = counts.map((count) => accountId.fromBytes(idBytes(count)))
  const contacts = accounts.map((account): BackupContact => ({ account, name, provider }))
  const rooms = counts.map((count): BackupRoom => {
    const room = roomId.fromBytes(idBytes(count))
    return { room, kind: 'group', title: 'Rushes', participants: accounts.slice(0, 40), openings: [], meetings: [] }
  })
  const content = { format: 1, accountKeys: [], contacts, blocked: accounts, rooms } as const
  const kept = await sealedAndOpened(content)
  for (const list of ['contacts', 'rooms', 'blocked'] as const) {
    assert.ok(kept[list].length > 200, `${kept[list].length} ${list}`)
    assert.deepEqual(kept[list], content[list].slice(0, kept[list].length))
  }
  const alone = await sealedAndOpened({ ...content, blocked: [], contacts: contacts.slice(0, 5000), rooms: [] })
  assert.equal(alone.contacts.length, 5000)
})

test('where the messages lie comes back out of it, however many rooms there are', async () => {
  const counts = Array.from({ length: HISTORY_SEGMENTS_MAX }, (_, index) => index)
  const segments = counts.map((count) => ({
    blob: blobId.fromBytes(idBytes(count)),
    fileKey: idBytes(count),
    bytes: 60_000,
    endsAt: 1_767_614_400_000,
  }))
  const rooms = Array.from({ length: 10_001 }, (_, count): BackupRoom => {
    const room = roomId.fromBytes(idBytes(count))
    return { room, kind: 'group', title: 'Rushes', participants: [], openings: [], meetings: [] }
  })
  const history = {
    decidedAt: 1,
    writtenAt: 2,
    keeper: deviceId.fromBytes(idBytes(7).slice(-deviceId.lengthBytes)),
    segments,
  }
  const kept = await sealedAndOpened({ format: 1, accountKeys: [], contacts: [], blocked: [], rooms, history })
  assert.deepEqual(kept.history, history)
  assert.ok(kept.rooms.length > 200)
})
