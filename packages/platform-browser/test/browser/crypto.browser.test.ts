import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { MLS_VECTOR_CASES } from '@rushlight/core/testing'
import { WYCHEPROOF_CASES } from '@rushlight/protocol/testing'
import { CHROMIUM, CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import { startPageServer } from './page-server.ts'
import type { PageServer } from './page-server.ts'

let server: PageServer
let browser: Browser
let page: Page
before(async () => {
  server = await startPageServer()
  browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS] })
  page = await browser.newPage()
  await page.goto(server.origin)
  await page.addScriptTag({ type: 'module', url: '/packages/platform-browser/test/browser/crypto-page.ts' })
  await page.waitForFunction(() => 'cryptoPage' in window)
})
after(async () => {
  await browser.close()
  server.close()
})

test('the crypto adapter passes the exam of its port in Chromium', async () => {
  assert.deepEqual(await page.evaluate(() => window.cryptoPage.examine()), [])
})

const house = join(import.meta.dirname, '../../../..')
const folder = join(process.env['RUSHLIGHT_VECTORS'] ?? join(house, '../shared/vectors'), 'mls')

test('the crypto adapter passes Wycheproof in Chromium', async () => {
  for (const [name, cases] of Object.entries(WYCHEPROOF_CASES)) {
    const text = readFileSync(join(house, `packages/protocol/test/wycheproof/${name}.jsonl`), 'utf8')
    const result = await page.evaluate(({ name, text }) => window.cryptoPage.runWycheproof(name, text), { name, text })
    assert.deepEqual(result, { cases, failures: [] }, name)
  }
})

test('the official MLS vectors hold in Chromium', async (t) => {
  if (!existsSync(folder)) {
    assert.equal(process.env['CI'], undefined, 'the vectors are missing: continuous integration must run them')
    t.skip('the official vectors are not at hand')
    return
  }
  for (const [file, expected] of Object.entries(MLS_VECTOR_CASES)) {
    const content: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    const run = { file, content }
    const { cases, passed, failures } = await page.evaluate(
      ({ file, content }) => window.cryptoPage.runVectors(file, content),
      run,
    )
    assert.deepEqual(failures, [], file)
    assert.deepEqual({ file, cases, passed }, { file, cases: expected, passed: expected })
  }
})
