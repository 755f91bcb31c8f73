import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom } from '@rushlight/core/testing'
import type { RoomId } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

/** From now on the hub tells that one another story of the next room in which others speak. */
async function tellSecondStory({ world, provider }: Gathering, victim: string): Promise<void> {
  const story = await provider.secondStory()
  assert.ok(story)
  world.swallows = ({ device, host, way, frame, hand }) => {
    if (device !== victim || host !== provider.name) return false
    if (way === 'up') {
      story.hear(frame)
      return false
    }
    story.tell(frame, hand)
    return true
  }
}

async function logsIn(gathering: Gathering, room: RoomId): Promise<ReadonlySet<string | undefined>> {
  const inspected = await Promise.all(gathering.hosts.map(({ name }) => inspectRoom(gathering.client(name), room)))
  return new Set(inspected.map((one) => one?.log))
}

for (const people of [
  ['alice', 'bruno', 'carla'],
  ['alice', 'carla'],
]) {
  test(`of ${people.length} people one is told another story, by the hub's own key: they leave its log with all that was said (R17, R20 c)`, async () => {
    const gathering = await Gathering.of(...people)
    const room = await gathering.room('Rushes')
    const names = gathering.hosts.map(({ name }) => name)
    await gathering.done(gathering.client('alice').send(room, { text: 'before' }))
    const before = await logsIn(gathering, room)
    await tellSecondStory(gathering, 'carla')
    await gathering.done(gathering.client('alice').send(room, { text: 'what carla is not to read' }), 500)
    assert.deepEqual(await textsIn(gathering.client('carla'), room), ['before'])
    await gathering.done(gathering.client('carla').send(room, { text: 'a word that comes through' }), 5 * MINUTE_MS)

    for (const name of names) {
      const texts = (await textsIn(gathering.client(name), room)).toSorted()
      assert.deepEqual(texts, ['a word that comes through', 'before', 'what carla is not to read'], name)
      assert.ok((await gathering.client(name).room(room))?.twoStories?.proof, `${name} has the proof`)
    }
    const after = await logsIn(gathering, room)
    assert.ok(after.size === 1 && after.isDisjointFrom(before), 'they go on together in another log')
  })
}
