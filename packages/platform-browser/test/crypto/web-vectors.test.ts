import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { MLS_VECTOR_CASES, runMlsVectors } from '@rushlight/core/testing'
import { createWebCrypto } from '@rushlight/platform-browser'

const house = join(import.meta.dirname, '../../../..')
const folder = join(process.env['RUSHLIGHT_VECTORS'] ?? join(house, '../shared/vectors'), 'mls')
const crypto = createWebCrypto()

for (const [file, expected] of Object.entries(MLS_VECTOR_CASES)) {
  test(`the official MLS vectors hold with the provider of the web: ${file}`, async (t) => {
    const path = join(folder, file)
    if (!existsSync(path)) {
      assert.equal(process.env['CI'], undefined, `${file} is missing: continuous integration must run it`)
      t.skip('the official vectors are not at hand')
      return
    }
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const { cases, passed, failures } = await runMlsVectors(crypto, file, { content })
    assert.deepEqual(failures, [])
    assert.deepEqual({ cases, passed }, { cases: expected, passed: expected })
  })
}
