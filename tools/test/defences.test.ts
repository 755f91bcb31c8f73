import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { applyEdit } from '@rushlight/simulator/mutants'
import { defences } from '../attacks/defences.ts'
import { houseRoot } from '../house/root.ts'

const read = (file: string): string => readFileSync(join(houseRoot, file), 'utf8')

test('what each defence is taken out of stands in the files that ship, and its test is there', () => {
  for (const { name, edits, test: noticing } of defences) {
    assert.ok(edits.length > 0, name)
    for (const edit of edits) assert.notEqual(applyEdit(name, read(edit.file), edit), read(edit.file), name)
    assert.ok(read(noticing.file).includes(noticing.name), `${noticing.file} has a test "${noticing.name}"`)
  }
})

test('the table of the threat model names each defence once, and no other', () => {
  const told = read('spec/threat-model.md').matchAll(/^\| A\d+ \|.*\| `([a-z-]+)` \|$/gm)
  const names = Array.from(told, ([, name]) => name)
  assert.deepEqual(new Set(names), new Set(defences.map(({ name }) => name)))
  assert.equal(names.length, defences.length)
})
