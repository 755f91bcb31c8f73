import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@rushlight/core'
import { inspectRoom, submitGarbledCommit } from '@rushlight/core/testing'
import { CALM } from '../src/climate.ts'
import { DeviceHost } from '../src/device-host.ts'
import { Intruders } from '../src/intruders.ts'
import { ProviderHost } from '../src/provider-host.ts'
import { World } from '../src/world.ts'

const MINUTE_MS = 60_000

async function textsIn(client: Client, room: Parameters<Client['messages']>[0]): Promise<readonly string[]> {
  const messages = await client.messages(room, { limit: 50 })
  return messages.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []))
}

test('a member who brings garbled commits cannot lock the room: the others speak over them (R10)', async () => {
  const world = new World(1)
  world.climate = CALM
  const provider = new ProviderHost(world)
  const hosts = ['alice', 'bruno', 'carla'].map((name) => new DeviceHost(world, new Intruders(world), name))
  const run = (forMs: number): Promise<number> => world.scheduler.runUntil(world.scheduler.now() + forMs)
  void provider.boot()
  for (const host of hosts) void host.boot()
  await run(1000)
  for (const host of hosts) void host.enter('signUp', host.name)
  await run(MINUTE_MS)
  const [alice, bruno, mallory] = hosts.map(({ client }) => client)
  assert.ok(alice && bruno && mallory)

  const members = hosts.slice(1).flatMap((host) => host.account() ?? [])
  const made = alice.createRoom('Rushes', members)
  await run(MINUTE_MS)
  const room = await made
  assert.ok(room)
  for (const other of [bruno, mallory]) {
    void other.acceptRequest(room)
    await run(MINUTE_MS)
  }
  const before = await inspectRoom(alice, room)
  const over: Uint8Array[] = []
  for (let times = 0; times < 3; times++) {
    const garbled = submitGarbledCommit(mallory, room, over)
    await run(MINUTE_MS)
    const { answer, entryHash } = await garbled
    assert.equal(answer.kind === 'answer' && answer.value.kind, 'accepted')
    over.push(entryHash)
  }

  void alice.send(room, { text: 'still here' })
  await run(MINUTE_MS)
  void bruno.send(room, { text: 'so am I' })
  await run(MINUTE_MS)
  for (const client of [alice, bruno]) assert.deepEqual(await textsIn(client, room), ['still here', 'so am I'])
  const state = await inspectRoom(bruno, room)
  assert.equal(state?.standing, 'joined')
  assert.equal(state?.door, before?.door, 'no garbled commit opened an epoch')
  assert.deepEqual(state?.jobs, [])

  void alice.changeRoom(room, { kind: 'title', title: 'Rushlights' })
  await run(MINUTE_MS)
  assert.notEqual((await inspectRoom(bruno, room))?.door, before?.door, 'a commit still counts')
  assert.equal((await bruno.rooms()).find(({ id }) => id === room)?.title, 'Rushlights')
})
