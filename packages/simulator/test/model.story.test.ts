import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { modelMutants } from '../src/model/model-mutants.ts'

const MODEL = fileURLToPath(new URL('../src/model.ts', import.meta.url))

async function model(...typed: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, [MODEL, ...typed], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, code] = await Promise.all([text(child.stdout), ended])
  return { code, out }
}

describe('All that can happen in small worlds', { concurrency: 2 }, () => {
  test('breaks nothing in the first states of each, and a wrong word ends with 2', async () => {
    const { code, out } = await model('--states', '5000', '--json')
    assert.equal(code, 0, out)
    assert.equal((await model('--mutant', 'nobody')).code, 2)
  })

  for (const { name, breaks, caught } of modelMutants) {
    test(`shows the mutant ${name}: ${breaks}`, async () => {
      const { code, out } = await model('--mutant', name, '--json')
      assert.equal(code, 1, out)
      assert.match(out, new RegExp(`"property":"${caught.as}"`))
    })
  }
})
