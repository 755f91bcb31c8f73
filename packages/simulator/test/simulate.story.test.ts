import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { mutants } from '../src/mutants/mutants.ts'

const SIMULATE = fileURLToPath(new URL('../src/simulate.ts', import.meta.url))

type Ended = { readonly code: number | null; readonly out: string; readonly told: string }

async function simulate(...typed: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [SIMULATE, ...typed], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, told, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, told }
}

function withoutSpeed(report: string): string {
  return report.replace(/"timesRealTime":\d+|"worldsPerSecond":[\d.]+/g, '')
}

test('two processes come to the same hash, and a wrong word ends with 2', async () => {
  const typed = ['--seeds', '1', '--from', '1', '--json']
  const [one, other] = await Promise.all([simulate(...typed), simulate(...typed)])
  assert.equal(withoutSpeed(one.out), withoutSpeed(other.out))
  assert.equal(one.code, 0, one.told)
  assert.match(one.out, /"traceHash":"[0-9a-f]{64}"/)
  for (const wrong of ['--mutant', '--plan', '--town']) assert.equal((await simulate(wrong, 'nobody')).code, 2)
})

test('threads come to the hash that one process comes to', async () => {
  const typed = ['--town', 'wiped', '--seeds', '2', '--from', '2', '--json']
  const [one, both] = await Promise.all([simulate(...typed), simulate(...typed, '--jobs', '2')])
  assert.equal(withoutSpeed(both.out), withoutSpeed(one.out))
  assert.equal(one.code, 0, one.told)
})

function typedOf(world: (typeof mutants)[number]['caught']['at']): string {
  switch (world.kind) {
    case 'plan':
      return `--plan ${world.plan}`
    case 'town':
      return `--town ${world.misfortune} --seeds 1 --from ${world.seed}`
    case 'seed':
      return `--seeds 1 --from ${world.seed}`
  }
}

for (const { name, breaks, caught } of mutants) {
  test(`the mutant ${name} is caught: ${breaks}`, async () => {
    const { code, told } = await simulate('--mutant', name)
    assert.equal(code, 1)
    assert.match(told, new RegExp(`^  ${caught.as}: `, 'm'))
    assert.match(told, new RegExp(`${typedOf(caught.at)} --mutant ${name}`))
  })
}
