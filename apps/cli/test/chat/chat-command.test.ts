import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTyped } from '../../src/chat/chat-command.ts'

test('commands begin with a slash, texts with a slash begin with two', () => {
  assert.deepEqual(parseTyped('hello /all'), { kind: 'text', text: 'hello /all' })
  assert.deepEqual(parseTyped('//etc/passwd'), { kind: 'text', text: '/etc/passwd' })
  assert.deepEqual(parseTyped('/expire 10m'), { kind: 'command', command: { kind: 'expire', ms: 600_000 } })
  assert.deepEqual(parseTyped('/burn 30s'), { kind: 'command', command: { kind: 'burn', ms: 30_000 } })
  assert.deepEqual(parseTyped('/burn off'), { kind: 'command', command: { kind: 'burn', ms: 0 } })
  assert.deepEqual(parseTyped('/room "Friday plans" bobby carol'), {
    kind: 'command',
    command: { kind: 'room', title: 'Friday plans', names: ['bobby', 'carol'] },
  })
})

test('a command that lacks something says which it is, and a typing error is never sent as a text', () => {
  for (const typed of ['/expire', '/expire soon', '/expire 0', '/new', '/new a b', '/add', '/room', '/leave now']) {
    assert.deepEqual(parseTyped(typed), { kind: 'wrong', of: typed.slice(1).split(' ')[0] })
  }
  for (const typed of ['/', '/hepl', '/constructor', '/toString x']) {
    assert.deepEqual(parseTyped(typed), { kind: 'wrong', of: undefined })
  }
})
