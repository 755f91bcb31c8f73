import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isObject } from '../house/manifests.ts'
import { houseRoot } from '../house/root.ts'
import { findChromium } from '../test-run/chromium.ts'

function bench(...args: readonly string[]): ReturnType<typeof spawnSync> & { stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['bench/mls.ts', ...args], { cwd: houseRoot, encoding: 'utf8' })
}

/** Library, suite, operation and members of each row. */
function placesIn(json: string): readonly unknown[] {
  const report: unknown = JSON.parse(json)
  assert.ok(isObject(report) && Array.isArray(report['results']))
  return report['results'].map((row: unknown) => {
    assert.ok(isObject(row))
    const { library, suite, operation, members, cpuMs, bytes } = row
    assert.ok(typeof cpuMs === 'number' && cpuMs > 0)
    assert.ok(typeof bytes === 'number' && bytes > 100)
    return { library, suite, operation, members }
  })
}

test('the bench does what it is asked for alone, with ours and with the library we began with', () => {
  for (const library of ['rushlight', 'ts-mls']) {
    const { status, stdout, stderr } = bench('--only', `${library}:process:3`, '--count', '2', '--json')
    assert.equal(status, 0, stderr)
    assert.deepEqual(placesIn(stdout), [{ library, suite: '0x0001', operation: 'process', members: 3 }])
  }
})

test('the bench measures ours in Chromium, too', { skip: findChromium(process.env) === undefined }, () => {
  const { status, stdout, stderr } = bench(
    '--platform',
    'chromium',
    '--only',
    'rushlight:process:3',
    '--count',
    '100',
    '--json',
  )
  assert.equal(status, 0, stderr)
  assert.deepEqual(placesIn(stdout), [{ library: 'rushlight', suite: '0x0001', operation: 'process', members: 3 }])
})

test('the table has a row for everything a room does', () => {
  const { status, stdout, stderr } = bench('--libraries', 'rushlight', '--members', '2', '--json')
  assert.equal(status, 0, stderr)
  const operations = ['create', 'join', 'update', 'process', 'send', 'receive']
  assert.deepEqual(
    placesIn(stdout),
    operations.map((operation) => ({ library: 'rushlight', suite: '0x0001', operation, members: 2 })),
  )
})

test('the bench says how to bring a rival that is not there', { skip: areRivalsInstalled() }, () => {
  const { status, stderr } = bench('--only', 'libsignal:send:2', '--count', '1')
  assert.equal(status, 1)
  assert.match(stderr, /npm ci --prefix bench\/rivals/)
})

function areRivalsInstalled(): boolean {
  return existsSync(join(houseRoot, 'bench/rivals/node_modules'))
}
