import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { CHROMIUM, CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import { startPageServer } from './page-server.ts'
import type { PageServer } from './page-server.ts'

/**
 * An implementation that others wrote, in one group with ours: OpenMLS, as Wire builds it for browsers. It is installed
 * for development alone (GPL-3.0); continuous integration does it here, everyone else by the command that is named.
 */
const rivals = join(import.meta.dirname, '../../../../bench/rivals')
const COMMAND = ['ci', '--prefix', rivals, '--ignore-scripts', '--no-audit', '--no-fund'] as const

let server: PageServer
let browser: Browser
let page: Page
before(async () => {
  if (!isInstalled() && process.env['CI'] !== undefined) install()
  server = await startPageServer()
  browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS] })
  page = await browser.newPage()
  await page.goto(server.origin)
  await page.addScriptTag({ type: 'module', url: '/packages/platform-browser/test/browser/referee-page.ts' })
  await page.waitForFunction(() => 'referee' in window)
})
after(async () => {
  await browser.close()
  server.close()
})

/** How often each step is taken, in a group that they found, one that we found, and one that is come into from outside. */
const STEPS = {
  'they add one of us': 5,
  'we add one of them': 5,
  'they update': 8,
  'we update': 7,
  'they remove one of us': 2,
  'we remove one of them': 2,
  'they remove one of them': 1,
  'we remove one of us': 1,
  'they add the library': 1,
  'they come in by an external commit of theirs': 1,
  'we come in by an external commit of ours': 1,
}

for (const suite of [1, 3] as const) {
  test(`OpenMLS and we understand each other in one group (suite ${suite})`, async (t) => {
    if (!isInstalled()) {
      t.skip('OpenMLS is not at hand: npm ci --prefix bench/rivals')
      return
    }
    const steps = await page.evaluate((suite) => window.referee(suite), suite)
    const counted = Object.groupBy(steps, (step) => step)
    const counts = Object.fromEntries(Object.entries(counted).map(([step, times]) => [step, times?.length]))
    assert.deepEqual(counts, STEPS)
  })
}

function isInstalled(): boolean {
  return existsSync(join(rivals, 'node_modules/@wireapp/core-crypto'))
}

function install(): void {
  const { status, stderr } = spawnSync('npm', [...COMMAND], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
}
