import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ByteTarget } from '@rushlight/core/testing'
import { runFuzz } from '../fuzz/run-fuzz.ts'
import { makeTargets } from '../fuzz/targets.ts'

/** `npm run fuzz` does ten million. */
const EXECUTIONS = 100_000

test('bent bytes crash, hold and swell no decoder', async () => {
  const targets = await makeTargets()
  assert.ok(targets.length > 150)
  const { executions, accepted, kept, findings } = await runFuzz({ executions: EXECUTIONS, seed: 20_261, targets })
  assert.deepEqual(findings, [])
  assert.equal(executions, EXECUTIONS)
  // Far from all is refused at the first byte, and what is not leads further.
  assert.ok(accepted > EXECUTIONS / 20, `${accepted}`)
  assert.ok(kept > 500, `${kept}`)
})

/** How it is broken, and after how many inputs that must have been seen; the slow ones cost what they say. */
const broken: readonly (readonly [string, number, (bytes: Uint8Array) => unknown])[] = [
  ['RangeError: a length of the enemy', 2_000, throwOnLongLength],
  ['takes too long', 40, (bytes) => (bytes.length > 40 ? turnFor(60) : bytes)],
  ['takes too much memory', 40, (bytes) => (bytes.length > 40 ? new Uint8Array(100 * 1024 * 1024) : bytes)],
]

for (const [what, executions, read] of broken) {
  test(`a decoder is found out that has this fault: ${what}`, async () => {
    const samples = [Uint8Array.of(1, 2, 3), new Uint8Array(40).fill(5)]
    const targets: readonly ByteTarget[] = [{ name: 'broken', samples, read }]
    const { findings } = await runFuzz({ executions, seed: 1, targets })
    assert.deepEqual(
      findings.map((finding) => finding.what),
      [what],
    )
  })
}

test('the same seed bends the same bytes', async () => {
  const seen = async (): Promise<string> => {
    const inputs: string[] = []
    const targets = await makeTargets()
    const quick = targets.filter(({ isSlow, parts }) => isSlow !== true && parts === undefined)
    const fixed = quick.map((target) => ({ ...target, samples: [new Uint8Array(30)] }))
    await runFuzz({ executions: 500, seed: 7, targets: fixed, watch: (_, bytes) => inputs.push(bytes.toHex()) })
    return inputs.join()
  }
  assert.equal(await seen(), await seen())
})

function throwOnLongLength(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xbf) throw new RangeError('a length of the enemy')
  return bytes
}

function turnFor(ms: number): undefined {
  const until = performance.now() + ms
  while (performance.now() < until);
  return undefined
}

test('a target alone is fed even where it is one of those that come up less often', async () => {
  const targets = (await makeTargets()).filter(({ name }) => name === 'whole blob')
  const { executions, accepted, findings } = await runFuzz({ executions: 200, seed: 3, targets })
  assert.deepEqual({ executions, findings }, { executions: 200, findings: [] })
  assert.ok(accepted > 0)
})
