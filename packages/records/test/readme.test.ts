import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { encodeUint64Key } from '../src/index.ts'
import { shown } from './readme-example.ts'

test('the example of the README runs, and is the one that stands there', () => {
  assert.deepEqual(shown, {
    done: 'done',
    conflict: 'conflict',
    entries: [{ key: encodeUint64Key(1_764_000_000_000), value: Uint8Array.of(1) }],
  })
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
  assert.ok(readme.includes(readFileSync(join(import.meta.dirname, 'readme-example.ts'), 'utf8')))
})
