import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roomId } from '@rushlight/protocol'
import { rankAtThinPlace } from '../../../src/group-crypto/mls/index.ts'
import { decideRenewal } from '../../../src/room/plan-renewal.ts'
import { World } from './world.ts'

const DAY_MS = 86_400_000
const NAMES = Array.from({ length: 40 }, (_, i) => `${i}`)

test('a few members fill the tree of a fresh room, and then a commit is sealed to a handful', async () => {
  const world = await World.of(NAMES)
  const before = (await world.stage('39', {})).message.length
  const asked = (): string | undefined => NAMES.find((name) => rankAtThinPlace(world.group(name)) === 0)
  let commits = 0
  for (let name = asked(); name !== undefined; name = asked()) {
    await world.update(name)
    commits += 1
  }
  assert.ok(commits > 0 && commits <= NAMES.length / 8, `${commits}`)
  for (const name of NAMES) assert.equal(rankAtThinPlace(world.group(name)), undefined)
  const after = (await world.stage('39', {})).message.length
  assert.ok(after * 2 < before, `${after} of ${before} bytes`)
})

test('the first three below a thin place are asked, each in a turn of its own, and nobody in a small room', async () => {
  const world = await World.of(NAMES)
  const dueAt = (name: string, leaves = NAMES.length): number | undefined =>
    decideRenewal(world.crypto, {
      room: roomId.fromBytes(new Uint8Array(32)),
      group: world.group(name),
      leaves,
      secret: new Uint8Array(32),
      acceptedAt: 0,
    })
  const asked = NAMES.filter((name) => dueAt(name) !== undefined)
  assert.ok(asked.length > 0 && asked.length < NAMES.length / 2, `${asked.length}`)
  for (const name of asked) {
    const rank = rankAtThinPlace(world.group(name)) ?? -1
    const at = dueAt(name) ?? -1
    assert.ok(rank >= 0 && rank < 3)
    assert.ok(at > rank * 2 * DAY_MS && at < (rank * 2 + 1) * DAY_MS + 600_000, `${rank}: ${at}`)
    assert.equal(dueAt(name), at, 'the same for the same state and time')
    assert.equal(dueAt(name, 31), undefined)
  }
  assert.ok(new Set(asked.map((name) => dueAt(name))).size > 1, 'they do not meet')
})
