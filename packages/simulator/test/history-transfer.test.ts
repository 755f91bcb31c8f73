import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomId } from '@rushlight/protocol'
import type { DeviceHost } from '../src/device-host.ts'
import { DAY_MS, Gathering, MINUTE_MS, textsIn } from './gathering.ts'

async function say(gathering: Gathering, room: RoomId, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await gathering.done(gathering.client('alice').send(room, { text }), 2000)
}

async function textsOf({ client }: DeviceHost, room: RoomId): Promise<readonly string[]> {
  assert.ok(client)
  return textsIn(client, room)
}

test('a device that was let in gets what was said before it came, and the provider keeps nothing of it', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  await say(gathering, room, 'one', 'two', 'three')
  const second = await gathering.addDevice('alice')
  assert.ok(second.client)
  assert.deepEqual(await textsOf(second, room), [])
  assert.equal((await second.client.history.view()).isOffered, true)
  assert.equal((await gathering.client('alice').history.view()).isOffered, false)

  assert.equal(await gathering.done(second.client.history.ask('all')), 'asked')
  await gathering.pass(MINUTE_MS)
  const { coming } = await second.client.history.view()
  assert.equal(coming?.state, 'done')
  assert.equal(coming.lines, coming.linesDone)
  const texts = await textsOf(second, room)
  assert.deepEqual(texts.toSorted(), ['one', 'three', 'two'])
  assert.deepEqual(texts, await textsIn(gathering.client('alice'), room))
  assert.deepEqual(gathering.provider.blobs.names(), [])
})

/** So long that a few of them fill a part. */
const LONG: string = 'reed '.repeat(6000)
const LONG_COUNT = 44

async function sayMuch(gathering: Gathering, room: RoomId): Promise<void> {
  const texts = Array.from({ length: LONG_COUNT }, (_, index) => `${index} ${LONG}`)
  await say(gathering, room, ...texts)
}

async function hasAll(host: DeviceHost, room: RoomId): Promise<boolean> {
  const texts = host.client === undefined ? [] : await textsIn(host.client, room)
  const numbers = texts.map((text) => Number.parseInt(text, 10))
  return numbers.length === LONG_COUNT && new Set(numbers).size === LONG_COUNT
}

test('it goes on where it was when either device is killed, or goes away, in the middle', async () => {
  const gathering = await Gathering.of('alice')
  const room = await gathering.room('Rushes')
  await sayMuch(gathering, room)
  const first = gathering.host('alice')
  const second = await gathering.addDevice('alice')
  assert.ok(second.client)
  await gathering.done(second.client.history.ask('all'), 50)
  let deaths = 0
  for (let round = 0; round < 120 && !(await hasAll(second, room)); round++) {
    await gathering.pass(400)
    const state = (await second.client?.history.view())?.coming?.state
    if (deaths < 8 && (state === 'asked' || state === 'coming')) {
      deaths += 1
      ;(deaths % 2 === 0 ? first : second).crash('now', 100)
    }
    if (round === 4) second.setAway(true)
    if (round === 6) second.setAway(false)
    await gathering.pass(100)
  }
  assert.ok(await hasAll(second, room))
  assert.ok(deaths >= 4, `${deaths} deaths`)
  await gathering.pass(MINUTE_MS)
  assert.equal((await second.client?.history.view())?.coming?.state, 'done')
  assert.deepEqual(await textsOf(second, room), await textsIn(gathering.client('alice'), room))
})

test('what the provider loses in the middle is given once more', async () => {
  const gathering = await Gathering.of('alice')
  const room = await gathering.room('Rushes')
  await sayMuch(gathering, room)
  const second = await gathering.addDevice('alice')
  second.setAway(true)
  assert.ok(second.client)
  await gathering.done(second.client.history.ask('all'), 500)
  second.setAway(false)
  for (let round = 0; round < 200 && gathering.provider.blobs.names().length < 2; round++) await gathering.pass(20)
  assert.ok(gathering.provider.blobs.names().length > 0)
  await gathering.done(gathering.provider.wipe())
  await gathering.pass(20 * MINUTE_MS)
  assert.ok(await hasAll(second, room))
  assert.equal((await second.client.history.view()).coming?.state, 'done')
  // What both have lost track of with the log ends at its time (HI2).
  await gathering.pass(8 * DAY_MS)
  assert.deepEqual(gathering.provider.blobs.names(), [])
})

test('what passes its deadline on the way is never shown on the other device, and what is older than was asked for stays', async () => {
  const gathering = await Gathering.of('alice')
  const room = await gathering.room('Rushes')
  const alice = gathering.client('alice')
  await say(gathering, room, 'long ago')
  await gathering.pass(2 * DAY_MS)
  await gathering.done(alice.send(room, { text: 'short', expireMs: 10 * MINUTE_MS }), 2000)
  await say(gathering, room, 'kept', 'regretted')
  const messages = await alice.messages(room, { limit: 50 })
  const regretted = messages.find(({ body }) => body.kind === 'text' && body.text === 'regretted')
  assert.ok(regretted)
  const second = await gathering.addDevice('alice')
  assert.ok(second.client)
  await gathering.done(second.client.history.ask({ ms: DAY_MS }), 300)
  // It asks, and is away while the other one writes; then the time of one message is over, and another is deleted.
  await gathering.pass(700)
  second.setAway(true)
  await gathering.pass(MINUTE_MS)
  assert.ok(gathering.provider.blobs.names().length > 0, 'the part lies there')
  await gathering.done(alice.deleteForEveryone(room, regretted.id), 2000)
  await gathering.pass(10 * MINUTE_MS)
  second.setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.equal((await second.client.history.view()).coming?.state, 'done')
  assert.deepEqual(await textsOf(second, room), ['kept'])
})

test('nothing comes where nothing is wanted, and it is not asked again', async () => {
  const gathering = await Gathering.of('alice')
  const room = await gathering.room('Rushes')
  await say(gathering, room, 'one')
  const second = await gathering.addDevice('alice')
  assert.ok(second.client)
  assert.equal(await gathering.done(second.client.history.ask('nothing')), 'declined')
  assert.equal((await second.client.history.view()).isOffered, false)
  assert.deepEqual(await textsOf(second, room), [])
  assert.equal(await gathering.done(gathering.client('alice').history.ask('all')), 'asked')
})
