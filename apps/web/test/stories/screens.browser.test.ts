/** Every screen: nothing that axe-core finds fault with, in both appearances; what the server says with it; what it weighs. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Chromium } from '../support/chromium.ts'
import { scan } from '../support/scan.ts'
import { SCREENS } from '../support/screens.ts'
import { Village } from '../support/village.ts'
import type { Terminal } from '../support/village.ts'
import { Visitor } from '../support/visitor.ts'

const village = new Village()
const chromium = new Chromium(join(village.folder, 'chromium'))
let alice: Visitor
let mira: Terminal

before(async () => {
  await Promise.all([village.start(), chromium.start()])
  mira = await village.terminal('mira')
  alice = await Visitor.open(
    await chromium.emptyContext({ viewport: { width: 1280, height: 900 } }),
    village.origin,
    'alice',
  )
})
after(async () => {
  await chromium.kill()
  await village.close()
})

test('every page comes with headers that let only our own code run', async () => {
  const { headers } = await fetch(village.origin)
  const policy = headers.get('content-security-policy') ?? ''
  for (const rule of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    "frame-ancestors 'none'",
  ]) {
    assert.ok(policy.split('; ').includes(rule), rule)
  }
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin')
  const probe = await Visitor.open(await chromium.emptyContext(), village.origin, 'probe')
  const outcome = await probe.page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>somebody else’s</b>'
      return 'written'
    } catch {
      return 'refused'
    }
  })
  assert.equal(outcome, 'refused', 'Trusted Types are in force')
  await probe.page.context().close()
})

/** What a browser has to load, compressed as on the way: for the first screen, until the conversations show, and later. */
const SCREEN_BYTES_MAX = 1_100_000
const FIRST_BYTES_MAX = 2_150_000
const LATER_BYTES_MAX = 1_200_000

test('what is loaded before the conversations show stays within its weight', async (context) => {
  const visitor = await Visitor.open(await chromium.emptyContext({ serviceWorkers: 'block' }), 'about:blank', 'weigher')
  const { page } = visitor
  let weighings: Promise<number>[] = []
  page.on('response', (response) => {
    const weighing = response.body().then((body) => gzipSync(body).length)
    weighings.push(weighing.catch(() => 0))
  })
  const weigh = async (): Promise<number> => {
    const weights = await Promise.all(weighings)
    weighings = []
    return weights.reduce((sum, one) => sum + one, 0)
  }
  await page.goto(village.origin)
  await page.getByRole('textbox', { name: 'Name' }).fill('weigher')
  await page.waitForLoadState('networkidle')
  const screen = await weigh()
  await visitor.signUp()
  const first = screen + (await weigh())
  await page.reload()
  await visitor.conversations.waitFor()
  const later = await weigh()
  context.diagnostic(
    `${screen} bytes gzipped for the sign-up screen, ${first} with the password meter until the conversations show; ${later} at any other start`,
  )
  assert.ok(screen > 100_000 && screen < SCREEN_BYTES_MAX, `${screen} bytes for the sign-up screen`)
  assert.ok(first > LATER_BYTES_MAX && first < FIRST_BYTES_MAX, `${first} bytes at sign-up`)
  assert.ok(later > 500_000 && later < LATER_BYTES_MAX, `${later} bytes at any other start`)
  await page.context().close()
})

const LOOKS = [
  ['light', 320],
  ['dark', 1280],
  ['light', 1280],
] as const

for (const { name, show } of SCREENS) {
  test(`${name}: axe-core finds no fault by day and by night, wide and narrow`, async () => {
    const { page } = alice
    const faults: string[] = []
    await show({ alice, page, mira, village })
    for (const [colorScheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      for (const fault of await scan(page)) faults.push(`${colorScheme}, ${width} px: ${fault}`)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (overflow > 0) faults.push(`${width} px: ${overflow} px too wide`)
    }
    assert.deepEqual([...faults, ...alice.faults], [])
  })
}
