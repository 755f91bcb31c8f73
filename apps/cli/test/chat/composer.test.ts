import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { composerRows } from '../../src/chat/composer-rows.ts'
import { applyEdit, EMPTY_COMPOSER } from '../../src/chat/composer.ts'
import type { Composer, Edit } from '../../src/chat/composer.ts'
import { graphemesOf, widthOf } from '../../src/chat/text-width.ts'

function edited(...edits: readonly Edit[]): Composer {
  return edits.reduce(applyEdit, EMPTY_COMPOSER)
}

test('what a person sees as one character goes with one key', () => {
  const family = edited({ kind: 'insert', text: 'a👨‍👩‍👧é' })
  assert.equal(applyEdit(family, { kind: 'erase', what: 'before' }).text, 'a👨‍👩‍👧')
  const before = applyEdit(applyEdit(family, { kind: 'move', to: 'left' }), { kind: 'erase', what: 'before' })
  assert.equal(before.text, 'aé')
  assert.equal(before.cursor, 1)
})

test('words and lines go as in a shell', () => {
  const typed = edited({ kind: 'insert', text: 'see you later ' })
  assert.equal(applyEdit(typed, { kind: 'erase', what: 'word' }).text, 'see you ')
  assert.equal(applyEdit(typed, { kind: 'erase', what: 'line' }).text, '')
})

test('what is pasted steers nothing', () => {
  assert.equal(edited({ kind: 'insert', text: 'a\u001B[2Jb\r\nc\u0007\u009Bd' }).text, 'a[2Jb\ncd')
})

test('whatever is typed, the cursor stands between characters, and on the screen', () => {
  const insert = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text): Edit => ({ kind: 'insert', text }))
  const move = fc.constantFrom('left', 'right', 'start', 'end').map((to): Edit => ({ kind: 'move', to }))
  const erase = fc.constantFrom('before', 'after', 'word', 'line').map((what): Edit => ({ kind: 'erase', what }))
  fc.assert(
    fc.property(
      fc.array(fc.oneof(insert, move, erase), { maxLength: 30 }),
      fc.integer({ min: 4, max: 30 }),
      (edits, width) => {
        const composer = edited(...edits)
        const { text, cursor } = composer
        assert.equal(graphemesOf(text.slice(0, cursor)).join('') + text.slice(cursor), text)
        const { rows, cursor: at } = composerRows(composer, width, 4)
        assert.ok(rows.length >= 1 && rows.length <= 4)
        for (const row of rows) assert.ok(widthOf(row) <= width)
        assert.ok(at.y >= 0 && at.y < rows.length && at.x >= 0 && at.x < width)
      },
    ),
  )
})
