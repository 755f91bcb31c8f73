import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { chooseRoom, FIRST_STATE, openPlace, showLines, showRooms } from '../../src/chat/chat-state.ts'
import type { ChatState } from '../../src/chat/chat-state.ts'
import { scrolled } from '../../src/chat/message-window.ts'
import { screenOf } from '../../src/chat/screen.ts'
import type { Row, Screen, Size } from '../../src/chat/screen.ts'
import { SeenWatch } from '../../src/chat/seen-watch.ts'
import { spansWidth } from '../../src/chat/span.ts'
import { widthOf, wrapTo } from '../../src/chat/text-width.ts'
import type { LineRecord } from '../../src/records/records.ts'
import { dutch } from '../../src/words/dutch.ts'
import { english } from '../../src/words/english.ts'
import { line, NOW, room } from './chat-records.ts'

const WIDE: Size = { columns: 100, rows: 24 }
const NARROW: Size = { columns: 40, rows: 16 }

/** On one row; also what turns text around. */
const STEERING = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u

function stateWith(lines: readonly LineRecord[]): ChatState {
  const listed = showRooms(FIRST_STATE, [room('bobby', { unread: 1 }), room('carol')])
  const opened = openPlace(listed, { kind: 'room', room: 'bobby' })
  return showLines(opened, { room: 'bobby', limit: opened.limit, lines })
}

function screenAt(state: ChatState, size: Size, words = english): Screen {
  return screenOf(state, { words, size, now: NOW })
}

function textOf(rows: readonly Row[] = []): string {
  return rows.map((row) => row.map(({ text }) => text).join('')).join('\n')
}

test('two panes where there is room, one where there is not', () => {
  const open = stateWith([line('m1')])
  const wide = screenAt(open, WIDE)
  assert.match(textOf(wide.list?.rows), /› bobby +1/)
  assert.match(textOf(wide.main?.rows), /text of m1/)
  const narrow = screenAt(open, NARROW)
  assert.equal(narrow.list, undefined)
  assert.match(textOf(narrow.main?.rows), /text of m1/)
  const closed = screenAt(openPlace(open, { kind: 'none' }), NARROW)
  assert.match(textOf(closed.list?.rows), /carol/)
  assert.equal(closed.main, undefined)
})

test('the head of a conversation says which protection it has', () => {
  const headOf = (postQuantum: boolean | undefined): string => {
    const state = openPlace(showRooms(FIRST_STATE, [room('bobby', { postQuantum })]), { kind: 'room', room: 'bobby' })
    return textOf(screenAt(state, WIDE).main?.rows)
  }
  assert.match(headOf(true), / · safe from quantum computers/)
  assert.match(headOf(false), /not safe from future quantum computers/)
  assert.doesNotMatch(headOf(undefined), /quantum/)
})

test('both clocks of a message are seen, burning is told from waiting, and one’s own show how far they came', () => {
  const state = stateWith([
    line('m1', { message: { expiresAt: NOW + 299_000, sentAt: NOW - 301_000, burnAfterMs: 30_000 } }),
    line('m2', { message: { expiresAt: NOW + 86_400_000 * 3, burnAfterMs: 30_000 }, line: { readAt: NOW - 15_000 } }),
    line('m3', {
      line: {
        own: true,
        receipt: { type: 'receipt', id: 'm3', room: 'bobby', status: 'delivered', reason: undefined, readBy: [] },
      },
    }),
  ])
  const text = textOf(screenAt(state, WIDE).main?.rows)
  assert.match(text, /burns 30s after reading {2}━━✶··· 4m 59s/)
  assert.match(text, /━━━✶·· burning: 15s {2}3d/)
  assert.match(text, /you \d\d:\d\d +✓✓ delivered/)
  const dutchText = textOf(screenAt(state, NARROW, dutch).main?.rows)
  assert.match(dutchText, /verbrandt 30s na lezen/)
  assert.match(dutchText, /brandt: 15s {2}3d/)
})

test('what is new is marked where it begins, for as long as the conversation is open', () => {
  const read = line('m1', { line: { readAt: NOW } })
  const state = stateWith([read, line('m2')])
  assert.match(textOf(screenAt(state, WIDE).main?.rows), /text of m1\n.* new .*\n.*bobby.*\n.*text of m2/)
  const seen = [read, line('m2', { line: { readAt: NOW } })]
  const later = showLines(state, { room: 'bobby', limit: state.limit, lines: seen })
  assert.match(textOf(screenAt(later, WIDE).main?.rows), / new /)
  const back = openPlace(openPlace(later, { kind: 'none' }), { kind: 'room', room: 'bobby' })
  const again = showLines(back, { room: 'bobby', limit: back.limit, lines: seen })
  assert.doesNotMatch(textOf(screenAt(again, WIDE).main?.rows), / new /)
})

test('nothing that others wrote steers the terminal, and no row is wider or the screen higher than it is', () => {
  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '\u001B',
        '\u009B',
        '\u0007',
        '\r',
        '\n',
        '\t',
        '\u202E',
        '\u2066',
        '\u007F',
        '[2J',
        '日',
        '👨‍👩‍👧',
        ' ',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 200,
  })
  const sizes = fc.constantFrom(WIDE, NARROW, { columns: 72, rows: 10 }, { columns: 200, rows: 50 })
  fc.assert(
    fc.property(hostile, hostile, sizes, (said, name, size) => {
      const lines = [line('m1', { message: { text: said, from: name, files: [{ name, mediaType: '', bytes: 1 }] } })]
      const named = showRooms(stateWith(lines), [room('bobby', { title: name, members: [name], kind: 'group' })])
      const { top, list, main, below, composer } = screenAt(named, size)
      const rows = [top, ...(list?.rows ?? []), ...(main?.rows ?? []), ...below]
      for (const row of rows) assert.doesNotMatch(textOf([row]), STEERING)
      for (const row of main?.rows ?? []) assert.ok(spansWidth(row) <= (main?.width ?? 0))
      for (const row of list?.rows ?? []) assert.ok(spansWidth(row) <= (list?.width ?? 0))
      assert.equal((main?.rows.length ?? 0) + 1 + below.length + composer.rows.length, size.rows)
    }),
    { numRuns: 40 },
  )
})

test('wrapped text keeps its words and its width', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 2, max: 40 }), (text, width) => {
      const rows = wrapTo(text, width)
      for (const row of rows) assert.ok(widthOf(row) <= width)
      const bare = (some: string): string => some.replaceAll(/\s/g, '')
      assert.equal(bare(rows.join('')), bare(text))
    }),
  )
  assert.deepEqual(wrapTo('see you at nine', 8), ['see you', 'at nine'])
})

test('whoever scrolled back stays where they are while others write and messages burn', () => {
  const lines = Array.from({ length: 40 }, (_, i) => line(`m${i}`, { line: { readAt: NOW } }))
  const state = stateWith(lines)
  const newest = screenAt(state, WIDE)
  assert.match(textOf(newest.main?.rows), /text of m39/)
  const anchor = scrolled(newest.all, undefined, { height: newest.height, by: -20 })
  const up: ChatState = { ...state, anchor }
  const shown = screenAt(up, WIDE)
  assert.match(textOf(shown.main?.rows), /21 lines below/)
  const more = showLines(up, { room: 'bobby', limit: up.limit, lines: [...lines, line('new')] })
  assert.deepEqual(
    screenAt(more, WIDE).window.rows.map(({ spans }) => spans),
    shown.window.rows.map(({ spans }) => spans),
  )
  const without = lines.filter(({ cursor }) => cursor !== anchor?.cursor)
  const burnt = showLines(up, { room: 'bobby', limit: up.limit, lines: without })
  assert.equal(
    Number(/m(\d+)/.exec(burnt.anchor?.cursor ?? '')?.[1]),
    Number(/m(\d+)/.exec(anchor?.cursor ?? '')?.[1]) + 1,
  )
  const down = scrolled(newest.all, anchor, { height: newest.height, by: 100 })
  assert.equal(down, undefined, 'at the end it follows what comes')
})

test('a message counts as seen after a second without a break', () => {
  const watch = new SeenWatch()
  assert.deepEqual(watch.look(['a'], 0), [])
  assert.deepEqual(watch.look(['a', 'b'], 999), [])
  assert.deepEqual(watch.look(['a', 'b'], 1000), ['a'])
  assert.deepEqual(watch.look([], 1500), [])
  assert.deepEqual(watch.look(['b'], 2500), [], 'b was away')
  assert.deepEqual(watch.look(['b'], 3500), ['b'])
})

test('what was begun in one conversation waits there', () => {
  const state = showRooms(FIRST_STATE, [room('bobby'), room('carol')])
  const begun: ChatState = { ...chooseRoom(state, 1), composer: { text: 'dear', cursor: 4 } }
  const other = chooseRoom(begun, 1)
  assert.equal(other.composer.text, '')
  assert.equal(chooseRoom(other, -1).composer.text, 'dear')
  assert.deepEqual(showRooms(begun, [room('carol')]).place, { kind: 'none' }, 'a room that is gone is left')
})
