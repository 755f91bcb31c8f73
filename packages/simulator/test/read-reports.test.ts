import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client, MessageView } from '@rushlight/core'
import type { RoomId } from '@rushlight/protocol'
import { Gathering } from './gathering.ts'

async function say(gathering: Gathering, room: RoomId, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1)
    await gathering.done(gathering.client('alice').send(room, { text: `number ${number}` }))
}

async function unreadIn(client: Client, room: RoomId) {
  const messages = await client.messages(room, { limit: 50 })
  return messages.filter(({ body, readAt, isOwn }) => body.kind === 'text' && !isOwn && readAt === undefined)
}

async function statusesIn(client: Client, room: RoomId): Promise<readonly string[]> {
  const messages = await client.messages(room, { limit: 50 })
  return messages.flatMap(({ body, isOwn, status }) => (body.kind === 'text' && isOwn ? [status.kind] : []))
}

test('who reads and answers in one breath is known to have read', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const bruno = gathering.client('bruno')
  await say(gathering, room, 1)
  gathering.host('bruno').setAway(true)
  const unread = await unreadIn(bruno, room)
  await gathering.done(
    bruno.markRead(
      room,
      unread.map(({ id }) => id),
    ),
  )
  await gathering.done(bruno.send(room, { text: 'my answer' }))
  gathering.host('bruno').setAway(false)
  await gathering.pass(60_000)
  assert.deepEqual(await statusesIn(gathering.client('alice'), room), ['read'])
})

test('what is read while others are told of something else is told, too', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const bruno = gathering.client('bruno')
  await say(gathering, room, 20)
  const unread = await unreadIn(bruno, room)
  for (let pair = 0; pair < unread.length; pair += 2) {
    const [first, second] = unread.slice(pair, pair + 2)
    assert.ok(first && second)
    // The second is read a little later each time, so that it meets the report of the first on its way.
    await gathering.done(bruno.markRead(room, [first.id]), 300 + pair * 3)
    await gathering.done(bruno.markRead(room, [second.id]), 5000)
    const messages = await gathering.client('alice').messages(room, { limit: 50 })
    const told = messages.filter(({ id }) => id === first.id || id === second.id)
    assert.deepEqual(
      told.map(({ status }) => status.kind),
      ['read', 'read'],
    )
  }
})

test('who may read what was said while the room was being made are those who are there where it stands in the log', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const alice = gathering.client('alice')
  const others = ['bruno', 'carla'] as const
  const accounts = others.flatMap((name) => gathering.host(name).account() ?? [])
  gathering.host('alice').setAway(true)
  const room = await gathering.done(alice.createRoom('Rushes', accounts), 1000)
  assert.ok(room)
  for (const burnMs of [undefined, 30_000])
    await gathering.done(alice.send(room, burnMs === undefined ? { text: 'stays' } : { text: 'burns', burnMs }), 1000)
  gathering.host('alice').setAway(false)
  await gathering.pass(60_000)
  const seen: (readonly string[])[] = []
  for (const name of others) {
    const client = gathering.client(name)
    await gathering.done(client.acceptRequest(room))
    const unread: readonly MessageView[] = await unreadIn(client, room)
    assert.equal(unread.length, 2)
    const ids = unread.map(({ id }) => id)
    await gathering.done(client.markRead(room, ids), 10_000)
    seen.push(await statusesIn(alice, room))
  }
  assert.deepEqual(seen, [['sent', 'sent'], ['read']], 'and what burns goes when all of them have read it')
})

test('what is read while a report is long under way is told, too', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const bruno = gathering.client('bruno')
  await say(gathering, room, 2)
  const [first, second] = await unreadIn(bruno, room)
  assert.ok(first && second)
  const { climate } = gathering.world
  gathering.world.climate = { ...climate, latencyMs: 14_000 }
  await gathering.done(bruno.markRead(room, [first.id]), 5000)
  await gathering.done(bruno.markRead(room, [second.id]), 1000)
  gathering.world.climate = climate
  await gathering.pass(120_000)
  assert.deepEqual(await statusesIn(gathering.client('alice'), room), ['read', 'read'])
})
