/** The launcher `rushlight`: one process, the right Node, and nothing made twice. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { houseRoot } from '../house/root.ts'

const run = promisify(execFile)
const launcher = join(houseRoot, 'apps/cli/bin/rushlight')
const desk = mkdtempSync(join(tmpdir(), 'rushlight-launcher-'))
after(() => rmSync(desk, { recursive: true, force: true }))

test('it starts from any folder, and through a link', async () => {
  const { stdout } = await run(launcher, ['--version'], { cwd: '/' })
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
})

test('it becomes the program: the process that was started is the one that runs', async () => {
  const node = putProgram('node', 'echo 26')
  const child = spawn(launcher, ['--version'], { env: { ...process.env, PATH: `${desk}:${process.env['PATH']}` } })
  await once(child, 'close')
  assert.equal(readFileSync(node.calls, 'utf8').split('\n').at(-2), String(child.pid))
})

test('a Node of the machine that is too old is passed over', async () => {
  putProgram('node', 'echo 20')
  const { stdout } = await run(launcher, ['--version'], {
    env: { ...process.env, PATH: `${desk}:${process.env['PATH']}` },
  })
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
})

test('what a command needs is made before it runs, by however many at once', async () => {
  const stamp = join(houseRoot, '.build/stamps/ts-mls')
  rmSync(stamp)
  const starts = Array.from({ length: 4 }, () => run(launcher, ['--version']))
  for (const { stdout } of await Promise.all(starts)) assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
  assert.ok(existsSync(stamp))
})

/** Puts a program into `desk` that notes its process id, then does `script`. */
function putProgram(name: string, script: string): { readonly calls: string } {
  const calls = join(desk, `${name}.calls`)
  writeFileSync(join(desk, name), `#!/bin/sh\necho $$ >>'${calls}'\n${script}\n`)
  chmodSync(join(desk, name), 0o755)
  return { calls }
}
