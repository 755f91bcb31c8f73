/** Two people in two browsers and one at a terminal talk, through the real server. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { Chromium } from '../support/chromium.ts'
import { Village } from '../support/village.ts'
import type { Terminal } from '../support/village.ts'
import { Visitor } from '../support/visitor.ts'

/** Longer than a message has to be in view to count as read. */
const LOOKED_AT_MS = 1500

const village = new Village()
const chromium = new Chromium(join(village.folder, 'chromium'))
let alice: Visitor
let bob: Visitor
let tess: Terminal

before(async () => {
  await Promise.all([village.start(), chromium.start()])
  const contexts = [await chromium.emptyContext(), await chromium.emptyContext()]
  const [first, second] = contexts
  assert.ok(first !== undefined && second !== undefined)
  alice = await Visitor.open(first, village.origin, 'alice')
  bob = await Visitor.open(second, village.origin, 'bob')
})
after(async () => {
  await chromium.kill()
  await village.close()
})
afterEach(() => {
  assert.deepEqual([alice.faults, bob.faults], [[], []], 'asked nobody else, and kept to the content policy')
})

test('with nothing but a keyboard one signs up, finds somebody, writes and sends', async () => {
  const { page } = alice
  const [terminal] = await Promise.all([village.terminal('tess'), bob.signUp()])
  tess = terminal
  await page.getByRole('textbox', { name: 'Name' }).waitFor()
  await tabTo(page, 'Name')
  await page.keyboard.type('alice')
  await tabTo(page, 'Password')
  await page.keyboard.type(alice.password)
  await page.keyboard.press('Enter')
  await alice.conversations.waitFor()
  await tabTo(page, 'New conversation')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Name or link' }).waitFor()
  await tabTo(page, 'Name or link')
  await page.keyboard.type('bob')
  await page.keyboard.press('Enter')
  await alice.composer.waitFor()
  await tabTo(page, 'Message')
  await page.keyboard.type('typed without a mouse')
  await page.keyboard.press('Enter')
  await alice.reaches('typed without a mouse', 'sent')
  await page.keyboard.type('and the box is still the place to write')
  await tabTo(page, 'Send')
  await page.keyboard.press('Enter')
  await alice.sees('and the box is still the place to write')
})

test('a request shows what was said, tells nobody that it was read, and becomes a conversation when accepted', async () => {
  const requests = bob.page.getByRole('list', { name: 'Message requests' })
  await requests.getByRole('link', { name: /alice/ }).click()
  await bob.sees('typed without a mouse')
  await bob.page.getByText('2 new messages').first().waitFor()
  await sleep(LOOKED_AT_MS)
  await alice.seesStatus('typed without a mouse', 'sent')
  await bob.page.getByRole('button', { name: 'Accept' }).click()
  await alice.reaches('typed without a mouse', 'read')
  await bob.say('hello alice, see https://example.org/ 😀')
  await alice.sees('hello alice')
  const link = alice.message('hello alice').getByRole('link')
  assert.equal(await link.getAttribute('href'), 'https://example.org/')
  assert.equal(await link.getAttribute('rel'), 'noopener noreferrer nofollow')
})

test('a room of two browsers and a terminal: all hear all, and whoever is removed hears nothing more', async () => {
  const { page } = alice
  await page.getByRole('link', { name: 'New room' }).click()
  await page.getByRole('textbox', { name: 'Name of the room' }).fill('Harbour')
  await page.getByRole('checkbox', { name: 'bob' }).click()
  await page.getByRole('textbox', { name: 'Add people by name' }).fill('tess')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Remove tess' }).waitFor()
  await page.getByRole('button', { name: 'Create room' }).click()
  await alice.say('from a browser')
  await tess.run('accept', 'Harbour')
  await tess.run('send', 'Harbour', 'from a terminal')
  await alice.sees('from a terminal')
  await bob.row('Harbour').getByText('2 unread').waitFor()
  await bob.choose('Harbour')
  await bob.say('from another browser')
  await alice.sees('from another browser')
  assert.deepEqual(await tess.hears(2), ['from a browser', 'from another browser'])
  await alice.reaches('from a browser', 'read')

  await page.getByRole('link', { name: 'Details' }).click()
  await page.getByRole('button', { name: 'Actions for bob' }).click()
  await page.getByRole('menuitem', { name: 'Remove from the room' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await bob.page.getByText('You are no longer in this conversation.').waitFor()
  await alice.choose('Harbour')
  await alice.say('without bob')
  assert.deepEqual(await tess.hears(1), ['without bob'])
  assert.equal(await bob.message('without bob').count(), 0)
  assert.equal(await bob.composer.count(), 0)
})

test('a long conversation opens where one left off, goes back page by page, and shows what one says at its end', async () => {
  const { page } = alice
  const lines = Array.from({ length: 80 }, (_, index) => `line ${index + 1} of many${' and more'.repeat(index % 9)}`)
  await tess.run('send', 'alice', 'this will be long')
  await alice.accept('tess')
  await alice.choose('Harbour')
  await tess.sayAll('alice', lines)
  await tess.run('send', 'alice', 'the last of it')
  await alice.row('tess').getByText('the last of it').waitFor()
  await alice.choose('tess')
  await page
    .getByText(/^8[12] new messages$/)
    .first()
    .waitFor()
  await alice.sees('line 1 of many')
  // All of it in view at once, and so read.
  await page.setViewportSize({ width: 1280, height: 10_000 })
  await alice
    .row('tess')
    .getByText(/unread/)
    .waitFor({ state: 'detached' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.reload()
  await alice.sees('the last of it')
  const beginning = alice.message('line 1 of many')
  await alice.message('the last of it').hover()
  for (let turns = 0; turns < 60 && (await beginning.count()) === 0; turns += 1) {
    await page.mouse.wheel(0, -2000)
    await sleep(100)
  }
  await beginning.waitFor()
  await alice.say('and my answer')
  await alice.sees('and my answer')
})

test('what burns on reading is covered, shows both clocks while it burns, and is gone for both', async () => {
  await alice.choose('bob')
  await bob.choose('alice')
  await alice.page.getByRole('button', { name: /^Timers/ }).click()
  const chips = (legend: string) => alice.page.getByRole('group', { name: legend })
  await chips('Expires after sending').getByRole('radio', { name: '5 min' }).check()
  await chips('Burns after reading').getByRole('radio', { name: '5 sec' }).check()
  await alice.page.keyboard.press('Escape')
  await alice.say('swallow this')
  const cover = bob.page.getByRole('button', { name: /Tap to read/ })
  await cover.waitFor()
  assert.ok(!(await bob.page.content()).includes('swallow this'), 'its text is not in the page')
  await cover.click()
  await bob.sees('swallow this')
  await bob.page.getByRole('note', { name: /disappears in \d seconds?/ }).waitFor()
  await bob.seesGone('swallow this')
  await alice.seesGone('swallow this')
  await alice.say('this one stays')
  await bob.sees('this one stays')
  assert.equal(await bob.page.getByRole('button', { name: /Tap to read/ }).count(), 0, 'timers of one message only')
})

test('delete for everyone takes it from the other, delete for me from here alone', async () => {
  for (const [text, action] of [
    ['say this again and I deny it', 'Delete for everyone'],
    ['not worth keeping', 'Delete for me'],
  ] as const) {
    await alice.say(text)
    await bob.sees(text)
    await alice.message(text).hover()
    await alice.message(text).getByRole('button', { name: 'Message actions' }).click()
    await alice.page.getByRole('menuitem', { name: action }).click()
    if (action === 'Delete for everyone') await alice.page.getByRole('button', { name: action }).click()
    await alice.seesGone(text)
  }
  await bob.seesGone('say this again and I deny it')
  await bob.sees('This message was deleted.')
  await bob.sees('not worth keeping')
})

test('somebody who was blocked notices nothing and reaches nobody', async () => {
  const { page } = bob
  await page.getByRole('link', { name: 'Details' }).click()
  await page.getByRole('listitem').getByRole('link', { name: 'alice', exact: true }).click()
  await page.getByRole('button', { name: 'Block' }).click()
  await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'Block' }).click()
  await page.getByText('Blocked: nothing from them reaches you.').waitFor()
  await alice.say('are you there?')
  await alice.seesStatus('are you there?', 'sent')
  assert.equal(await bob.row('alice').count(), 0)
  assert.ok(!(await page.content()).includes('are you there?'))
})

/** With the Tab key alone, as somebody without a mouse. */
async function tabTo(page: Page, name: string): Promise<void> {
  const target = page
    .locator(':focus')
    .and(page.getByRole('textbox', { name, exact: true }).or(page.getByLabel(name, { exact: true })))
  for (let presses = 0; presses < 25; presses += 1) {
    if ((await target.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the Tab key never came to ${name}`)
}
