import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client, TwoStoriesView } from '@rushlight/core'
import { inspectRoom, inspectSelf, lieAboutHead } from '@rushlight/core/testing'
import { parseWith, twoStoriesCodec, verifyTwoStories } from '@rushlight/protocol'
import type { RoomId } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

async function storiesOf(client: Client, room: RoomId): Promise<TwoStoriesView | undefined> {
  return (await client.room(room))?.twoStories
}

/** Anybody who knows the hub's key can check it. */
async function isProven(client: Client, { proof }: TwoStoriesView): Promise<boolean> {
  const parsed = proof === undefined ? undefined : parseWith(twoStoriesCodec, proof)
  const { key } = inspectSelf(client).provider
  return parsed !== undefined && (await verifyTwoStories(createNodeCrypto(), key, parsed))
}

test('a hub that goes back to an older copy of its disk contradicts itself, and whoever sees it keeps the proof (R17)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const before = gathering.provider.disk.disk.backUp()
  await gathering.done(alice.send(room, { text: 'the first story' }))
  await gathering.done(gathering.provider.restore(before))
  await gathering.done(bruno.send(room, { text: 'the second story' }))
  for (const name of ['alice', 'bruno']) {
    const told = await storiesOf(gathering.client(name), room)
    assert.ok(told !== undefined && (await isProven(gathering.client(name), told)), `${name} has the proof`)
    assert.equal(told.by, undefined, 'it needed nobody to tell')
  }
  const kept = await storiesOf(alice, room)
  await gathering.done(gathering.host('alice').restart())
  assert.deepEqual(await storiesOf(gathering.client('alice'), room), kept)
})

test('members whom a hub told different stories show each other its receipts, as soon as one word comes through (R17)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const away = async (...names: readonly string[]): Promise<void> => {
    for (const host of gathering.hosts) host.setAway(names.includes(host.name))
    await gathering.pass(MINUTE_MS)
  }
  await away('carla')
  const before = gathering.provider.disk.disk.backUp()
  await gathering.done(gathering.client('alice').send(room, { text: 'the story for alice' }))
  await away('alice', 'bruno', 'carla')
  const forAlice = await gathering.done(gathering.provider.restore(before))
  await away('alice', 'bruno')
  await gathering.done(gathering.client('carla').send(room, { text: 'the story for carla' }))
  assert.equal(await storiesOf(gathering.client('carla'), room), undefined, 'she was kept apart')

  await gathering.done(gathering.provider.restore(forAlice))
  await gathering.done(gathering.client('carla').send(room, { text: 'a word that comes through' }))
  await away()
  for (const host of gathering.hosts) {
    const told = await storiesOf(gathering.client(host.name), room)
    assert.ok(told !== undefined && (await isProven(gathering.client(host.name), told)), `${host.name} has the proof`)
  }
  const { by } = (await storiesOf(gathering.client('bruno'), room)) ?? {}
  assert.equal(by?.account, gathering.host('carla').account(), 'and knows by whom')
})

test('a member who makes a contradiction up is named, proves nothing, and is answered a few times only (R17)', async () => {
  const gathering = await Gathering.of('alice', 'mallory')
  const room = await gathering.room('Rushes')
  const [alice, mallory] = [gathering.client('alice'), gathering.client('mallory')]
  const answers: number[] = []
  for (let times = 0; times < 6; times++) {
    const before = (await inspectRoom(alice, room))?.seq ?? 0
    await gathering.done(lieAboutHead(mallory, room))
    answers.push(((await inspectRoom(alice, room))?.seq ?? 0) - before)
  }
  const told = await storiesOf(alice, room)
  assert.equal(told?.by?.account, gathering.host('mallory').account())
  assert.equal(told?.proof, undefined)
  assert.equal(await storiesOf(mallory, room), undefined, 'the receipts that she was shown contradict nothing')
  assert.ok((answers[0] ?? 0) > (answers.at(-1) ?? 0), `places taken each time: ${answers.join(' ')}`)
  await gathering.done(alice.send(room, { text: 'we go on' }))
  assert.deepEqual(await textsIn(mallory, room), ['we go on'])
})
