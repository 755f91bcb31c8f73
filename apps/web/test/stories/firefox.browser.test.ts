/** The same app in the other engine: somebody in a real Firefox and somebody at a terminal. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { findFirefox, Firefox } from '../support/firefox.ts'
import type { FirefoxTab } from '../support/firefox.ts'
import { Village } from '../support/village.ts'
import type { Terminal } from '../support/village.ts'

const PASSWORD = 'correct horse of alice'
const FILE_BYTES = 300_000

const program = findFirefox()
const skip = program === undefined ? 'there is no Firefox here: set FIREFOX, or apt-get install firefox-esr' : false
const village = new Village()
const firefox = new Firefox(join(village.folder, 'firefox'))
let alice: FirefoxTab
let tess: Terminal

before(async () => {
  if (program === undefined) return
  await Promise.all([village.start(), firefox.start(program)])
  const [terminal, tab] = await Promise.all([village.terminal('tess'), firefox.open(village.origin)])
  tess = terminal
  alice = tab
})
after(async () => {
  await firefox.kill()
  await village.close()
})

test('in Firefox one signs up, accepts a request, and is heard', { skip }, async () => {
  await alice.write('Name', 'alice')
  await alice.writePassword(PASSWORD)
  await alice.press('button', 'Create account')
  await alice.find('list', 'Conversations')
  await tess.run('send', 'alice', 'hello from a terminal')
  await alice.choose('tess')
  await alice.sees('hello from a terminal')
  await alice.press('button', 'Accept')
  await alice.write('Message', 'hello from Firefox')
  await alice.press('button', 'Send')
  assert.deepEqual(await tess.hears(1), ['hello from Firefox'])
})

test('files go from Firefox and to it, byte by byte', { skip }, async () => {
  const path = join(village.folder, 'plan.bin')
  writeFileSync(path, randomBytes(FILE_BYTES))
  await alice.attach(path)
  await alice.find('button', 'Remove plan.bin')
  await alice.write('Message', 'with a file')
  await alice.press('button', 'Send')
  await alice.find('button', 'Save plan.bin')
  const folder = join(village.folder, 'received')
  await tess.run('receive', '--for', '3', '--files', folder)
  assert.ok(readFileSync(join(folder, 'plan.bin')).equals(readFileSync(path)))

  const note = join(village.folder, 'note.txt')
  writeFileSync(note, 'behind the bikes')
  await tess.run('send', 'alice', 'one for you', '--file', note)
  await alice.press('button', 'Download note.txt')
  await alice.find('button', 'Save note.txt')
})

test(
  'Firefox keeps all of it over a reload, nothing in the page while locked, and opens by password',
  { skip },
  async () => {
    await alice.reload()
    await alice.sees('hello from Firefox')
    await alice.lock()
    const locked = String(await alice.evaluate('document.documentElement.outerHTML'))
    for (const word of ['hello from Firefox', 'tess', 'alice']) assert.ok(!locked.includes(word), word)
    await alice.writePassword(PASSWORD)
    await alice.press('button', 'Unlock')
    await alice.choose('tess')
    await alice.sees('with a file')
    assert.deepEqual(alice.faults, [])
  },
)
