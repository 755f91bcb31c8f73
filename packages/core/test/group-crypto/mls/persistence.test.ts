import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changedRatchets,
  decodeGroup,
  encodeGroup,
  exportSecret,
  openApplication,
  openHandshake,
  sealApplication,
  stageCommit,
  viewGroup,
} from '../../../src/group-crypto/mls/index.ts'
import type { Group, StoredGroup, StoredRatchet } from '../../../src/group-crypto/mls/index.ts'
import { World } from './world.ts'

test('a group that was stored and read again behaves as before', async () => {
  const world = await World.of(['alice', 'bob', 'carol', 'dave', 'eve'])
  await world.update('carol')
  await world.read('bob', await world.send('alice', 'a used ratchet'))
  for (const [name, group] of world.groups) world.groups.set(name, reread(world, group))
  await world.ensureAgreement()
  await world.remove('dave', ['eve'])
  await world.add('bob', ['frank'])
  await world.ensureAgreement()
})

test('keys of messages that were jumped over are stored, too', async () => {
  const world = await World.of(['alice', 'bob'])
  const [first, second] = [await world.send('alice', 'first'), await world.send('alice', 'second')]
  assert.equal(await world.read('bob', second), 'second')
  world.groups.set('bob', reread(world, world.group('bob')))
  assert.equal(await world.read('bob', first), 'first')
  assert.equal(await world.read('bob', first), 'generationGone')
  assert.equal(await world.read('bob', second), 'generationGone')
})

test('storing is deterministic', async () => {
  const world = await World.of(['alice', 'bob', 'carol'])
  await world.send('alice', 'something')
  const group = world.group('alice')
  assert.deepEqual(encodeGroup(reread(world, group)), encodeGroup(group))
})

test('a message changes only rows of ratchets, and after the first of its sender only one', async () => {
  const names = Array.from({ length: 16 }, (_, i) => `member ${i}`)
  const world = await World.of(names)
  const start = world.group('member 5')
  const stored = encodeGroup(start)
  assert.equal(stored.ratchets.length, 1)
  const rows = new Map(stored.ratchets.map(({ node, bytes }) => [node, bytes]))
  let before = start
  for (let i = 0; i < 4; i++) {
    await world.read('member 5', await world.send('member 9', `message ${i}`))
    const after = world.group('member 5')
    const changes = changedRatchets(before, after)
    // A sibling on each of four levels, and the leaf, take the place of the root's secret; then the leaf's row alone moves.
    assert.equal(changes.length, i === 0 ? 6 : 1)
    for (const { node, bytes } of changes) {
      if (bytes === undefined) rows.delete(node)
      else rows.set(node, bytes)
    }
    assert.deepEqual(encodeGroup(after).epoch, stored.epoch)
    before = after
  }
  const kept = [...rows].map(([node, bytes]): StoredRatchet => ({ node, bytes })).sort((a, b) => a.node - b.node)
  assert.deepEqual(encodeGroup(before).ratchets, kept)
})

test('nothing of a used key, and nothing that leads to it, is in what is stored', async () => {
  const world = await World.of(['alice', 'bob', 'carol'])
  const start = world.group('bob')
  const message = await world.send('alice', 'to be forgotten')
  const opened = await openApplication(start, message)
  assert.ok(opened.kind === 'application')
  const { epoch, ratchets } = encodeGroup(opened.next)
  const all = [epoch, ...ratchets.map(({ bytes }) => bytes)].map((bytes) => Buffer.from(bytes).toString('hex')).join()
  assert.ok(opened.consumed.length > 3)
  for (const secret of opened.consumed) assert.equal(all.includes(Buffer.from(secret).toString('hex')), false)
  const before = encodeGroup(start)
  assert.ok(opened.consumed.some((secret) => holds(before.ratchets, secret)))
})

test('nothing of the epoch before is in what is stored of the next', async () => {
  const world = await World.of(['alice', 'bob'])
  const before = world.group('bob')
  const old = [
    exportSecret(before, 'label', { context: new Uint8Array(0), length: 32 }),
    viewGroup(before).epochAuthenticator,
    ...encodeGroup(before).ratchets.map(({ bytes }) => bytes.subarray(bytes.length - 32)),
  ]
  await world.update('alice')
  const { epoch, ratchets } = encodeGroup(world.group('bob'))
  for (const secret of old) assert.equal(holds([{ node: 0, bytes: epoch }, ...ratchets], secret), false)
})

test('bytes that are no group, of another format, or cut short are refused', async () => {
  const world = await World.of(['alice', 'bob'])
  await world.send('alice', 'a used ratchet')
  const stored = encodeGroup(world.group('alice'))
  for (let length = 0; length < stored.epoch.length; length++) {
    const cut = { ...stored, epoch: stored.epoch.subarray(0, length) }
    assert.equal(decodeGroup(world.crypto, cut), undefined, `length ${length}`)
  }
  const [row] = stored.ratchets
  assert.ok(row)
  for (let length = 0; length < row.bytes.length; length++) {
    const cut: StoredGroup = { ...stored, ratchets: [{ ...row, bytes: row.bytes.subarray(0, length) }] }
    assert.equal(decodeGroup(world.crypto, cut), undefined, `length ${length}`)
  }
  const newer = Uint8Array.of(0, 2, ...stored.epoch.subarray(2))
  assert.equal(decodeGroup(world.crypto, { ...stored, epoch: newer }), undefined)
  assert.equal(decodeGroup(world.crypto, { ...stored, ratchets: [{ ...row, node: 99 }] }), undefined)
})

test('two runs from one seed store the same bytes', async () => {
  const run = async (): Promise<StoredGroup> => {
    const { SeededWorld } = await import('./seeded-world.ts')
    const world = await SeededWorld.of(['alice', 'bob', 'carol'])
    const staged = await stageCommit(world.group('bob'), { add: [], remove: [], authenticatedData: new Uint8Array(0) })
    assert.ok(staged.kind === 'staged')
    const opened = await openHandshake(world.group('carol'), staged.message)
    assert.equal(opened.kind, 'commit')
    const sent = await sealApplication(staged.next, { data: new Uint8Array(9), authenticatedData: new Uint8Array(0) })
    return encodeGroup(sent.next)
  }
  assert.deepEqual(await run(), await run())
})

function reread(world: World, group: Group): Group {
  const read = decodeGroup(world.crypto, encodeGroup(group))
  assert.ok(read)
  return read
}

function holds(rows: readonly StoredRatchet[], secret: Uint8Array): boolean {
  const wanted = Buffer.from(secret)
  return rows.some(({ bytes }) => Buffer.from(bytes).includes(wanted))
}
