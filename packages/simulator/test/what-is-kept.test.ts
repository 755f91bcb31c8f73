import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '@rushlight/core'
import { entriesAfter, inspectPlace, inspectRoom } from '@rushlight/core/testing'
import type { RoomId } from '@rushlight/protocol'
import { DAY_MS, Gathering } from './gathering.ts'

/** Places of a log of which a vault holds the entry as it came, and those of which it holds the receipt. */
async function keptBy(
  client: Client,
  room: RoomId,
): Promise<{ entries: readonly number[]; receipts: readonly number[] }> {
  const items = await entriesAfter(client, room, 0)
  const seqOf = ({ receipt }: (typeof items)[number]): number => receipt.body.seq
  return { entries: items.filter(({ entry }) => entry !== undefined).map(seqOf), receipts: items.map(seqOf) }
}

test('a raw entry goes when the last head is past it, its receipt stays (R18)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const names = ['alice', 'bruno', 'carla']
  const head = (await inspectRoom(gathering.client('alice'), room))?.seq ?? 0
  for (const name of names) {
    const { entries } = await keptBy(gathering.client(name), room)
    // The last report of all is nobody's to answer: that one is held, until somebody says something.
    assert.ok(
      entries.every((seq) => seq > head - names.length),
      `${name} keeps ${entries.join(' ')} of ${head}`,
    )
  }

  gathering.host('carla').setAway(true)
  const sent = await gathering.done(gathering.client('alice').send(room, { text: 'for whoever was away' }))
  assert.equal(sent.kind, 'queued')
  const place = sent.kind === 'queued' ? await inspectPlace(gathering.client('alice'), room, sent.id) : undefined
  assert.ok(place)
  for (const name of ['alice', 'bruno'])
    assert.ok((await keptBy(gathering.client(name), room)).entries.includes(place), `${name} keeps it for carla`)

  gathering.host('carla').setAway(false)
  await gathering.pass(60_000)
  for (const name of names) {
    const { entries, receipts } = await keptBy(gathering.client(name), room)
    assert.ok(!entries.includes(place), `${name} holds an entry that everybody is past`)
    assert.ok(receipts.includes(place), `${name} holds no receipt of it`)
  }
})

test('who never comes back is waited for seven days, a receipt stays thirty, the newest for ever (R18)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const alice = gathering.client('alice')
  gathering.host('bruno').wipe()
  const sent = await gathering.done(alice.send(room, { text: 'nobody comes' }))
  const place = sent.kind === 'queued' ? await inspectPlace(alice, room, sent.id) : undefined
  assert.ok(place)
  const after = async (days: number): ReturnType<typeof keptBy> => {
    gathering.host('alice').setClock(days * DAY_MS)
    await gathering.pass(1000)
    return keptBy(alice, room)
  }
  assert.ok((await after(6)).entries.includes(place))
  const { entries, receipts } = await after(7.01)
  assert.deepEqual(entries, [])
  assert.ok(receipts.length > 2)
  assert.deepEqual(await after(30.01), { entries: [], receipts: [place] })
})

test('whoever is alone in a room keeps no entry of it (R18)', async () => {
  const gathering = await Gathering.of('alice')
  const alice = gathering.client('alice')
  const [notes] = await alice.rooms()
  assert.ok(notes)
  await gathering.done(alice.send(notes.id, { text: 'a note' }))
  assert.deepEqual(await keptBy(alice, notes.id), { entries: [], receipts: [1] })
})
