import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@rushlight/core'
import type { MessageId, RoomId } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

async function othersIn(client: Client, room: RoomId) {
  const messages = await client.messages(room, { limit: 50 })
  return messages.filter(({ body, isOwn }) => body.kind === 'text' && !isOwn)
}

async function idsIn(client: Client, room: RoomId): Promise<readonly MessageId[]> {
  return (await othersIn(client, room)).map(({ id }) => id)
}

test('what one device read, pinned, muted, blocked, chose and drafted is so on the others, unseen', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const { client: second } = await gathering.addDevice('bruno')
  const carla = gathering.host('carla').account()
  assert.ok(second !== undefined && carla !== undefined)
  await gathering.done(bruno.setReadReceipts(false))
  assert.equal(second.settings().readReceipts, false)
  for (const text of ['one', 'two', 'three']) await gathering.done(alice.send(room, { text }))
  assert.equal((await second.room(room))?.unread, 3)
  await gathering.done(bruno.markRead(room, (await idsIn(bruno, room)).slice(0, 2)))
  assert.equal((await second.room(room))?.unread, 1, 'read without a receipt to anybody')
  await gathering.done(bruno.pinRoom(room, true))
  await gathering.done(bruno.muteRoom(room, 5_000_000_000_000))
  await gathering.done(bruno.saveDraft(room, 'not yet'))
  await gathering.done(bruno.block(carla))
  const { isPinned, mutedUntil, draft } = (await second.room(room)) ?? {}
  assert.deepEqual({ isPinned, mutedUntil, draft }, { isPinned: true, mutedUntil: 5_000_000_000_000, draft: 'not yet' })
  assert.equal((await second.person(carla)).isBlocked, true)
  await gathering.done(second.unblock(carla))
  await gathering.done(second.saveDraft(room, ''))
  assert.equal((await bruno.person(carla)).isBlocked, false)
  assert.equal((await bruno.room(room))?.draft, '')
  for (const client of [bruno, second]) {
    const self = (await client.rooms()).find(({ kind }) => kind === 'self')
    assert.ok(self)
    assert.equal(self.unread, 0)
    assert.deepEqual(await textsIn(client, self.id), [])
  }
})

test('what burns begins to burn on the first device that shows it, for all of them, and what is deleted for oneself goes everywhere', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const second = await gathering.addDevice('bruno')
  assert.ok(second.client)
  second.setAway(true)
  await gathering.done(alice.send(room, { text: 'burns', burnMs: 5 * MINUTE_MS }), 5000)
  await gathering.done(alice.send(room, { text: 'unwanted' }), 5000)
  const [burns, unwanted] = await othersIn(bruno, room)
  assert.ok(burns && unwanted)
  await gathering.done(bruno.markRead(room, [burns.id]), 1000)
  const readAt = (await bruno.message(room, burns.id))?.readAt
  assert.ok(readAt !== undefined)
  await gathering.done(bruno.deleteForMe(room, unwanted.id), MINUTE_MS)
  second.setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.equal((await second.client.message(room, burns.id))?.readAt, readAt)
  assert.equal(await second.client.message(room, unwanted.id), undefined)
  assert.deepEqual(await textsIn(alice, room), ['unwanted'], 'its author keeps what was deleted')
  await gathering.pass(5 * MINUTE_MS)
  assert.deepEqual(await idsIn(second.client, room), [])
})

test('a device that comes later is told what the others know', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const bruno = gathering.client('bruno')
  await gathering.done(bruno.setReadReceipts(false))
  await gathering.done(bruno.pinRoom(room, true))
  await gathering.done(bruno.saveDraft(room, 'begun here'))
  const { client: second } = await gathering.addDevice('bruno')
  assert.ok(second)
  await gathering.pass(MINUTE_MS)
  assert.equal(second.settings().readReceipts, false)
  assert.equal((await second.room(room))?.isPinned, true)
  assert.equal((await second.room(room))?.draft, 'begun here')
})

test('devices are known by their names and last use to each other alone; one that is removed is out everywhere and erases itself', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const second = await gathering.addDevice('bruno')
  assert.ok(second.client)
  const [own] = await second.client.devices.list()
  assert.ok(own?.isThis)
  assert.equal(await gathering.done(bruno.devices.rename(own.id, 'Old phone')), 'done')
  const named = (await second.client.devices.list()).map(({ name }) => name)
  assert.ok(named.includes('Old phone'))
  assert.ok((await bruno.devices.list()).every(({ usedAt }) => usedAt !== undefined))
  let hasEnded = false
  second.client.subscribe(({ kind }) => {
    hasEnded ||= kind === 'ended'
  })
  const queues = await gathering.provider.countRows('queues')
  second.setAway(true)
  assert.equal(await gathering.done(bruno.devices.remove(own.id)), 'done')
  assert.equal((await alice.room(room))?.devices, 2)
  assert.equal((await bruno.devices.list()).length, 1)
  assert.equal(await gathering.provider.countRows('queues'), queues - 1)
  assert.ok(!hasEnded, 'it is away')
  second.setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.ok(hasEnded, 'it comes back, and hears of it')
  assert.equal(second.account(), undefined, 'and its vault is erased')
  await gathering.done(alice.send(room, { text: 'without it' }))
  assert.deepEqual(await textsIn(bruno, room), ['without it'])
})

test('a device that is removed while it is there erases itself at once', async () => {
  const gathering = await Gathering.of('bruno')
  const bruno = gathering.client('bruno')
  const second = await gathering.addDevice('bruno')
  const other = (await bruno.devices.list()).find(({ isThis }) => !isThis)
  assert.ok(other)
  await gathering.done(bruno.devices.remove(other.id), MINUTE_MS)
  assert.equal(second.account(), undefined)
})
