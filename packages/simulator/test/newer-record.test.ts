import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entriesAfter, inspectPlace, inspectRoom } from '@rushlight/core/testing'
import { Gathering, MINUTE_MS } from './gathering.ts'

/** A device of bruno's goes while another member is away, and the one who is there has something to say at once. */
async function placesAfterSignOut(away: string, speaker: string): Promise<{ commit: number; message: number }> {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const second = await gathering.addDevice('bruno')
  await gathering.pass(5 * MINUTE_MS)
  const client = gathering.client(speaker)
  assert.equal((await client.room(room))?.devices, 4)
  gathering.host(away).setAway(true)
  gathering.host('bruno').setAway(true)
  await gathering.pass(MINUTE_MS)

  const before = (await inspectRoom(client, room))?.seq ?? 0
  void second.client?.signOut()
  const seqNow = async (): Promise<number | undefined> => (await gathering.done(inspectRoom(client, room), 10))?.seq
  for (let times = 0; (await seqNow()) === before; times++) assert.ok(times < 1000, 'the record comes')
  const sent = await gathering.done(client.send(room, { text: 'not for the device that went' }))
  const message = sent.kind === 'queued' ? await inspectPlace(client, room, sent.id) : undefined
  const commits = (await entriesAfter(client, room, before)).filter(({ receipt }) => receipt.body.child !== undefined)
  const [commit] = commits.map(({ receipt }) => receipt.body.seq)
  assert.ok(message !== undefined && commit !== undefined)
  assert.equal((await client.room(room))?.devices, 3)
  return { commit, message }
}

test('whoever knows that a device was revoked commits it before the next message, though it is the turn of another (R16)', async () => {
  // In one of the two it is the turn of whoever is away.
  for (const [away, speaker] of [
    ['alice', 'carla'],
    ['carla', 'alice'],
  ] as const) {
    const { commit, message } = await placesAfterSignOut(away, speaker)
    assert.ok(commit < message, `${speaker} spoke at ${message}, and removed the device at ${commit}`)
  }
})

test('several who know it at once and all have something to say: one commits, the others see it and go on (R16)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla', 'dora')
  const room = await gathering.room('Rushes')
  const second = await gathering.addDevice('bruno')
  await gathering.pass(5 * MINUTE_MS)
  const before = (await inspectRoom(gathering.client('alice'), room))?.seq ?? 0
  gathering.host('bruno').setAway(true)
  void second.client?.signOut()
  await gathering.pass(120)
  const speakers = ['alice', 'carla', 'dora'].map((name) => gathering.client(name))
  const sent = await gathering.done(Promise.all(speakers.map((client) => client.send(room, { text: 'hello' }))))
  const [alice] = speakers
  assert.ok(alice)
  const items = await entriesAfter(alice, room, before)
  assert.equal(items.filter(({ receipt }) => receipt.body.child !== undefined).length, 1, 'one commit')
  for (const [index, client] of speakers.entries()) {
    const one = sent[index]
    assert.ok(one?.kind === 'queued' && (await inspectPlace(client, room, one.id)) !== undefined, `${index} spoke`)
    assert.deepEqual((await inspectRoom(client, room))?.jobs, [])
  }
})
