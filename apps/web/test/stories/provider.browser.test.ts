/** What a provider decides: who may come in, and what time it is; and what becomes of words that came too late. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Chromium } from '../support/chromium.ts'
import { Village } from '../support/village.ts'
import { Visitor } from '../support/visitor.ts'

const BY_INVITATION = ['--registration', 'invite']
const FIVE_MINUTES_MS = 300_000

const village = new Village()
const chromium = new Chromium(join(village.folder, 'chromium'))
/** Runs the provider. */
let olga: Visitor
let bob: Visitor

before(async () => {
  await Promise.all([village.start({ flags: BY_INVITATION }), chromium.start()])
})
after(async () => {
  await chromium.kill()
  await village.close()
})

test('the operator gets in by the link of the first start, and invites; only whoever is invited gets in', async () => {
  const permissions = ['clipboard-read', 'clipboard-write']
  olga = await Visitor.open(await chromium.emptyContext({ permissions }), village.operatorLink, 'olga')
  await olga.signUp()
  await olga.page.getByRole('button', { name: 'Invite one person' }).click()
  await olga.page.getByRole('button', { name: 'Copy link' }).click()
  await olga.page.getByText('Link copied.').first().waitFor()
  const link = await olga.page.evaluate(() => navigator.clipboard.readText())

  bob = await Visitor.open(await chromium.emptyContext(), village.origin, 'bob')
  const { page } = bob
  await page.getByRole('textbox', { name: 'Invitation' }).fill('made-up')
  await page.getByRole('textbox', { name: 'Name' }).fill('bob')
  await page.getByRole('textbox', { name: 'Password' }).fill(bob.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page
    .getByText(/invitation/i)
    .and(page.getByRole('alert'))
    .waitFor()
  await page.goto(link)
  await bob.signUp()

  const carol = await Visitor.open(await chromium.emptyContext(), link, 'carol')
  await carol.page.getByRole('textbox', { name: 'Name' }).fill('carol')
  await carol.page.getByRole('textbox', { name: 'Password' }).fill(carol.password)
  await carol.page.getByRole('button', { name: 'Create account' }).click()
  await carol.page.getByRole('textbox', { name: 'Invitation' }).waitFor()
  await carol.page.context().close()
})

test('a clock that is wrong by minutes is told, and which way, for as long as it is', async () => {
  const banner = bob.page.getByText(/^The clock of this device is 5 minutes behind the server’s\./)
  await village.kill()
  await village.start({ flags: BY_INVITATION, clockAheadMs: FIVE_MINUTES_MS })
  await banner.waitFor()
  await village.kill()
  await village.start({ flags: BY_INVITATION })
  await banner.waitFor({ state: 'detached' })
})

test('timers set for a whole room are told to everybody and hold for what is said from then on', async () => {
  const { page } = olga
  await page.getByRole('link', { name: 'New room' }).click()
  await page.getByRole('textbox', { name: 'Name of the room' }).fill('Harbour')
  await page.getByRole('textbox', { name: 'Add people by name' }).fill('bob')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Create room' }).click()
  await bob.accept('Harbour')
  await page.getByRole('link', { name: 'Details' }).click()
  await page.getByRole('group', { name: 'Expires after sending' }).getByRole('radio', { name: '1 hr' }).check()
  await page.getByRole('button', { name: 'Set for everybody' }).click()
  const told = bob.page.getByRole('list', { name: 'Messages' }).getByText('olga set messages to expire after 1 hour')
  await told.waitFor()
  await bob.say('for an hour')
  await olga.choose('Harbour')
  await olga
    .message('for an hour')
    .getByRole('note', { name: /disappears in (1 hour|\d+ minutes)/ })
    .waitFor()
})

test('what could not be said before one was removed has failed, says why, and goes once one is back', async () => {
  await village.kill()
  await bob.say('written too late')
  await bob.seesStatus('written too late', 'sending')
  const context = bob.page.context()
  await bob.page.close()
  await village.start({ flags: BY_INVITATION })
  const { page } = olga
  await page.getByRole('link', { name: 'Details' }).click()
  await page.getByRole('button', { name: 'Actions for bob' }).click()
  await page.getByRole('menuitem', { name: 'Remove from the room' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('button', { name: 'Actions for bob' }).waitFor({ state: 'detached' })

  bob = await Visitor.open(context, village.origin, 'bob')
  await bob.choose('Harbour')
  const again = bob.message('written too late').getByRole('button', { name: /^Not sent: try again/ })
  await again.click()
  assert.equal(await again.getAttribute('title'), 'You may not write in this room any more.')
  await bob.page.getByText('You are not in this conversation any more.').first().waitFor()

  await page.getByRole('button', { name: 'Add people' }).click()
  await page.getByRole('textbox', { name: 'Add people by name' }).fill('bob')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: 'Add to the room' }).click()
  await bob.composer.or(bob.page.getByRole('button', { name: 'Accept' })).waitFor()
  if ((await bob.composer.count()) === 0) await bob.page.getByRole('button', { name: 'Accept' }).click()
  await bob.composer.waitFor()
  await again.click()
  await again.waitFor({ state: 'detached' })
  await olga.choose('Harbour')
  await olga.sees('written too late')
  assert.deepEqual([olga.faults, bob.faults], [[], []])
})
