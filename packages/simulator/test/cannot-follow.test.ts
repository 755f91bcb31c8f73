import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@rushlight/core'
import { inspectRoom, loseNodeKeys } from '@rushlight/core/testing'
import type { AccountId, RoomId } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

/** Whose commits this device's conversation says somebody could not follow, and who said so. */
async function complaintsIn(client: Client, room: RoomId): Promise<readonly (readonly [AccountId, AccountId])[]> {
  const messages = await client.messages(room, { limit: 100 })
  return messages.flatMap(({ sender, body }) =>
    body.kind === 'event' && body.event.kind === 'cannotFollow' ? [[sender, body.event.account] as const] : [],
  )
}

/** One that bruno cannot follow, and all he needs to be let in again. */
async function renameUnfollowed(gathering: Gathering, room: RoomId, title: string): Promise<void> {
  const bruno = gathering.client('bruno')
  await gathering.done(loseNodeKeys(bruno, room))
  const stuck: RoomId[] = []
  const stop = bruno.subscribe((event) => (event.kind === 'roomStuck' ? stuck.push(event.room) : undefined))
  await gathering.done(gathering.client('alice').changeRoom(room, { kind: 'title', title }))
  await gathering.pass(5 * MINUTE_MS)
  stop()
  assert.deepEqual(stuck, [room])
  assert.equal((await bruno.room(room))?.standing, 'joined', 'and was let in again')
}

test('whose commits cannot be followed is shown to all from the second one on, by the word of whoever could not (R15)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const names = ['alice', 'bruno', 'carla']
  await renameUnfollowed(gathering, room, 'Sedges')
  for (const name of names) assert.deepEqual(await complaintsIn(gathering.client(name), room), [], `${name} after one`)
  await renameUnfollowed(gathering, room, 'Reeds')
  const [bruno, alice] = [gathering.host('bruno').account(), gathering.host('alice').account()]
  for (const name of names)
    assert.deepEqual(await complaintsIn(gathering.client(name), room), [[bruno, alice]], `${name} after two`)

  await gathering.done(gathering.client('carla').send(room, { text: 'we go on' }))
  for (const name of names) assert.deepEqual(await textsIn(gathering.client(name), room), ['we go on'])
  const doors = await Promise.all(names.map((name) => inspectRoom(gathering.client(name), room)))
  assert.equal(new Set(doors.map((state) => state?.door)).size, 1)
})

test('one account is believed ten times a day, and what it says goes no further (R34)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  for (let times = 1; times <= 12; times++) await renameUnfollowed(gathering, room, `Rushes ${times}`)
  assert.equal((await complaintsIn(gathering.client('alice'), room)).length, 9, 'ten, of which the first is not shown')
})

test('a stuck device keeps no key of the room over a restart, but why it is out, and is let in further on in the log (RM1, RM2, RM3)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  await renameUnfollowed(gathering, room, 'Sedges')
  await gathering.done(loseNodeKeys(gathering.client('bruno'), room))
  // She goes before he can write to her.
  await gathering.done(gathering.client('alice').changeRoom(room, { kind: 'title', title: 'Reeds' }), 1000)
  gathering.host('alice').setAway(true)
  await gathering.done(gathering.host('bruno').restart())
  const outside = await inspectRoom(gathering.client('bruno'), room)
  assert.deepEqual([outside?.standing, outside?.door, outside?.postingKeys.length], ['stuck', undefined, 2])

  const before = (await inspectRoom(gathering.client('alice'), room))?.seq ?? 0
  gathering.host('alice').setAway(false)
  await gathering.pass(70 * MINUTE_MS)
  const inside = await inspectRoom(gathering.client('bruno'), room)
  assert.equal(inside?.standing, 'joined')
  assert.ok(inside.seq > before)
  const complaints = await complaintsIn(gathering.client('alice'), room)
  assert.equal(complaints.length, 1, 'what was said of the second commit came into the log after the restart')
})
