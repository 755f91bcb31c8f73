import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

const SECOND = 'https://second.test'

/** Alice lives at the first and the second provider, bruno at the second, carla at a third. */
async function alsoAtTheSecond(): Promise<Gathering> {
  const gathering = await Gathering.of('alice', 'bruno@second.test', 'carla@third.test')
  const added = await gathering.done(gathering.client('alice').providers.add({ url: SECOND }))
  assert.equal(added.kind, 'done')
  return gathering
}

function handlesOf(gathering: Gathering): readonly string[] {
  return gathering
    .client('alice')
    .providers.list()
    .map(({ name, state }) => `${name} ${state}`)
}

test('with the first provider gone, somebody is asked, found and written to by the second', async () => {
  const gathering = await alsoAtTheSecond()
  assert.deepEqual(handlesOf(gathering), ['provider.test online', 'second.test online'])
  const [alice, carla] = [gathering.client('alice'), gathering.client('carla')]
  const found = await gathering.done(carla.findByHandle('alice@provider.test'))
  assert.ok(found.kind === 'found')
  const { client: other } = await gathering.addDevice('alice')
  assert.equal(other?.providers.list().length, 2, 'a further device lives where the account does')
  gathering.provider.stop()
  await gathering.pass(MINUTE_MS)
  assert.deepEqual(handlesOf(gathering), ['provider.test connecting', 'second.test online'])
  assert.equal(typeof alice.providers.list()[0]?.failedSince, 'number')

  const room = await gathering.done(carla.startDirect(found.account))
  assert.ok(room)
  await gathering.done(alice.acceptRequest(room))
  await gathering.done(carla.send(room, { text: 'are you there?' }))
  assert.ok(other)
  for (const client of [alice, other]) assert.deepEqual(await textsIn(client, room), ['are you there?'])

  // What alice begins is made for the first, and begun at the second.
  const stranger = await gathering.done(alice.findByHandle('bruno@second.test'))
  assert.ok(stranger.kind === 'found')
  const begun = await gathering.done(alice.createRoom('Woods', [stranger.account]))
  assert.ok(begun)
  await gathering.done(gathering.client('bruno').acceptRequest(begun))
  await gathering.done(alice.send(begun, { text: 'in the woods' }))
  assert.deepEqual(await textsIn(gathering.client('bruno'), begun), ['in the woods'])
})

test('a provider that does not answer cannot keep an account: who was left is not asked, and contacts follow', async () => {
  const gathering = await alsoAtTheSecond()
  const [alice, carla] = [gathering.client('alice'), gathering.client('carla')]
  const found = await gathering.done(carla.findByHandle('alice@provider.test'))
  assert.ok(found.kind === 'found')
  const room = await gathering.done(carla.startDirect(found.account))
  assert.ok(room)
  await gathering.done(alice.acceptRequest(room))
  gathering.world.cut(({ from, to }) => from === 'provider.test' || to === 'provider.test')
  const removed = await gathering.done(alice.providers.remove('provider.test'))
  assert.equal(removed.kind, 'done')
  assert.deepEqual(handlesOf(gathering), ['second.test online'])
  await gathering.pass(MINUTE_MS)
  assert.equal((await carla.person(found.account)).handle, 'alice@second.test')
  await gathering.done(carla.send(room, { text: 'where you are now' }))
  assert.deepEqual(await textsIn(alice, room), ['where you are now'])
  assert.equal((await gathering.done(alice.providers.remove('second.test'))).kind, 'last')
})

test('whoever puts another provider first, since the first is away, has the name there still when it is back', async () => {
  const gathering = await alsoAtTheSecond()
  const alice = gathering.client('alice')
  assert.equal((await gathering.done(alice.providers.putFirst('second.test'))).kind, 'done')
  assert.deepEqual(handlesOf(gathering), ['second.test online', 'provider.test online'])
  assert.equal((await gathering.done(alice.providers.putFirst('provider.test'))).kind, 'done')
  assert.deepEqual(handlesOf(gathering), ['provider.test online', 'second.test online'])
  const found = await gathering.done(gathering.client('bruno').findByHandle('alice@provider.test'))
  assert.equal(found.kind, 'found')
  assert.equal((await gathering.done(alice.providers.putFirst('third.test'))).kind, 'unknown')
})

test('where the first provider cannot ask another one, the second asks', async () => {
  const gathering = await alsoAtTheSecond()
  const pair = new Set(['provider.test', 'third.test'])
  gathering.world.cut(({ from, to }) => pair.has(from) && pair.has(to))
  const found = await gathering.done(gathering.client('alice').findByHandle('carla@third.test'))
  assert.equal(found.kind, 'found')
})

test('a device hears in a room that another one has moved the account; one that was away is told by the server it is shown', async () => {
  const gathering = await Gathering.of('alice', 'bruno@second.test')
  const [here, away] = [await gathering.addDevice('alice'), await gathering.addDevice('alice', 'alice-3')]
  away.setAway(true)
  assert.equal((await gathering.done(gathering.client('alice').providers.add({ url: SECOND }))).kind, 'done')
  assert.deepEqual(
    here.client?.providers.list().map(({ name, state }) => `${name} ${state}`),
    ['provider.test online', 'second.test online'],
  )
  gathering.provider.stop()
  away.setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.equal(away.client?.connection().state, 'connecting', 'it knows of no other provider')
  assert.equal((await gathering.done(away.client.providers.add({ url: SECOND }))).kind, 'done')
  assert.equal(away.client.connection().state, 'online')
  assert.equal(away.client.providers.list().length, 2)
})

test('what somebody read is owed to a provider that is away, costs nothing while it is, and keeps no command waiting', async () => {
  const gathering = await alsoAtTheSecond()
  const [alice, carla] = [gathering.client('alice'), gathering.client('carla')]
  const found = await gathering.done(carla.findByHandle('bruno@second.test'))
  assert.ok(found.kind === 'found')
  const room = await gathering.done(alice.createRoom('Woods', [found.account]))
  assert.ok(room)
  await gathering.done(gathering.client('bruno').acceptRequest(room))
  await gathering.done(gathering.client('bruno').send(room, { text: 'read me' }))
  gathering.provider.stop()
  let changes = 0
  alice.subscribe((event) => (changes += event.kind === 'roomChanged' && event.room === room ? 1 : 0))
  const unread = await alice.messages(room, { limit: 10 })
  const ids = unread.map(({ id }) => id)
  await gathering.done(alice.markRead(room, ids), 20_000)
  assert.equal(await gathering.done(alice.isSettled(1000), 1000), true)
  assert.ok(changes > 0 && changes < 50, `${changes} changes`)
})
