import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseArguments } from '../src/arguments.ts'
import { applyEdit } from '../src/mutants/install-mutant.ts'

test('what is typed is understood, or refused with a reason', () => {
  const run = {
    kind: 'run',
    from: 7,
    count: 3,
    plan: undefined,
    town: undefined,
    jobs: 1,
    mutant: 'gap-ignored',
    isJson: true,
    isVerbose: false,
  }
  assert.deepEqual(parseArguments(['--seeds', '3', '--from', '7', '--mutant', 'gap-ignored', '--json']), run)
  assert.equal(parseArguments(['--list-mutants']).kind, 'listMutants')
  assert.equal(parseArguments(['--list-plans']).kind, 'listPlans')
  assert.equal(parseArguments(['--list-towns']).kind, 'listTowns')
  for (const wrong of [
    ['--seeds', '0'],
    ['--seeds', 'many'],
    ['--from', '-1'],
    ['--unknown'],
    ['stray'],
    ['--seeds'],
    ['--jobs', '0'],
    ['--jobs', '2', '--mutant', 'gap-ignored'],
  ])
    assert.equal(parseArguments(wrong).kind, 'wrong', wrong.join(' '))
})

test('a mutant whose text is gone from its file, or stands there twice, says so', () => {
  const edit = { file: 'a.ts', original: 'one', changed: 'two' }
  assert.equal(applyEdit('m', 'only one here', edit), 'only two here')
  for (const source of ['nothing', 'one and one']) assert.throws(() => applyEdit('m', source, edit), /not once/)
})
