import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FILE_TABLE } from '../../src/file/file-state.ts'

const page = readFileSync(join(import.meta.dirname, '../../src/file/STATES.md'), 'utf8')

test('the table of a file knows exactly the states and events of its page, and only here is a file whole', () => {
  const documented = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? [])
  const events = Object.keys(FILE_TABLE.remote)
  assert.deepEqual(documented.toSorted(), [...Object.keys(FILE_TABLE), ...events].toSorted())
  for (const row of Object.values(FILE_TABLE)) assert.deepEqual(Object.keys(row), events)
  assert.deepEqual(
    Object.entries(FILE_TABLE).flatMap(([state, row]) => (row.stored === 'here' ? [state] : [])),
    ['uploading', 'again', 'here'],
  )
})
