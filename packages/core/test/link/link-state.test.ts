import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LINK_TABLE } from '../../src/link/link-state.ts'
import type { LinkEvent, LinkState } from '../../src/link/link-state.ts'

const page = readFileSync(join(import.meta.dirname, '../../src/link/STATES.md'), 'utf8')
const states: readonly LinkState[] = ['stopped', 'connecting', 'greeting', 'open', 'waiting']
const events: readonly LinkEvent[] = ['start', 'opened', 'greeted', 'refused', 'lost', 'retry', 'stop']

test('the table of a link knows exactly the states and events of its page, and answers every pair', () => {
  const documented = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? [])
  assert.deepEqual(documented.toSorted(), [...states, ...events].toSorted())
  for (const state of states) assert.deepEqual(Object.keys(LINK_TABLE[state]).toSorted(), events.toSorted())
})

test('only its own way leads to an open link, and stopping ends every state (LK3, LK4)', () => {
  const into = (wanted: LinkState): readonly string[] =>
    states.flatMap((state) =>
      events
        .filter((event) => state !== wanted && LINK_TABLE[state][event] === wanted)
        .map((event) => `${state} ${event}`),
    )
  assert.deepEqual(into('open'), ['greeting greeted'])
  assert.deepEqual(into('greeting'), ['connecting opened'])
  assert.deepEqual(into('connecting'), ['stopped start', 'waiting start', 'waiting retry'])
  for (const state of states) assert.equal(LINK_TABLE[state].stop, 'stopped')
  for (const event of events) if (event !== 'start') assert.equal(LINK_TABLE.stopped[event], 'stopped')
})
