import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { takeTurn } from '../build/turn.ts'

const folder = mkdtempSync(join(tmpdir(), 'rushlight-turn-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('whoever comes second waits, says so, and gets the turn when the first is killed', async () => {
  const first = startHolder()
  assert.equal(await sayingOf(first), 'mine')
  const second = startHolder()
  assert.equal(await sayingOf(second), 'waiting')
  first.kill('SIGKILL')
  assert.equal(await sayingOf(second), 'mine')
  second.kill('SIGKILL')
  await once(second, 'close')
})

test('a turn given back is free at once', () => {
  const refuse = (): never => assert.fail('had to wait')
  takeTurn(folder, refuse)[Symbol.dispose]()
  takeTurn(folder, refuse)[Symbol.dispose]()
})

/** A process that takes the turn and keeps it. */
function startHolder(): ChildProcess {
  const program = `
    import { takeTurn } from ${JSON.stringify(new URL('../build/turn.ts', import.meta.url).href)}
    import { writeSync } from 'node:fs'
    takeTurn(${JSON.stringify(folder)}, () => writeSync(1, 'waiting'))
    writeSync(1, 'mine')
    setInterval(() => {}, 1000)`
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function sayingOf(holder: ChildProcess): Promise<string> {
  const pieces: readonly unknown[] = await once(holder.stdout ?? assert.fail(), 'data')
  return String(pieces[0])
}
