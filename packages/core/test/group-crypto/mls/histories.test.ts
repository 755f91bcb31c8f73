import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { decodeGroup, encodeGroup, membersOf, openHandshake } from '../../../src/group-crypto/mls/index.ts'
import { World } from './world.ts'

/** Random lives of a group: whatever happens, who is in it agrees, and who is not learns nothing. */

type Step =
  | { readonly kind: 'add'; readonly by: number; readonly count: number }
  | { readonly kind: 'remove'; readonly by: number; readonly who: number }
  | { readonly kind: 'update'; readonly by: number }
  | { readonly kind: 'send'; readonly by: number }
  | { readonly kind: 'restart'; readonly who: number }
  | { readonly kind: 'race'; readonly first: number; readonly second: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), by: fc.nat(), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('remove' as const), by: fc.nat(), who: fc.nat() }),
  fc.record({ kind: fc.constant('update' as const), by: fc.nat() }),
  fc.record({ kind: fc.constant('send' as const), by: fc.nat() }),
  fc.record({ kind: fc.constant('restart' as const), who: fc.nat() }),
  fc.record({ kind: fc.constant('race' as const), first: fc.nat(), second: fc.nat() }),
)

const MEMBERS_MAX = 12
const SLOW = process.env['SLOW'] === '1'

test('adding, removing, updating, racing and restarting in any order keeps all in one history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (script) => {
      const world = await World.of(['member 0', 'member 1', 'member 2'])
      let named = 3
      for (const each of script) named = await take(world, each, named)
      await world.ensureAgreement()
    }),
    { numRuns: SLOW ? 1000 : 25 },
  )
})

async function take(world: World, step: Step, named: number): Promise<number> {
  switch (step.kind) {
    case 'add': {
      if (world.groups.size > MEMBERS_MAX) return named
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

function pick(world: World, at: number): string {
  const names = [...world.groups.keys()]
  const name = names[at % names.length]
  assert.ok(name)
  return name
}
