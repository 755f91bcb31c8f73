import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client, LinkView } from '@rushlight/core'
import { DeviceHost } from '../src/device-host.ts'
import { Intruders } from '../src/intruders.ts'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

async function emptyDevice(gathering: Gathering, name: string): Promise<DeviceHost> {
  const host = new DeviceHost(gathering.world, new Intruders(gathering.world), name)
  await gathering.done(host.boot(), 1000)
  return host
}

function clientOf({ client }: DeviceHost): Client {
  assert.ok(client)
  return client
}

function comparing(client: Client): Extract<LinkView, { kind: 'comparing' }> {
  const view = client.linking.state()
  assert.ok(view?.kind === 'comparing', JSON.stringify(view?.kind))
  return view
}

function waiting(client: Client): Extract<LinkView, { kind: 'waiting' }> {
  const view = client.linking.state()
  assert.ok(view?.kind === 'waiting', JSON.stringify(view?.kind))
  return view
}

for (const shows of ['the new device', 'the old device']) {
  for (const how of ['link', 'code'] as const) {
    test(`a device is linked by the ${how} that ${shows} shows, without any password, and is in all rooms`, async () => {
      const gathering = await Gathering.of('alice', 'bruno')
      const room = await gathering.room('Rushes')
      const bruno = gathering.client('bruno')
      const fresh = await emptyDevice(gathering, 'bruno-2')
      const client = clientOf(fresh)
      const { url } = gathering.provider
      const isNewShowing = shows === 'the new device'
      const deviceName = 'Kitchen tablet'
      const first = isNewShowing ? client.linking.join({ url, deviceName }) : bruno.linking.add()
      await gathering.pass(2000)
      const text = waiting(isNewShowing ? client : bruno)[how]
      assert.ok(text !== undefined)
      const second = isNewShowing
        ? bruno.linking.add(text.toLowerCase().startsWith('http') ? text : text.toLowerCase())
        : client.linking.join({ url, deviceName, text })
      await gathering.pass(5000)
      const [seenOld, seenNew] = [comparing(bruno), comparing(client)]
      assert.equal(seenOld.name, deviceName)
      assert.deepEqual(seenOld.emoji, seenNew.emoji)
      assert.equal(seenOld.isProven, how === 'link')
      bruno.linking.allow()
      const ends = await gathering.done(Promise.all([first, second]))
      assert.deepEqual(ends, [{ kind: 'done' }, { kind: 'done' }])
      await gathering.pass(MINUTE_MS)
      assert.equal((await client.room(room))?.standing, 'joined')
      await gathering.done(gathering.client('alice').send(room, { text: 'to both' }))
      assert.deepEqual(await textsIn(client, room), ['to both'])
      assert.ok((await bruno.devices.list()).some(({ name }) => name === deviceName))
    })
  }
}

test('a device that is refused gets nothing, and a code is good for one', async () => {
  const gathering = await Gathering.of('bruno')
  const bruno = gathering.client('bruno')
  const { url } = gathering.provider
  const [one, other] = [await emptyDevice(gathering, 'one'), await emptyDevice(gathering, 'other')]
  const added = bruno.linking.add()
  await gathering.pass(2000)
  const { code } = waiting(bruno)
  assert.ok(code !== undefined)
  const joined = clientOf(one).linking.join({ url, deviceName: 'one', text: code })
  await gathering.pass(3000)
  const late = await gathering.done(clientOf(other).linking.join({ url, deviceName: 'other', text: code }), 5000)
  assert.deepEqual(late, { kind: 'failed', failure: 'occupied' })
  bruno.linking.refuse()
  const ends = await gathering.done(Promise.all([added, joined]))
  assert.deepEqual(ends, [
    { kind: 'failed', failure: 'refused' },
    { kind: 'failed', failure: 'refused' },
  ])
  assert.equal((await bruno.devices.list()).length, 1)
  assert.equal(clientOf(one).hasAccount, false)
})

test('a code that nobody takes is worth nothing ten minutes later', async () => {
  const gathering = await Gathering.of('bruno')
  const bruno = gathering.client('bruno')
  const added = bruno.linking.add()
  const end = await gathering.done(added, 11 * MINUTE_MS)
  assert.deepEqual(end, { kind: 'failed', failure: 'expired' })
})
