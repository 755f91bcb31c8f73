import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client, FileView } from '@rushlight/core'
import type { MessageId, RoomId } from '@rushlight/protocol'
import { openStage } from '../src/simulated-files.ts'
import { Gathering, MINUTE_MS } from './gathering.ts'

const CONTENT: Uint8Array = new Uint8Array(100_000).fill(7)

async function sendFile(gathering: Gathering, client: Client, room: RoomId): Promise<MessageId> {
  const source = {
    bytes: CONTENT.length,
    read: async (from: number, length: number) => CONTENT.slice(from, from + length),
  }
  const attached = await gathering.done(client.files.attach(room, source, { name: 'reed.bin', mediaType: '' }))
  assert.equal(attached.kind, 'attaching')
  const files = attached.kind === 'attaching' ? [attached.id] : []
  const sent = await gathering.done(client.send(room, { text: '', files }))
  assert.equal(sent.kind, 'queued')
  return sent.kind === 'queued' ? sent.id : assert.fail()
}

async function fileOf(client: Client, room: RoomId, id: MessageId): Promise<FileView> {
  const message = await client.message(room, id)
  const [file] = message?.body.kind === 'text' ? message.body.files : []
  assert.ok(file)
  return file
}

test('a file that the provider lost with its disk is brought again by its author, and what he took back is not', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const [kept, regretted] = [await sendFile(gathering, alice, room), await sendFile(gathering, alice, room)]
  await gathering.done(alice.deleteForEveryone(room, regretted))
  assert.equal(gathering.provider.blobs.names().length, 1)

  const wiping = gathering.provider.wipe()
  assert.deepEqual(gathering.provider.blobs.names(), [])
  await gathering.done(wiping)
  await gathering.pass(2 * MINUTE_MS)
  assert.equal(gathering.provider.blobs.names().length, 1, 'only what is still to be had')
  assert.equal((await fileOf(alice, room, kept)).state.kind, 'here')

  const { ref } = await fileOf(bruno, room, kept)
  await gathering.done(bruno.files.fetch(ref))
  const read = await gathering.done(bruno.files.read(ref, { from: 0, length: CONTENT.length }))
  assert.deepEqual(read, { kind: 'bytes', bytes: CONTENT })
})

test('a file that the disk of a provider lost alone is told to be lost, and its author brings it again when he hears of it', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const id = await sendFile(gathering, alice, room)
  assert.ok(gathering.provider.loseBlob())
  const { ref } = await fileOf(bruno, room, id)
  await gathering.done(bruno.files.fetch(ref))
  assert.deepEqual((await fileOf(bruno, room, id)).state, { kind: 'failed', failure: 'lost' })
  assert.equal(gathering.provider.blobs.names().length, 1, 'the author was asked for it')
  await gathering.done(bruno.files.fetch(ref))
  const read = await gathering.done(bruno.files.read(ref, { from: 0, length: CONTENT.length }))
  assert.deepEqual(read, { kind: 'bytes', bytes: CONTENT })
  assert.equal((await fileOf(alice, room, id)).state.kind, 'here')
})

test('what its author took back meanwhile is not brought again, whoever asks for it', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const id = await sendFile(gathering, alice, room)
  const { ref } = await fileOf(bruno, room, id)
  gathering.host('bruno').setAway(true)
  await gathering.done(alice.deleteForEveryone(room, id))
  await gathering.done(bruno.files.fetch(ref), 1000)
  gathering.host('bruno').setAway(false)
  await gathering.pass(2 * MINUTE_MS)
  assert.deepEqual(gathering.provider.blobs.names(), [])
})

test('of a file that was being sealed when the program ended its user is told, and nothing of it is left behind', async () => {
  const gathering = await Gathering.of('alice')
  const room = await gathering.room('Rushes')
  const alice = gathering.host('alice')
  const source = {
    bytes: 200_000,
    read: (from: number, length: number) =>
      from === 0 ? Promise.resolve(new Uint8Array(length)) : new Promise<Uint8Array>(() => undefined),
  }
  const attaching = gathering.client('alice').files.attach(room, source, { name: 'reed.bin', mediaType: '' })
  const attached = await gathering.done(attaching)
  assert.equal(attached.kind, 'attaching')
  const before = await gathering.done(gathering.client('alice').files.drafts(room))
  assert.deepEqual(
    before.map(({ state }) => state.kind),
    ['sealing'],
  )
  alice.crash('now', 1000)
  await gathering.pass(MINUTE_MS)
  const client = gathering.client('alice')
  const [left] = await gathering.done(client.files.drafts(room))
  assert.deepEqual([left?.name, left?.state], ['reed.bin', { kind: 'failed', failure: 'unreadable' }])
  assert.deepEqual(await gathering.done(openStage(alice.stage).list()), [])
  const files = attached.kind === 'attaching' ? [attached.id] : []
  const sent = await gathering.done(client.send(room, { text: 'with a file', files }))
  assert.deepEqual(sent, { kind: 'refused', reason: 'fileGone' })

  assert.ok(left)
  await gathering.done(client.files.cancel(left.ref))
  assert.deepEqual(await client.files.drafts(room), [])
})
