import assert from 'node:assert/strict'
import { test } from 'node:test'
import { concat } from '../../src/bytes/bytes.ts'
import { encodeExportHead, parseExportHead } from '../../src/export/export-head.ts'

test('an export says its format first: a newer one is told apart from what is none', () => {
  const head = encodeExportHead()
  assert.deepEqual(parseExportHead(head), { kind: 'known', format: 1, bodyAt: 10 })
  assert.deepEqual(parseExportHead(concat(head, Uint8Array.of(1, 2))), { kind: 'known', format: 1, bodyAt: 10 })
  assert.deepEqual(parseExportHead(head.with(9, 2)), { kind: 'tooNew' })
  assert.deepEqual(parseExportHead(head.with(8, 1)), { kind: 'tooNew' })
  for (const other of [new Uint8Array(), head.subarray(0, 9), head.with(0, 0), head.with(9, 0)]) {
    assert.deepEqual(parseExportHead(other), { kind: 'noExport' })
  }
})
