/** What people keep when tabs, browsers, networks and servers go; and what nobody keeps. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Chromium } from '../support/chromium.ts'
import { Village } from '../support/village.ts'
import type { Terminal } from '../support/village.ts'
import { Visitor } from '../support/visitor.ts'

const village = new Village()
const chromium = new Chromium(join(village.folder, 'chromium'))
let alice: Visitor
let tess: Terminal

before(async () => {
  await Promise.all([village.start(), chromium.start()])
  alice = await Visitor.open(chromium.profile, village.origin, 'alice')
  const [terminal] = await Promise.all([village.terminal('tess'), alice.signUp()])
  tess = terminal
  await tess.run('send', 'alice', 'hello')
  await alice.accept('tess')
  await alice.sees('hello')
})
after(async () => {
  await chromium.kill()
  await village.close()
})

test('without a server the app starts from what it kept, says so, and sends when the server is back', async () => {
  // Everything that starting takes has been kept.
  await alice.page.evaluate(async () => navigator.serviceWorker.ready)
  await village.kill()
  await alice.page.reload()
  await alice.choose('tess')
  await alice.sees('hello')
  await alice.page.getByText(/^No connection\./).waitFor()
  await alice.say('written without a server')
  await alice.seesStatus('written without a server', 'sending')
  await village.start()
  await alice.reaches('written without a server', 'sent')
  await alice.page.getByText(/^No connection\./).waitFor({ state: 'detached' })
  assert.deepEqual(await tess.hears(1), ['written without a server'])
})

test('a second tab shows the same, goes on when the first is closed, and sends once what was on its way', async () => {
  const second = await Visitor.open(chromium.profile, `${village.origin}/`, 'alice')
  await second.choose('tess')
  await second.say('from the second tab')
  await alice.sees('from the second tab')
  await alice.page.close()
  await second.say('while the other one went')
  await second.reaches('while the other one went', 'sent')
  assert.deepEqual(await tess.hears(2), ['from the second tab', 'while the other one went'])
  assert.deepEqual(second.faults, [])
  alice = second
})

test('a browser that is killed while it sends and while somebody types loses nothing and doubles nothing', async () => {
  for (let number = 1; number <= 5; number += 1) await alice.say(`number ${number}`)
  await alice.sees('number 5')
  await alice.composer.fill('half a thought')
  await alice.row('tess').getByText('Draft:').waitFor()
  await chromium.kill()
  await chromium.start()
  alice = await Visitor.open(chromium.profile, village.origin, 'alice')
  await alice.choose('tess')
  assert.equal(await alice.composer.inputValue(), 'half a thought')
  await alice.reaches('number 5', 'sent')
  const numbers = [1, 2, 3, 4, 5].map((number) => `number ${number}`)
  assert.deepEqual((await alice.texts()).slice(-5), numbers)
  assert.deepEqual(await tess.hears(5), numbers)
})

test('locked, the page has nothing of what was said; only the right password opens it', async () => {
  const { page } = alice
  await page.keyboard.press('Alt+Shift+KeyL')
  await page.getByRole('heading', { name: 'Locked' }).waitFor()
  const locked = await page.content()
  for (const word of ['number 5', 'tess', 'half a thought', 'alice']) assert.ok(!locked.includes(word), word)
  await page.reload()
  await page.getByRole('textbox', { name: 'Password' }).fill('not this one')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await page.getByText('That is not the password of this vault.').waitFor()
  await page.getByRole('textbox', { name: 'Password' }).fill(alice.password)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await alice.choose('tess')
  await alice.sees('number 5')
})

test('an empty browser becomes a further device: rooms wait, and open by themselves', async () => {
  await chromium.kill()
  await chromium.start()
  const further = await Visitor.open(await chromium.emptyContext(), village.origin, 'alice')
  await further.signIn()
  await further.row('tess').getByText('Waiting to be let in').waitFor()
  await tess.run('receive', '--for', '3')
  await further.row('tess').getByText('Waiting to be let in').waitFor({ state: 'detached' })
  await tess.run('send', 'alice', 'welcome, new device')
  await further.choose('tess')
  await further.sees('welcome, new device')
  assert.equal(await further.message('number 5').count(), 0, 'nothing from before')
  await further.say('good to be here')
  assert.deepEqual(await tess.hears(1), ['good to be here'])
  assert.deepEqual(further.faults, [])
  await further.page.context().close()
})

test('signing out leaves nothing of the account in the browser', async () => {
  alice = await Visitor.open(chromium.profile, village.origin, 'alice')
  const { page } = alice
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Create account' }).waitFor()
  await page.waitForFunction(async () => (await caches.keys()).length === 0)
  const left = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory()
    const names: string[] = []
    for await (const folder of root.values()) {
      if (folder instanceof FileSystemDirectoryHandle) for await (const name of folder.keys()) names.push(name)
      else names.push(folder.name)
    }
    const workers = await navigator.serviceWorker.getRegistrations()
    return { names, keys: Object.keys(localStorage), workers: workers.length }
  })
  assert.deepEqual(left, { names: [], keys: [], workers: 0 })
  assert.deepEqual(alice.faults, [])
})

test('a deleted account is gone for whoever looks for it', async () => {
  const { page } = alice
  await alice.signIn()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Delete account' }).click()
  await page.getByRole('textbox', { name: 'Type your name to confirm' }).fill('alice')
  await page.getByRole('button', { name: 'Delete for good' }).click()
  await page.getByRole('button', { name: 'Create account' }).waitFor()
  await assert.rejects(tess.run('room', 'create', 'Cellar', '--member', 'alice'))
  await alice.page.getByRole('textbox', { name: 'Name' }).fill('alice')
  await alice.page.getByRole('textbox', { name: 'Password' }).fill(alice.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('Choose another').waitFor()
})
