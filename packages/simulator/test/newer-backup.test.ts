import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fetchBackup, leaveNewerBackup } from '@rushlight/core/testing'
import { CALM } from '../src/climate.ts'
import { DeviceHost } from '../src/device-host.ts'
import { Intruders } from '../src/intruders.ts'
import { PROVIDER_URL, ProviderHost } from '../src/provider-host.ts'
import { World } from '../src/world.ts'

const MINUTE_MS = 60_000

test('a backup that a newer program has left is never written over, and signing in says what to do', async () => {
  const world = new World('newer backup')
  world.climate = CALM
  const [old, fresh] = [
    new DeviceHost(world, new Intruders(world), 'old'),
    new DeviceHost(world, new Intruders(world), 'fresh'),
  ]
  const run = async <T>(work: Promise<T>): Promise<T> => {
    await world.scheduler.runUntil(world.scheduler.now() + MINUTE_MS)
    return work
  }
  void new ProviderHost(world).boot()
  for (const host of [old, fresh]) void host.boot()
  await run(Promise.resolve())
  await run(old.enter('signUp', 'alice'))
  const { client } = old
  assert.ok(client && fresh.client)
  const left = await run(leaveNewerBackup(client))
  await run(client.createRoom('Rushes', []))
  await run(Promise.resolve())
  assert.deepEqual(await run(fetchBackup(client)), left)
  const signedIn = await run(fresh.client.signIn(PROVIDER_URL, { name: 'alice', password: 'password of alice' }))
  assert.deepEqual(signedIn, { kind: 'refused', error: { code: 'updateNeeded' } })
})
