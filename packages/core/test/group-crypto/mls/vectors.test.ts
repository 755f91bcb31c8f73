import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { MLS_VECTOR_CASES, MLS_VECTOR_FILES, runMlsVectors } from '@rushlight/core/testing'
import { createNodeCrypto } from '@rushlight/platform-node'

/** Of a size of its own, and not among the files that are handed on. */
const OPTIONAL = 'passive-client-random.json'

const house = join(import.meta.dirname, '../../../../..')
const folder = join(process.env['RUSHLIGHT_VECTORS'] ?? join(house, '../shared/vectors'), 'mls')
const crypto = createNodeCrypto()

for (const [file, expected] of Object.entries(MLS_VECTOR_CASES)) {
  test(`the official MLS vectors hold: ${file}`, async (t) => {
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

test('every file that can be run is counted', () => {
  assert.deepEqual(
    MLS_VECTOR_FILES.filter((file) => file !== OPTIONAL),
    Object.keys(MLS_VECTOR_CASES),
  )
})

test('a vector that is wrong is seen', async () => {
  const content = [{ n_leaves: 2, n_nodes: 3, root: 0, left: [], right: [], parent: [], sibling: [] }]
  const { cases, passed } = await runMlsVectors(crypto, 'tree-math.json', { content })
  assert.deepEqual({ cases, passed }, { cases: 1, passed: 0 })
})
