/** Where an account lives: at several providers, in an order, and nobody else is asked for anything (R30, R32). */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Chromium } from '../support/chromium.ts'
import { scan } from '../support/scan.ts'
import { Village } from '../support/village.ts'
import { Visitor } from '../support/visitor.ts'

const [first, second] = [new Village(), new Village()]
const chromium = new Chromium(join(first.folder, 'chromium'))
let alice: Visitor
/** Of nobody: no provider has this key. */
let link: string

before(async () => {
  await Promise.all([first.start(), second.start(), chromium.start()])
  link = `${first.origin}/#adopt=${'A'.repeat(43)}`
  alice = await Visitor.open(await chromium.emptyContext(), link, 'alice')
})
after(async () => {
  await chromium.kill()
  await Promise.all([first.close(), second.close()])
})

test('the link of a provider that offers itself says what to do with it, and adds nothing by itself', async () => {
  const { page } = alice
  await page.getByText(/^Somebody offers you this provider/).waitFor()
  await alice.signUp()
  const address = page.getByRole('textbox', { name: 'Address or link' })
  await address.waitFor()
  assert.equal(await address.inputValue(), link)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('alert').filter({ hasText: 'Whoever answers there is not the provider' }).waitFor()
  assert.equal(await page.getByRole('list', { name: 'Your providers' }).getByRole('listitem').count(), 1)
})

test('an account moves to a second provider, which carries it while the first is away; no other host is asked', async () => {
  const { page } = alice
  const { host } = new URL(second.origin)
  const list = page.getByRole('list', { name: 'Your providers' })
  await page.getByRole('textbox', { name: 'Address or link' }).fill(second.origin)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await list.getByText('Connected').nth(1).waitFor()
  assert.deepEqual(await scan(page), [])

  await list.getByRole('button', { name: `Move ${host} up` }).click()
  await list.getByRole('listitem').first().getByText(host).waitFor()
  await first.kill()
  await page.getByText(`Everything goes on through ${host}.`).waitFor()
  assert.deepEqual(
    alice.faults.filter((fault) => !fault.includes(host)),
    [],
  )
})
