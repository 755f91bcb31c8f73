import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { isFresh, makePart, type BuildPart } from '../build/part.ts'

test('a part is made once, and again when a source changes, appears or goes', async () => {
  using workshop = createWorkshop()
  const { root, part } = workshop
  assert.equal(isFresh(part, root), false)
  await makePart(part, root)
  assert.equal(isFresh(part, root), true)

  writeFileSync(join(root, 'src/deep/a'), 'longer')
  assert.equal(isFresh(part, root), false)
  await makePart(part, root)

  writeFileSync(join(root, 'src/deep/b'), '')
  assert.equal(isFresh(part, root), false)
  await makePart(part, root)

  rmSync(join(root, 'src/deep/b'))
  assert.equal(isFresh(part, root), false)
})

test('a part is made again when its result or its recipe is another', async () => {
  using workshop = createWorkshop()
  const { root, part } = workshop
  await makePart(part, root)
  rmSync(join(root, 'result'))
  assert.equal(isFresh(part, root), false)
  await makePart(part, root)
  writeFileSync(join(root, 'recipe'), 'bake longer')
  assert.equal(isFresh(part, root), false)
})

test('an edit in the middle of the making makes the next build work', async () => {
  using workshop = createWorkshop()
  const { root, part } = workshop
  const edited: BuildPart = {
    ...part,
    make: async () => {
      await part.make(root)
      writeFileSync(join(root, 'src/deep/a'), 'edited meanwhile')
      return { kind: 'made' }
    },
  }
  await makePart(edited, root)
  assert.equal(isFresh(part, root), false)
})

test('a part that could not be made is not fresh', async () => {
  using workshop = createWorkshop()
  const { root, part } = workshop
  const burnt: BuildPart = {
    ...part,
    make: async () => {
      await part.make(root)
      return { kind: 'failed', report: 'burnt' }
    },
  }
  assert.deepEqual(await makePart(burnt, root), { kind: 'failed', report: 'burnt' })
  assert.equal(isFresh(part, root), false)
})

test('without a recipe there is nothing to make', () => {
  using workshop = createWorkshop()
  assert.equal(isFresh({ ...workshop.part, recipe: 'none' }, workshop.root), true)
})

test('what lies in dist, test and node_modules says nothing about the result', async () => {
  using workshop = createWorkshop()
  const { root, part } = workshop
  await makePart(part, root)
  for (const folder of ['dist', 'test', 'node_modules'])
    mkdirSync(join(root, 'src/deep', folder, 'x'), { recursive: true })
  // The folder's own time changed, its described content did not.
  assert.equal(isFresh(part, root), true)
})

function createWorkshop(): Disposable & { readonly root: string; readonly part: BuildPart } {
  const root = mkdtempSync(join(tmpdir(), 'rushlight-part-'))
  mkdirSync(join(root, 'src/deep'), { recursive: true })
  writeFileSync(join(root, 'src/deep/a'), 'a')
  writeFileSync(join(root, 'recipe'), 'bake')
  const part: BuildPart = {
    name: 'bread',
    recipe: 'recipe',
    inputs: ['src', 'absent'],
    result: 'result',
    make: async () => {
      writeFileSync(join(root, 'result'), 'bread')
      return { kind: 'made' }
    },
  }
  return { root, part, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}
