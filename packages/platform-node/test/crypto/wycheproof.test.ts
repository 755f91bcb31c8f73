import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { runWycheproof, WYCHEPROOF_CASES } from '@rushlight/protocol/testing'

const folder = join(import.meta.dirname, '../../../protocol/test/wycheproof')

for (const [name, cases] of Object.entries(WYCHEPROOF_CASES)) {
  test(`the adapter of Node passes Wycheproof: ${name}`, async () => {
    const text = readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    assert.deepEqual(await runWycheproof(createNodeCrypto(), name, text), { cases, failures: [] })
  })
}
