import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  decodeGroup,
  encodeGroup,
  membersOf,
  openApplication,
  openHandshake,
} from '../../../src/group-crypto/mls/index.ts'
import type { Group } from '../../../src/group-crypto/mls/index.ts'
import type { UpdatePath } from '../../../src/group-crypto/mls/wire/ts-mls.ts'
import { forgeCommit } from './forge-commit.ts'
import { World } from './world.ts'

/** Random lives of a group: whatever happens, who is in it agrees, and who is not learns nothing. */

type Step =
  | { readonly kind: 'add'; readonly by: number; readonly count: number }
  | { readonly kind: 'remove'; readonly by: number; readonly who: number }
  | { readonly kind: 'update'; readonly by: number }
  | { readonly kind: 'send'; readonly by: number }
  | { readonly kind: 'restart'; readonly who: number }
  | { readonly kind: 'race'; readonly first: number; readonly second: number }
  | { readonly kind: 'scatter'; readonly by: readonly number[]; readonly order: readonly number[] }
  | { readonly kind: 'fork'; readonly first: number; readonly second: number }
  | { readonly kind: 'break'; readonly by: number; readonly at: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), by: fc.nat(), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('remove' as const), by: fc.nat(), who: fc.nat() }),
  fc.record({ kind: fc.constant('update' as const), by: fc.nat() }),
  fc.record({ kind: fc.constant('send' as const), by: fc.nat() }),
  fc.record({ kind: fc.constant('restart' as const), who: fc.nat() }),
  fc.record({ kind: fc.constant('race' as const), first: fc.nat(), second: fc.nat() }),
  fc.record({
    kind: fc.constant('scatter' as const),
    by: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    order: fc.array(fc.nat(), { maxLength: 8 }),
  }),
  fc.record({ kind: fc.constant('fork' as const), first: fc.nat(), second: fc.nat() }),
  fc.record({ kind: fc.constant('break' as const), by: fc.nat(), at: fc.nat() }),
)

const MEMBERS_MAX = 12
/** A tree of six levels, so that blanks and unmerged leaves come to lie over one another. */
const LARGE = 33
/** `npm run histories` looks at more of them. */
const RUNS = Number(process.env['HISTORIES'] ?? 30)

test('whatever happens to a group in any order, all in it are in one history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (script) => {
      const world = await World.of(['member 0', 'member 1', 'member 2'])
      let named = 3
      for (const each of script) named = await take(world, each, named)
      await world.ensureAgreement()
    }),
    { numRuns: RUNS },
  )
})

test('whatever happens to a large group, whose tree has many levels, all in it are in one history', async () => {
  const names = Array.from({ length: LARGE }, (_, i) => `member ${i}`)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12 }), async (script) => {
      const world = await World.of(names)
      let named = LARGE
      for (const each of script) named = await take(world, each, named)
      await world.ensureAgreement()
    }),
    { numRuns: Math.ceil(RUNS / 15) },
  )
})

async function take(world: World, step: Step, named: number): Promise<number> {
  switch (step.kind) {
    case 'add': {
      if (world.groups.size > MEMBERS_MAX && (world.groups.size < LARGE || world.groups.size > LARGE + 6)) return named
      const names = Array.from({ length: step.count }, (_, i) => `member ${named + i}`)
      await world.add(pick(world, step.by), names)
      return named + step.count
    }
    case 'remove':
      await removeAndExclude(world, step)
      return named
    case 'update':
      await world.update(pick(world, step.by))
      return named
    case 'send': {
      const by = pick(world, step.by)
      const message = await world.send(by, 'hello')
      for (const name of world.groups.keys())
        assert.equal(await world.read(name, message), name === by ? 'own' : 'hello')
      return named
    }
    case 'restart': {
      const name = pick(world, step.who)
      const read = decodeGroup(world.crypto, encodeGroup(world.group(name)))
      assert.ok(read)
      world.groups.set(name, read)
      return named
    }
    case 'race':
      await race(world, pick(world, step.first), pick(world, step.second))
      return named
    case 'scatter':
      await scatter(world, step)
      return named
    case 'fork':
      await fork(world, pick(world, step.first), pick(world, step.second))
      return named
    case 'break':
      await breakPath(world, pick(world, step.by), step.at)
      return named
  }
}

/** The removed keeps what he had, and neither that nor the commit leads him into the next epoch. */
async function removeAndExclude(
  world: World,
  { by, who }: { readonly by: number; readonly who: number },
): Promise<void> {
  const [remover, removed] = [pick(world, by), pick(world, who)]
  if (remover === removed) return
  const before = world.group(removed)
  const staged = await world.remove(remover, [removed])
  assert.ok(!membersOf(world.group(remover)).some(({ identity }) => new TextDecoder().decode(identity) === removed))
  const opened = await openHandshake(before, staged.message)
  assert.ok(opened.kind === 'commit')
  const other = [...world.groups.keys()].find((name) => name !== remover)
  if (other === undefined) return
  const message = await world.send(remover, 'secret')
  assert.equal(await world.read(other, message), 'secret')
  world.groups.set(removed, opened.group)
  assert.notEqual((await world.open(removed, message)).kind, 'application')
  world.groups.delete(removed)
}

/** Two commit at once; the one who comes second goes on from where the first left the group. */
async function race(world: World, first: string, second: string): Promise<void> {
  const winning = await world.stage(first, {})
  const losing = first === second ? winning : await world.stage(second, {})
  if (first !== second) world.groups.set(second, losing.current)
  await world.deliver(first, winning)
  for (const verdict of Object.values(await world.receiveAll(second, losing.message))) assert.equal(verdict, 'void')
}

/** Everyone gets some of the messages, each of them once, in an order of his own; the others are lost to him. */
async function scatter(
  world: World,
  { by, order }: { readonly by: readonly number[]; readonly order: readonly number[] },
): Promise<void> {
  const messages: { readonly from: string; readonly text: string; readonly message: Uint8Array }[] = []
  for (const [i, sender] of by.entries()) {
    const [from, text] = [pick(world, sender), `message ${i}`]
    messages.push({ from, text, message: await world.send(from, text) })
  }
  for (const [at, name] of [...world.groups.keys()].entries()) {
    const read = new Set<number>()
    for (const one of order) {
      const index = (one + at) % messages.length
      const sent = messages[index]
      if (sent === undefined) continue
      const expected = read.has(index) ? 'generationGone' : sent.text
      assert.equal(await world.read(name, sent.message), sent.from === name ? 'own' : expected)
      read.add(index)
    }
  }
}

/** A hub tells two stories: one half follows one commit, the other half another. One half is then seated anew. */
async function fork(world: World, first: string, second: string): Promise<void> {
  if (first === second) return
  const [winning, losing] = [await world.stage(first, {}), await world.stage(second, {})]
  const others = [...world.groups.keys()].filter((name) => name !== first && name !== second)
  const losers = [second, ...others.filter((_, i) => i % 2 === 0)]
  const places = losers.map((name) => world.leaf(name))
  const lost = new Map([[second, losing.next]])
  for (const name of losers.slice(1)) {
    const applied = await world.receive(name, losing.message)
    assert.ok(applied.kind === 'inForce')
    lost.set(name, applied.next)
  }
  for (const name of losers) world.groups.delete(name)
  await world.deliver(first, winning)
  const message = await world.send(first, 'of our story')
  for (const group of lost.values()) assert.equal((await openApplication(group, message)).kind, 'void')
  await world.add(first, losers, { remove: places })
}

/** A member seals one part of its path so that it does not open: who is hit is stuck, and with the member seated anew. */
async function breakPath(world: World, by: string, at: number): Promise<void> {
  let parts = 0
  const forgePath = ({ leafNode, nodes }: UpdatePath): UpdatePath => ({
    leafNode,
    nodes: nodes.map((node) => ({
      ...node,
      encryptedPathSecret: node.encryptedPathSecret.map((sealed) =>
        parts++ === at % world.groups.size
          ? { ...sealed, ciphertext: sealed.ciphertext.map((byte) => byte ^ 1) }
          : sealed,
      ),
    })),
  })
  const message = await forgeCommit(world.group(by), { forgePath })
  const [followed, left] = [new Map<string, Group>(), [by]]
  for (const name of world.groups.keys()) {
    if (name === by) continue
    const applied = await world.receive(name, message)
    assert.ok(applied.kind === 'inForce' || applied.kind === 'stuck', applied.kind)
    if (applied.kind === 'inForce') followed.set(name, applied.next)
    else left.push(name)
  }
  const [helper] = followed.keys()
  if (helper === undefined) return
  const places = left.map((name) => world.leaf(name))
  for (const name of left) world.groups.delete(name)
  for (const [name, group] of followed) world.groups.set(name, group)
  await world.add(helper, left, { remove: places })
}

function pick(world: World, at: number): string {
  const names = [...world.groups.keys()]
  const name = names[at % names.length]
  assert.ok(name)
  return name
}
