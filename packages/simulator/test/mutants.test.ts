import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { applyEdit } from '../src/mutants/install-mutant.ts'
import { mutants } from '../src/mutants/mutants.ts'

const ROOT = new URL('../../../', import.meta.url)

test('what each mutant changes stands in the files that ship', () => {
  for (const { name, edits } of mutants) {
    for (const edit of edits) {
      const source = readFileSync(new URL(edit.file, ROOT), 'utf8')
      assert.notEqual(applyEdit(name, source, edit), source, `${name} ${edit.file}`)
    }
  }
})
