import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accountId,
  blobId,
  composeContent,
  concat,
  encodeContent,
  filePartOf,
  messageIdOf,
  openArchive,
  readArchive,
  recordHash,
  roomId,
  roomUri,
  sealBlob,
  senderUri,
} from '@rushlight/protocol'
import type { ArchiveRecord, FilePart, MessageId, RoomId, Timers, Verification } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node'
import { createMemoryDisk, createMemoryStore, openWithSchema } from '@rushlight/records'
import { selfTable } from '../../src/account/self-row.ts'
import {
  archivedAccount,
  archivedKeys,
  archivedMessages,
  archivedPeople,
  archivedRooms,
  archivedTombstones,
} from '../../src/archive/archive-records.ts'
import { exportArchive } from '../../src/archive/export-archive.ts'
import { goOn } from '../../src/archive/go-on.ts'
import { openExport } from '../../src/archive/open-export.ts'
import type { ExportOpening } from '../../src/archive/open-export.ts'
import { takeExport } from '../../src/archive/take-export.ts'
import { RecordTaker } from '../../src/archive/take-records.ts'
import { writeArchive } from '../../src/archive/write-archive.ts'
import { accountTable } from '../../src/directory/account-row.ts'
import type { Core } from '../../src/engine/core.ts'
import { Step } from '../../src/engine/step.ts'
import { fileTable } from '../../src/file/file-row.ts'
import { eraseMessage } from '../../src/message/erase-message.ts'
import type { MessageRow } from '../../src/message/message-row.ts'
import { findMessage, putMessage, putSeen, seenName, seenUntil } from '../../src/message/write-message.ts'
import type { PasswordHash } from '../../src/ports/password-hash.ts'
import { roomTable } from '../../src/room/room-row.ts'
import { load } from '../../src/vault/table.ts'
import { VAULT_SCHEMA } from '../../src/vault/vault-schema.ts'
import { listMessages } from '../../src/view/list-views.ts'
import { emptyCore, NOW, offlineCore } from '../offline-core.ts'

/** Stands for Argon2id, which takes its time on purpose. */
const hash: PasswordHash = {
  argon2id: async (password, { salt }) => createNodeCrypto().hmacSha256(salt, new TextEncoder().encode(password)),
}

const bob = accountId.fromBytes(new Uint8Array(32).fill(7))
const room = roomId.fromBytes(new Uint8Array(32).fill(9))

/** Another device of the same account: its own vault, its own tombstone key. */
async function otherDevice(core: Core): Promise<Core> {
  const disk = createMemoryDisk()
  const store = await openWithSchema(createMemoryStore(disk), VAULT_SCHEMA)
  const step = new Step(store)
  step.put(selfTable, 'self', { ...core.self.row, tombstoneKey: core.crypto.randomBytes(32) })
  await step.commit()
  await store.close()
  return offlineCore(disk)
}

async function openRoom(core: Core, id: RoomId = room): Promise<void> {
  const step = new Step(core.store)
  step.put(roomTable, id, {
    format: 1,
    standing: 'left',
    kind: 'group',
    title: 'Rushes',
    participants: [core.self.account.id, bob],
    lastAcceptedAt: 0,
    deliveredUpTo: 0,
    activeAt: 0,
    unread: 0,
    leafRenewedAt: 0,
  })
  await step.commit()
}

type Said = Partial<Pick<MessageRow, 'isOwn' | 'readAt'>> & {
  readonly text: string
  readonly timers?: Timers
  readonly files?: readonly FilePart[]
}

let seq = 0

async function say(core: Core, { text, timers = {}, files = [], isOwn = false, readAt }: Said): Promise<MessageId> {
  const sender = isOwn ? core.self.account.id : bob
  const content = composeContent({ message: { kind: 'text', text, files }, timers }, core.crypto.randomBytes(16))
  const encoded = encodeContent(content)
  const place = { senderUri: senderUri(sender), roomUri: roomUri(room) }
  const id = messageIdOf(core.crypto, place, { encoded, salt: content.salt })
  seq += 1
  const row: MessageRow = {
    format: 1,
    id,
    sender,
    isOwn,
    body: { kind: 'content', encoded },
    ...timers,
    sentAt: NOW - 1000 + seq,
    place: { seq, acceptedAt: NOW - 1000 + seq },
    ...(readAt === undefined ? {} : { readAt }),
    readBy: [],
    readers: [],
  }
  await core.roomAt(room).actor.run(async (step) => {
    putMessage(step, { room, at: NOW - 1000 + seq, seq, sub: 0 }, row)
    putSeen(step, seenName(step, id), { keptUntil: seenUntil(row) })
  })
  return id
}

async function know(core: Core, verification: Verification): Promise<void> {
  const { name, homes } = core.self.row
  const provider = homes[0]?.provider.name
  assert.ok(provider)
  const step = new Step(core.store)
  step.put(accountTable, bob, { format: 1, name, provider, isContact: true, isBlocked: false, verification })
  await step.commit()
}

async function erase(core: Core, id: MessageId): Promise<void> {
  await core.roomAt(room).actor.run(async (step) => {
    const found = await findMessage(step, id)
    assert.ok(found)
    eraseMessage(step, found)
  })
}

async function attach(core: Core, bytes: Uint8Array): Promise<FilePart> {
  const fileKey = core.crypto.randomBytes(32)
  const source = {
    bytes: bytes.length,
    read: async (from: number, length: number) => bytes.subarray(from, from + length),
  }
  const sealed = concat(...(await Array.fromAsync(sealBlob({ crypto: core.crypto, fileKey, source }))))
  const blob = blobId.fromBytes(core.crypto.sha256(sealed))
  const stage = core.crypto.randomBytes(16).toHex()
  await core.ports.files.stage.append(stage, 0, sealed)
  const file = { name: 'reeds.txt', mediaType: 'text/plain', bytes: bytes.length, blob, fileKey }
  staged.set(blob, stage)
  return filePartOf(file, { baseUrl: 'https://chat.example.org', endsAt: NOW + 1e9 })
}

const staged = new Map<string, string>()

async function* everything(core: Core): AsyncGenerator<ArchiveRecord> {
  const choice = { withFiles: true }
  yield archivedAccount(core)
  yield archivedKeys(core)
  yield* archivedPeople(core)
  yield* archivedTombstones(core)
  yield* archivedRooms(core, choice)
  for await (const { record } of archivedMessages(core, choice)) yield record
}

async function exported(core: Core): Promise<readonly ArchiveRecord[]> {
  const key = core.crypto.randomBytes(32)
  const head = {
    id: core.crypto.randomBytes(16),
    purpose: 'transfer',
    lock: { kind: 'key', name: core.crypto.randomBytes(16) },
    madeAt: NOW,
  } as const
  const { crypto } = core
  const file = concat(...(await Array.fromAsync(writeArchive({ crypto, head, key, records: everything(core) }))))
  const read = async (from: number, length: number): Promise<Uint8Array> => file.subarray(from, from + length)
  const opened = await openArchive({ crypto, read, keyFor: async () => key })
  assert.ok(opened.kind === 'opened')
  return (await Array.fromAsync(readArchive(opened.archive))).map(({ record }) => record)
}

async function take(core: Core, records: readonly ArchiveRecord[]): Promise<{ messages: number; files: number }> {
  const taker = new RecordTaker(core)
  for (const record of records) await taker.take(record)
  await taker.flush()
  await taker.end()
  return taker.taken
}

async function texts(core: Core): Promise<readonly string[]> {
  const views = await listMessages(core, room, { limit: 100 })
  return views.map(({ body }) => (body.kind === 'text' ? body.text : body.kind))
}

test('what one device has said comes to another, once, in its order, and is not handed out as new', async () => {
  const one = await offlineCore()
  await openRoom(one)
  await say(one, { text: 'first', readAt: NOW - 5 })
  await say(one, { text: 'second', isOwn: true })
  await say(one, { text: 'third', timers: { expiresAt: NOW + 5000 } })
  const other = await otherDevice(one)
  const records = await exported(one)
  assert.equal((await take(other, records)).messages, 3)
  assert.deepEqual(await texts(other), ['first', 'second', 'third'])
  assert.equal((await other.roomAt(room).actor.read())?.row.unread, 1)
  assert.deepEqual(
    await other.store.range({ table: 'received', from: new Uint8Array(), to: Uint8Array.of(255), limit: 9 }),
    [],
  )

  const before = await exported(other)
  assert.equal((await take(other, records)).messages, 0, 'the same archive twice changes nothing')
  assert.deepEqual(await exported(other), before)
})

test('whom one has verified goes along, and the later word on it counts', async () => {
  const one = await offlineCore()
  const verified = { root: recordHash.fromBytes(new Uint8Array(32).fill(3)), at: NOW - 10 }
  await know(one, verified)
  const other = await otherDevice(one)
  const records = await exported(one)
  await take(other, records)
  assert.deepEqual((await load(other.store, accountTable, bob))?.verification, verified)
  await know(other, { at: NOW })
  await take(other, records)
  assert.deepEqual((await load(other.store, accountTable, bob))?.verification, { at: NOW })
})

test('what was erased on either side does not come back, and what passed its deadline never travels', async () => {
  const one = await offlineCore()
  await openRoom(one)
  const gone = await say(one, { text: 'erased there' })
  const early = await exported(one)
  await say(one, { text: 'over', timers: { expiresAt: NOW } })
  await say(one, { text: 'burns unread', timers: { burnAfterMs: 5000 } })
  await say(one, { text: 'burned', timers: { burnAfterMs: 1000 }, readAt: NOW - 1000 })
  await say(one, { text: 'burning', timers: { burnAfterMs: 5000 }, readAt: NOW - 1000 })
  const stays = await say(one, { text: 'stays' })
  await erase(one, gone)
  const records = await exported(one)
  assert.equal(records.filter(({ kind }) => kind === 'message').length, 2)
  assert.equal(records.filter(({ kind }) => kind === 'tombstone').length, 1)

  const other = await otherDevice(one)
  await take(other, records)
  assert.deepEqual(await texts(other), ['burning', 'stays'])
  await take(other, early)
  assert.deepEqual(await texts(other), ['burning', 'stays'], 'an older archive, from before it was erased')
  await erase(other, stays)
  await take(other, records)
  assert.deepEqual(await texts(other), ['burning'])

  const third = await otherDevice(one)
  await take(third, await exported(other))
  await take(third, records)
  await take(third, early)
  assert.deepEqual(await texts(third), ['burning'], 'tombstones of both come along')
})

test('an archive that is read after a deadline in it shows nothing of what is over', async () => {
  const one = await offlineCore()
  await openRoom(one)
  await say(one, { text: 'soon over', timers: { expiresAt: NOW + 1 } })
  const records = await exported(one)
  const other = await otherDevice(one)
  const later = records.map((record) => (record.kind === 'account' ? { ...record, judgedAt: NOW + 1 } : record))
  await take(other, later)
  assert.deepEqual(await texts(other), [])
  await take(other, records)
  assert.deepEqual(await texts(other), [], 'its name is known from now on')
})

test('a file comes whole or not at all', async () => {
  const one = await offlineCore()
  await openRoom(one)
  const bytes = one.crypto.randomBytes(60_000)
  const part = await attach(one, concat(bytes, bytes, bytes))
  const id = await say(one, { text: 'with a file', files: [part] })
  const blob = blobId.fromBytes(part.contentHash)
  await one.roomAt(room).actor.run(async (step) => {
    const stage = staged.get(blob) ?? ''
    step.put(fileTable, { room, message: id, index: 0 }, { format: 1, stage, state: 'here', blob, bytes: 180_000 })
  })
  const records = await exported(one)
  const pieces = records.filter((record) => record.kind === 'file')
  assert.ok(pieces.length > 2)

  const bent = await otherDevice(one)
  const isSecond = (record: ArchiveRecord): boolean => record === pieces[1]
  await take(
    bent,
    records.filter((record) => !isSecond(record)),
  )
  await take(
    bent,
    records.map((record) =>
      record === pieces[1] && record.kind === 'file' ? { ...record, bytes: record.bytes.with(5, 0) } : record,
    ),
  )
  assert.deepEqual(await bent.ports.files.stage.list(), [])
  assert.equal((await take(bent, records)).files, 1)
  assert.equal((await take(bent, records)).files, 0)
  const [stage] = await bent.ports.files.stage.list()
  assert.equal(blobId.fromBytes(bent.crypto.sha256(await bent.ports.files.stage.read(stage ?? '', 0, 1e7))), blob)
  await bent.files.sweep()
  assert.equal((await bent.ports.files.stage.list()).length, 1)
})

test("another account's archive is not taken", async () => {
  const [one, other] = [await offlineCore(), await offlineCore()]
  await assert.rejects(take(other, await exported(one)), { name: 'NotOwnArchive' })
})

test('an export opens by its passphrase alone, and a broken one leaves nothing behind', async () => {
  const one = await offlineCore()
  await openRoom(one)
  await say(one, { text: 'to be taken along' })
  const bytes = concat(...(await Array.fromAsync(exportArchive(one, { passphrase: 'reeds', hash, withFiles: true }))))
  const open = (file: Uint8Array, passphrase = 'reeds'): Promise<ExportOpening> => {
    const source = {
      bytes: file.length,
      read: async (from: number, length: number) => file.subarray(from, from + length),
    }
    return openExport({ crypto: one.crypto, hash, source, passphrase })
  }
  assert.equal((await open(bytes, 'rushes')).kind, 'wrongPassphrase')
  assert.equal((await open(bytes.subarray(0, -1))).kind, 'broken')
  assert.equal((await open(bytes.with(bytes.length - 30, 1 ^ (bytes.at(-30) ?? 0)))).kind, 'broken')
  assert.equal((await open(bytes.with(9, 2))).kind, 'tooNew')
  assert.equal((await open(new Uint8Array(40))).kind, 'noExport')
  assert.equal(Buffer.from(bytes).includes(one.self.row.accountKey), false, 'no key stands in it as it is')

  const opened = await open(bytes)
  assert.ok(opened.kind === 'opened')
  const { checked } = opened
  const empty = await emptyCore()
  assert.equal((await goOn(empty, { ...checked, keys: { ...checked.keys, accountKeys: [] } })).kind, 'keyLost')
  assert.equal(empty.hasAccount, false)
  assert.equal((await goOn(empty, checked)).kind, 'done')
  assert.equal((await takeExport(empty, checked)).messages, 1)
  assert.equal(empty.self.account.id, one.self.account.id)
  assert.notEqual(empty.self.row.device, one.self.row.device, 'a device of its own (R18)')
  assert.equal(empty.self.account.record.devices.length, 2)
  assert.deepEqual(await texts(empty), ['to be taken along'])
})
