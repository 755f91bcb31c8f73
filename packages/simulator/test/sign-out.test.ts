import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Gathering, MINUTE_MS } from './gathering.ts'

test('what a device changes while it says farewell does not take the new account key out of the backup', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const second = await gathering.addDevice('bruno')
  await gathering.room('Rushes')
  await gathering.pass(5 * MINUTE_MS)
  gathering.host('bruno').setAway(true)
  const { client } = second
  assert.ok(client)
  // A backup is due in the middle of the farewell.
  gathering.provider.disk.slowMs = 700
  const leaving = client.signOut()
  void client.createRoom('Sedges', [])
  assert.equal(await gathering.done(leaving), 'done')
  gathering.provider.disk.slowMs = 0

  gathering.host('bruno').setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.equal(gathering.client('bruno').connection().state, 'online')
  assert.ok(await gathering.addDevice('bruno', 'bruno-3'), 'and the password still brings the account back')
})
