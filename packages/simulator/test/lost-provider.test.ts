import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom, prepareOpening } from '@rushlight/core/testing'
import type { Client } from '@rushlight/core'
import type { RoomId } from '@rushlight/protocol'
import { DAY_MS, Gathering, MINUTE_MS, textsIn } from './gathering.ts'

/** Alice, whose provider keeps the room, with bruno and carla at two others. */
async function meet(): Promise<{ readonly gathering: Gathering; readonly room: RoomId }> {
  const gathering = await Gathering.of('alice', 'bruno@second.test', 'carla@third.test')
  const alice = gathering.client('alice')
  for (const handle of ['bruno@second.test', 'carla@third.test']) {
    const found = await gathering.done(alice.findByHandle(handle))
    assert.ok(found.kind === 'found', handle)
  }
  return { gathering, room: await gathering.room('Rushes') }
}

async function logsOf(clients: readonly Client[], room: RoomId): Promise<ReadonlySet<string | undefined>> {
  const inspected = await Promise.all(clients.map((client) => inspectRoom(client, room)))
  return new Set(inspected.map((one) => one?.log))
}

test('a room goes on at another provider within a minute after its hub has died (R20 a)', async () => {
  const { gathering, room } = await meet()
  const [bruno, carla] = [gathering.client('bruno'), gathering.client('carla')]
  await gathering.done(bruno.send(room, { text: 'before' }))
  gathering.provider.stop()
  await gathering.pass(3000)
  const sent = bruno.send(room, { text: 'while nobody was there' })
  await gathering.done(sent, MINUTE_MS - 3000)

  for (const client of [bruno, carla])
    assert.deepEqual(await textsIn(client, room), ['before', 'while nobody was there'])
  assert.equal((await logsOf([bruno, carla], room)).size, 1)
})

test('a hub that was cut off comes back to a room that went on: nothing is lost or shown twice (R25, R27, R30)', async () => {
  const { gathering, room } = await meet()
  const [alice, bruno, carla] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('carla')]
  await gathering.done(alice.send(room, { text: 'before' }))
  gathering.world.cut(({ from, to }) => (from === 'provider.test') !== (to === 'provider.test') && from !== 'alice')
  await gathering.done(alice.send(room, { text: 'from the one side' }))
  await gathering.done(bruno.send(room, { text: 'from the other' }))
  assert.deepEqual(await textsIn(carla, room), ['before', 'from the other'])
  gathering.world.heal()
  await gathering.pass(3 * MINUTE_MS)

  assert.equal((await logsOf([alice, bruno, carla], room)).size, 1)
  for (const client of [alice, bruno, carla])
    assert.deepEqual((await textsIn(client, room)).toSorted(), ['before', 'from the one side', 'from the other'])
  await gathering.done(alice.send(room, { text: 'after' }))
  for (const client of [bruno, carla]) assert.ok((await textsIn(client, room)).includes('after'))
})

test('of two halves that both changed the room, one loses, is let in again, and its change is made anew (R26)', async () => {
  const { gathering, room } = await meet()
  const [alice, bruno, carla] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('carla')]
  await gathering.done(alice.send(room, { text: 'before' }))
  gathering.world.cut(({ from, to }) => (from === 'provider.test') !== (to === 'provider.test') && from !== 'alice')
  await gathering.done(alice.changeRoom(room, { kind: 'title', title: 'Reeds' }))
  await gathering.done(alice.send(room, { text: 'from the one side' }))
  await gathering.done(bruno.send(room, { text: 'from the other' }))
  await gathering.pass(MINUTE_MS)
  const sealed = await logsOf([bruno, carla], room)
  gathering.world.heal()
  await gathering.pass(10 * MINUTE_MS)

  const all = [alice, bruno, carla]
  assert.deepEqual(
    await logsOf(all, room),
    sealed,
    'two of three had spoken for it, so a higher base does not win (R23)',
  )
  for (const client of all) {
    assert.deepEqual((await textsIn(client, room)).toSorted(), ['before', 'from the one side', 'from the other'])
    assert.equal((await client.room(room))?.title, 'Reeds')
  }
})

test('people with a second provider go on there when the first has died, and need do nothing (R20 a)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'doris@second.test')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  for (const client of [alice, bruno])
    assert.equal((await gathering.done(client.providers.add({ url: 'https://second.test' }))).kind, 'done')
  const met = gathering.host('bruno').account()
  assert.ok(met)
  const room = await gathering.done(alice.startDirect(met))
  assert.ok(room)
  await gathering.done(bruno.acceptRequest(room))
  await gathering.done(alice.send(room, { text: 'before' }))
  gathering.provider.stop()
  await gathering.done(alice.send(room, { text: 'there?' }), MINUTE_MS)
  assert.deepEqual(await textsIn(bruno, room), ['before', 'there?'])
  await gathering.done(bruno.send(room, { text: 'here' }), 10_000)
  assert.deepEqual(await textsIn(alice, room), ['before', 'there?', 'here'])
})

test('people whose only provider died go on at a server that they adopt (R30)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla', 'doris@second.test')
  const room = await gathering.room('Rushes')
  const clients = ['alice', 'bruno', 'carla'].map((name) => gathering.client(name))
  const [alice, bruno] = clients
  assert.ok(alice && bruno)
  await gathering.done(alice.send(room, { text: 'before' }))
  gathering.provider.stop()
  await gathering.pass(MINUTE_MS)
  for (const client of clients)
    assert.equal((await gathering.done(client.providers.add({ url: 'https://second.test' }))).kind, 'done')
  await gathering.done(bruno.send(room, { text: 'after' }), 2 * MINUTE_MS)
  for (const client of clients) assert.deepEqual(await textsIn(client, room), ['before', 'after'])
})

test('a hub that went back to an older copy of its data is left, and nothing is lost or shown twice (R29)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const clients = ['alice', 'bruno', 'carla'].map((name) => gathering.client(name))
  const [alice, bruno] = clients
  assert.ok(alice && bruno)
  await gathering.done(alice.send(room, { text: 'kept' }))
  const copy = await gathering.done(gathering.provider.restore())
  await gathering.done(bruno.send(room, { text: 'forgotten' }))
  const before = await logsOf(clients, room)
  await gathering.done(gathering.provider.restore(copy))
  await gathering.done(alice.send(room, { text: 'after' }), 2 * MINUTE_MS)

  for (const client of clients)
    assert.deepEqual((await textsIn(client, room)).toSorted(), ['after', 'forgotten', 'kept'])
  const after = await logsOf(clients, room)
  assert.equal(after.size, 1)
  assert.ok(after.isDisjointFrom(before), 'it goes on in another log')
})

test('a member who shows an opening on commits that nobody made holds nobody up (R22, L4)', async () => {
  const gathering = await Gathering.of('alice', 'bruno@second.test', 'carla@third.test', 'doris@fourth.test')
  for (const handle of ['bruno@second.test', 'carla@third.test', 'doris@fourth.test'])
    assert.equal((await gathering.done(gathering.client('alice').findByHandle(handle))).kind, 'found')
  const room = await gathering.room('Rushes')
  const [carla, doris] = [gathering.client('carla'), gathering.client('doris')]
  gathering.provider.stop()
  const show = await gathering.done(prepareOpening(gathering.client('bruno'), room, 'madeUp'), 1000)
  assert.ok(show)
  assert.ok(await gathering.done(show(), 5000))
  gathering.host('bruno').setAway(true)
  await gathering.done(carla.send(room, { text: 'never mind him' }), 2 * MINUTE_MS)
  for (const client of [carla, doris]) assert.deepEqual(await textsIn(client, room), ['never mind him'])
})

test('a hub that gives something else than it gave its word for is left after a minute (R20 c)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const [alice, carla] = [gathering.client('alice'), gathering.client('carla')]
  gathering.host('carla').setAway(true)
  await gathering.done(alice.send(room, { text: 'not for everybody' }))
  await gathering.done(gathering.provider.garbleEntries())
  gathering.host('carla').setAway(false)
  await gathering.pass(MINUTE_MS / 2)
  assert.deepEqual(await textsIn(carla, room), [], 'nothing of it counts')
  await gathering.pass(2 * MINUTE_MS)
  assert.deepEqual(await textsIn(carla, room), ['not for everybody'])
  assert.equal((await logsOf([alice, gathering.client('bruno'), carla], room)).size, 1)
})

test('who missed the last changes before a hub died follows by what lies beside the new log (R14, R25)', async () => {
  const { gathering, room } = await meet()
  const [alice, bruno, carla] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('carla')]
  gathering.host('carla').setAway(true)
  await gathering.done(alice.changeRoom(room, { kind: 'title', title: 'Reeds' }))
  await gathering.done(alice.send(room, { text: 'my last words' }))
  gathering.provider.stop()
  await gathering.done(bruno.send(room, { text: 'we go on' }), 2 * MINUTE_MS)
  gathering.host('carla').setAway(false)
  await gathering.pass(2 * MINUTE_MS)

  assert.equal((await logsOf([bruno, carla], room)).size, 1)
  assert.deepEqual(await textsIn(carla, room), ['my last words', 'we go on'])
  assert.equal((await carla.room(room))?.title, 'Reeds')
  const lines = await bruno.messages(room, { limit: 50 })
  const rejoined = lines.filter(({ body }) => body.kind === 'event' && body.event.kind === 'device')
  assert.equal(rejoined.length, 0, 'nobody had to let her in')
})

test('rooms leave a hub that says that it will end, while it is still there (R20 d)', async () => {
  const { gathering, room } = await meet()
  const all = ['alice', 'bruno', 'carla'].map((name) => gathering.client(name))
  const [alice] = all
  assert.ok(alice)
  await gathering.done(alice.send(room, { text: 'before' }))
  const before = await logsOf(all, room)
  await gathering.done(
    gathering.provider.desk.leave({ endsAt: gathering.world.scheduler.now() + 7 * DAY_MS, successor: undefined }),
    3 * MINUTE_MS,
  )
  const after = await logsOf(all, room)
  assert.equal(after.size, 1)
  assert.ok(after.isDisjointFrom(before))
  await gathering.done(alice.send(room, { text: 'after' }))
  for (const client of all) assert.deepEqual(await textsIn(client, room), ['before', 'after'])
})

test('a hub that will end keeps the rooms of those who have no other provider (R20 d)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const all = ['alice', 'bruno'].map((name) => gathering.client(name))
  const before = await logsOf(all, room)
  await gathering.done(
    gathering.provider.desk.leave({ endsAt: gathering.world.scheduler.now() + 7 * DAY_MS, successor: undefined }),
  )
  for (const host of gathering.hosts) host.setAway(true)
  for (const host of gathering.hosts) host.setAway(false)
  await gathering.pass(3 * MINUTE_MS)
  assert.deepEqual(await logsOf(all, room), before)
})

test('somebody who was put out, and shows an opening from before, makes the others move once at most (F10, L4)', async () => {
  const { gathering, room } = await meet()
  const [alice, bruno, carla] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('carla')]
  const account = gathering.host('bruno').account()
  const show = await gathering.done(prepareOpening(bruno, room, 'kept'))
  assert.ok(show && account)
  await gathering.done(alice.changeRoom(room, { kind: 'remove', account }))
  const logs = new Set<string | undefined>()
  for (let times = 0; times < 3; times++) {
    assert.ok(await gathering.done(show()))
    // As if they had come back: then everybody looks at the boards.
    for (const name of ['alice', 'carla']) gathering.host(name).setAway(true)
    for (const name of ['alice', 'carla']) gathering.host(name).setAway(false)
    await gathering.pass(3 * MINUTE_MS)
    const now = await logsOf([alice, carla], room)
    assert.equal(now.size, 1)
    for (const log of now) logs.add(log)
  }
  assert.ok(logs.size <= 2, `${logs.size} logs`)
  await gathering.done(alice.send(room, { text: 'without him' }))
  assert.deepEqual(await textsIn(carla, room), ['without him'])
  assert.deepEqual(await textsIn(bruno, room), [])
  assert.ok((await carla.room(room))?.participants.every((one) => one.account !== account))
})

test('a member who speaks for two ways on at once is shown to all, and they end in one log (S4)', async () => {
  const { gathering, room } = await meet()
  const [alice, bruno, carla] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('carla')]
  const show = await gathering.done(prepareOpening(bruno, room, 'twice'))
  assert.ok(show)
  assert.ok(await gathering.done(show()))
  gathering.provider.stop()
  gathering.host('bruno').setAway(true)
  await gathering.pass(MINUTE_MS)
  await gathering.done(gathering.provider.boot(), 5 * MINUTE_MS)
  assert.equal((await logsOf([alice, carla], room)).size, 1)
  const account = gathering.host('bruno').account()
  for (const client of [alice, carla]) {
    const lines = await client.messages(room, { limit: 50 })
    const shown = lines.filter(({ body }) => body.kind === 'event' && body.event.kind === 'spokeTwice')
    assert.deepEqual(
      shown.map(({ sender }) => sender),
      [account],
    )
  }
})
