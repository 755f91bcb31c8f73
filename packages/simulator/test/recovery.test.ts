import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PersonView } from '@rushlight/core'
import { fetchBackup, inspectSelf } from '@rushlight/core/testing'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

function names(people: readonly PersonView[]): readonly string[] {
  return people.map(({ handle }) => handle).toSorted()
}

function phraseOf(gathering: Gathering, name: string): string {
  const words = gathering.client(name).phrase.words()
  assert.ok(words)
  return words.join(' ')
}

test('with nothing but the phrase one is back in every room, and whoever had a device is out of all of them and erased', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const rooms = [await gathering.room('Rushes'), await gathering.room('Sedges')]
  const bruno = gathering.host('bruno').account()
  assert.ok(bruno)
  const direct = await gathering.done(gathering.client('alice').startDirect(bruno))
  assert.ok(direct)
  await gathering.done(gathering.client('alice').send(direct, { text: 'hello' }))
  const stolen = await gathering.addDevice('alice')
  const phrase = phraseOf(gathering, 'alice')
  const { phrase: own } = gathering.client('alice')
  const words = phrase.split(' ')
  const answers = own.ask().map((place) => ({ place, word: words[place - 1] ?? '' }))
  assert.ok(await gathering.done(own.confirm(answers)))
  await gathering.pass(5 * MINUTE_MS)
  const known = await gathering.client('alice').contacts()
  assert.ok(known.length > 0)
  // The owner's own device is lost, the thief's goes on.
  gathering.host('alice').setAway(true)
  for (const room of rooms) assert.equal((await gathering.client('bruno').room(room))?.devices, 4)

  const back = await gathering.recover('alice', phrase)
  await gathering.pass(3 * MINUTE_MS)
  const { client } = back
  assert.ok(client)
  assert.equal(stolen.client?.hasAccount ?? false, false, 'the thief’s device erased itself')
  for (const room of rooms) {
    assert.equal((await client.room(room))?.standing, 'joined')
    for (const name of ['bruno', 'carla']) assert.equal((await gathering.client(name).room(room))?.devices, 3, name)
    await gathering.done(client.send(room, { text: 'I am back' }))
    for (const name of ['bruno', 'carla']) {
      assert.ok((await textsIn(gathering.client(name), room)).includes('I am back'), name)
      const said = await gathering.client(name).messages(room, { limit: 50 })
      const told = said.filter(({ body }) => body.kind === 'event' && body.event.kind === 'cameBack')
      assert.equal(told.length, 1, `${name} is told once how she came back`)
    }
  }
  assert.deepEqual(names(await client.contacts()), names(known))
  assert.equal(client.phrase.state(), 'kept')

  // The new password works, the old one does not, and the device that was lost learns that it is out when it comes back.
  const further = await gathering.addDevice('alice', 'alice-4', 'new password of alice')
  await gathering.pass(MINUTE_MS)
  assert.equal((await further.client?.room(rooms[0] ?? assert.fail()))?.standing, 'joined')
  gathering.host('alice').setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.equal(gathering.host('alice').client?.hasAccount ?? false, false)
})

test('a wrong phrase, another one and an unknown name are answered alike', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const [phrase, other] = [phraseOf(gathering, 'alice'), phraseOf(gathering, 'bruno')]
  const fresh = await gathering.newDevice('fresh')
  const recover = async (name: string, words: string): Promise<unknown> => {
    const { client } = fresh
    assert.ok(client)
    return gathering.done(client.recover(gathering.provider.url, { name, phrase: words, password: 'new' }))
  }
  const refused = { kind: 'refused', error: { code: 'wrongPhrase' } }
  assert.deepEqual(await recover('alice', other), refused)
  assert.deepEqual(await recover('nobody', other), refused)
  assert.deepEqual(await recover('nobody', phrase), refused)
  const bent = { kind: 'phrase', problem: { kind: 'unknownWord', place: 1 } }
  assert.deepEqual(await recover('alice', phrase.replace(/^\w+/, 'nosuchword')), bent)
})

test('a thief who sealed the backup anew keeps neither account nor rooms to himself: the phrase works without it', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const phrase = phraseOf(gathering, 'alice')
  const before = await gathering.done(fetchBackup(gathering.client('alice')))
  assert.ok(before)
  await gathering.done(gathering.spoilBackup('alice'))
  const fresh = await gathering.newDevice('fresh')
  const { client } = fresh
  assert.ok(client)
  const wanted = { name: 'alice', phrase, password: 'new password of alice' }
  const recovered = await gathering.done(client.recover(gathering.provider.url, wanted))
  assert.deepEqual(recovered, { kind: 'done', withBackup: false })
  assert.equal((await client.self()).handle, 'alice')
  assert.ok(await gathering.addDevice('alice', 'alice-3', 'new password of alice'), 'and left a backup of its own')
})

test('a thief who took the owner’s device off is put out by the phrase, everywhere, whatever he did with the account', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const stolen = await gathering.addDevice('alice')
  const words = gathering.client('alice').phrase.words()
  assert.ok(words)
  await gathering.pass(5 * MINUTE_MS)
  const owner = inspectSelf(gathering.client('alice')).device
  assert.ok(stolen.client)
  assert.equal(await gathering.done(stolen.client.devices.remove(owner)), 'done')
  await gathering.pass(2 * MINUTE_MS)
  assert.equal(gathering.host('alice').isUp, false, 'the owner is out')
  // And he brings in a device more.
  await gathering.addDevice('alice', 'thief-2')
  await gathering.pass(2 * MINUTE_MS)

  const back = await gathering.recover('alice', words.join(' '))
  await gathering.pass(3 * MINUTE_MS)
  assert.equal((await back.client?.room(room))?.standing, 'joined')
  assert.equal((await gathering.client('bruno').room(room))?.devices, 2)
  assert.equal(stolen.isUp, false, 'the thief’s device has erased itself')
})
