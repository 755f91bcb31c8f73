import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examine } from '../forensics/forensics.ts'

test('of what expired, burned or was killed in the middle of erasing, two terminals and a provider hold nothing', async () => {
  const { planted, controlFound, hits, isVoid, details } = await examine('slice', () => undefined)
  assert.ok(planted >= 10)
  assert.equal(controlFound, planted, 'the scanner saw every canary while it lived')
  assert.equal(hits, 0, details.join('\n'))
  assert.equal(isVoid, false, details.join('\n'))
})
