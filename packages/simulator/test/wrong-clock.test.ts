import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CALM } from '../src/climate.ts'
import { DeviceHost } from '../src/device-host.ts'
import { Intruders } from '../src/intruders.ts'
import { ProviderHost } from '../src/provider-host.ts'
import { World } from '../src/world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A device whose clock is wrong by `skewMs` when it comes online, with an own message that lives for ten minutes. */
async function createWronglyTimed(skewMs: number) {
  const world = new World('wrong clock')
  world.climate = CALM
  const host = new DeviceHost(world, new Intruders(world), 'alice')
  host.setClock(skewMs)
  const run = async <T>(work: Promise<T>, forMs: number): Promise<T> => {
    await world.scheduler.runUntil(world.scheduler.now() + forMs)
    return work
  }
  const pass = (forMs: number): Promise<void> => run(Promise.resolve(), forMs)
  void new ProviderHost(world).boot()
  void host.boot()
  await pass(1000)
  await run(host.enter('signUp', 'alice'), MINUTE_MS)
  const { client } = host
  assert.ok(client)
  const [notes] = await client.rooms()
  assert.ok(notes)
  const send = (): Promise<unknown> => run(client.send(notes.id, { text: 'soon', expireMs: 10 * MINUTE_MS }), 1000)
  const count = async (): Promise<number> => {
    const lines = await run(client.messages(notes.id, { limit: 9 }), 100)
    return lines.filter(({ body }) => body.kind === 'text').length
  }
  return { client, pass, host, send, count }
}

test('a slow clock that is put right erases nothing before its time, and the banner goes', async () => {
  const { client, pass, host, send, count } = await createWronglyTimed(-HOUR_MS)
  assert.ok((client.connection().clockWrongByMs ?? 0) > HOUR_MS - MINUTE_MS)
  await send()
  host.setClock(0)
  await pass(5 * MINUTE_MS)
  assert.equal(client.connection().clockWrongByMs, undefined)
  assert.equal(await count(), 1, 'the provider is not ahead any more')
  await pass(6 * MINUTE_MS)
  assert.equal(await count(), 0)
})

test('a clock that is put back keeps nothing longer, and waits go on', async () => {
  const { client, pass, host, send, count } = await createWronglyTimed(0)
  await send()
  host.setClock(-HOUR_MS)
  await pass(9 * MINUTE_MS)
  assert.ok((client.connection().clockWrongByMs ?? 0) > HOUR_MS - MINUTE_MS, 'the provider was asked for its time')
  assert.equal(await count(), 1)
  await pass(2 * MINUTE_MS)
  assert.equal(await count(), 0, 'held against the time of the provider')
  host.setAway(true)
  await pass(MINUTE_MS)
  host.setClock(-2 * HOUR_MS)
  host.setAway(false)
  await pass(MINUTE_MS)
  assert.equal(client.connection().state, 'online')
})

test('how wrong the clock is does not grow while a device stays online', async () => {
  const { client, pass } = await createWronglyTimed(0)
  await pass(7 * HOUR_MS)
  assert.equal(client.connection().clockWrongByMs, undefined)
  assert.ok(client.connection().deadlinesAheadMs < MINUTE_MS)
})
