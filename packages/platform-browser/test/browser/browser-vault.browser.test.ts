import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import { chromium } from 'playwright-core'
import { EVERY_KEY } from '@rushlight/records'
import { openNodeVault } from '@rushlight/platform-node'
import type { PageServer } from './page-server.ts'
import { startPageServer } from './page-server.ts'
import type { KillableBrowser } from './killable-browser.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import { killableBrowser } from './killable-browser.ts'
import type { VaultTab } from './vault-tab.ts'
import { openVaultTab, readVaultFile, writeVaultFile } from './vault-tab.ts'

let server: PageServer
let profileFolder: string
let profile: BrowserContext
before(async () => {
  server = await startPageServer()
  profileFolder = mkdtempSync(join(tmpdir(), 'rushlight-profile-'))
  // A profile on disk: files of a profile in memory behave the same, but thirty times slower.
  profile = await chromium.launchPersistentContext(profileFolder, {
    executablePath: CHROMIUM,
    args: [...CHROMIUM_FLAGS],
  })
})
after(async () => {
  await profile.close()
  server.close()
  rmSync(profileFolder, { recursive: true })
})

const vaultPath = (name: string) => ['rushlight-vaults', `${name}.vault`, 'records']

async function newTab(context: TestContext): Promise<VaultTab> {
  const tab = await openVaultTab(profile, server.origin)
  context.after(() => tab.page.close())
  return tab
}

/** Every test has vaults of its own. */
let vaultCount = 0
function newName(): string {
  vaultCount += 1
  return `vault-${vaultCount}`
}

/** A worker's files are let go a moment after its end. */
async function openSoon(tab: VaultTab, name: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const answer = await tab.ask({ kind: 'open', name })
    if (answer === 'opened') return
    assert.deepEqual(answer, { error: 'inUse' })
    await sleep(100)
  }
  assert.fail('the files were not let go within 5 s')
}

async function untilAnswered(tab: VaultTab, key: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if ((await tab.answers()).some((answer) => typeof answer === 'number' && answer > key)) return
    await sleep(50)
  }
  assert.fail('nothing was answered within 15 s')
}

test('the vault of a browser passes the exam of record stores, under a strict content policy', async (context) => {
  const tab = await newTab(context)
  const result = await tab.ask({ kind: 'exam' })
  assert.deepEqual(result, { count: 28, failures: [] })
})

test('the stage of files of a browser passes the exam of stages', async (context) => {
  const tab = await newTab(context)
  assert.deepEqual(await tab.ask({ kind: 'stageExam' }), { count: 6, failures: [] })
})

test('two tabs never hold one vault: the second opens when the first has closed or has gone', async (context) => {
  const alice = newName()
  const bob = newName()
  const first = await newTab(context)
  const second = await newTab(context)
  assert.equal(await first.ask({ kind: 'open', name: alice }), 'opened')
  assert.deepEqual(await second.ask({ kind: 'open', name: alice }), { error: 'inUse' })
  assert.equal(await second.ask({ kind: 'open', name: bob }), 'opened', 'another account is another vault')
  assert.equal(await second.ask({ kind: 'close' }), 'closed')
  await first.ask({ kind: 'put', records: [[1, 'kept']] })
  assert.equal(await first.ask({ kind: 'close' }), 'closed')
  assert.equal(await second.ask({ kind: 'open', name: alice }), 'opened')
  assert.equal(await second.ask({ kind: 'get', key: 1 }), 'kept')
  await second.page.close()
  await openSoon(first, alice)
  assert.equal(await first.ask({ kind: 'get', key: 1 }), 'kept')
})

test('ended in the middle of writing, again and again, the vault has everything it answered for', async (context) => {
  const alice = newName()
  const tab = await newTab(context)
  for (let round = 0; round < 2; round += 1) {
    await openSoon(tab, alice)
    await tab.start({ kind: 'writeOn', first: round * 10_000 })
    await untilAnswered(tab, round * 10_000)
    await sleep(round * 37)
    await tab.terminate()
    const last = (await tab.answers()).findLast((answer) => typeof answer === 'number')
    assert.ok(typeof last === 'number' && last > round * 10_000, 'something was answered')
    await tab.restart()
    await openSoon(tab, alice)
    for (const key of [round * 10_000, last]) {
      assert.equal(await tab.ask({ kind: 'get', key }), `text ${key} `.repeat(50))
      assert.equal(await tab.ask({ kind: 'get', key: key + 1_000_000 }), 'twin')
    }
    await tab.ask({ kind: 'close' })
  }
})

test('a commit is flushed before it is answered', async (context) => {
  const alice = newName()
  const tab = await newTab(context)
  await tab.ask({ kind: 'open', name: alice })
  await tab.ask({ kind: 'put', records: [[1, 'the table is there']] })
  const flushes = await tab.ask({ kind: 'countFlushes' })
  assert.ok(typeof flushes === 'number' && flushes >= 1, `${String(flushes)} flushes`)
})

test('a wrong key is refused, and so is a name that could leave the folder', async (context) => {
  const alice = newName()
  const tab = await newTab(context)
  await tab.ask({ kind: 'open', name: alice, keyByte: 1 })
  await tab.ask({ kind: 'put', records: [[1, 'secret']] })
  await tab.ask({ kind: 'close' })
  assert.deepEqual(await tab.ask({ kind: 'open', name: alice, keyByte: 2 }), { error: 'wrongKey' })
  assert.equal(await tab.ask({ kind: 'open', name: alice, keyByte: 1 }), 'opened', 'the refusal let go of the files')
  for (const name of ['', '..', 'a/../b', '/a', 'a b', 'é', 'a/b/c/d/e', 'a'.repeat(65)]) {
    assert.deepEqual(await tab.ask({ kind: 'open', name }), { error: 'outOfBounds' }, name)
  }
})

test('a wiped vault is gone, its neighbours are not, and an open one is not wiped', async (context) => {
  const alice = newName()
  const phone = `${alice}/phone`
  const tab = await newTab(context)
  const other = await newTab(context)
  for (const name of [alice, phone]) {
    await tab.ask({ kind: 'open', name })
    await tab.ask({ kind: 'put', records: [[1, name]] })
    await tab.ask({ kind: 'close' })
  }
  await other.ask({ kind: 'open', name: alice })
  assert.deepEqual(await tab.ask({ kind: 'wipe', name: alice }), { error: 'inUse' })
  await other.ask({ kind: 'close' })
  assert.equal(await tab.ask({ kind: 'wipe', name: alice }), 'wiped')
  assert.equal(await tab.ask({ kind: 'wipe', name: alice }), 'wiped', 'twice is harmless')
  assert.equal(await tab.ask({ kind: 'open', name: alice, keyByte: 9 }), 'opened', 'a new vault, with any key')
  assert.equal(await tab.ask({ kind: 'get', key: 1 }), 'nothing')
  await tab.ask({ kind: 'close' })
  await tab.ask({ kind: 'open', name: phone })
  assert.equal(await tab.ask({ kind: 'get', key: 1 }), phone)
})

test('storage that is full refuses commits and goes on answering, however it says so', async (context) => {
  const tab = await newTab(context)
  for (const how of ['quota', 'oddError', 'shortWrite'] as const) {
    const alice = newName()
    await tab.ask({ kind: 'open', name: alice })
    await tab.ask({ kind: 'put', records: [[1, 'before']] })
    await tab.ask({ kind: 'breakFiles', how })
    assert.deepEqual(await tab.ask({ kind: 'put', records: [[2, 'no room']] }), { error: 'storageFull' })
    assert.equal(await tab.ask({ kind: 'get', key: 1 }), 'before')
    await tab.ask({ kind: 'breakFiles', how: 'mend' })
    assert.deepEqual(await tab.ask({ kind: 'put', records: [[3, 'room again']] }), ['done'])
    await tab.ask({ kind: 'close' })
    await tab.ask({ kind: 'open', name: alice })
    const texts: unknown[] = []
    for (const key of [1, 2, 3]) texts.push(await tab.ask({ kind: 'get', key }))
    assert.deepEqual(texts, ['before', 'nothing', 'room again'], how)
    await tab.ask({ kind: 'close' })
  }
})

for (const what of ['getDirectory', 'createSyncAccessHandle'] as const) {
  test(`where the browser has no storage (${what}) it says so`, async (context) => {
    const alice = newName()
    const tab = await newTab(context)
    await tab.ask({ kind: 'hideStorage', what })
    assert.deepEqual(await tab.ask({ kind: 'open', name: alice }), { error: 'noPersistentStorage' })
  })
}

test('a vault written in the browser opens in Node, and the other way round', async (context) => {
  const alice = newName()
  const carol = newName()
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-cross-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'vault')
  const key = new Uint8Array(32).fill(1)
  const tab = await newTab(context)
  await tab.ask({ kind: 'open', name: alice })
  const texts = Array.from(
    { length: 200 },
    (_, number) => [number, `from the browser ${number} `.repeat(number)] as const,
  )
  await tab.ask({ kind: 'put', records: texts })
  await tab.ask({ kind: 'remove', key: 7 })
  await tab.ask({ kind: 'close' })
  const stored = await readVaultFile(tab.page, vaultPath(alice))
  assert.ok(!Buffer.from(stored).includes('browser'), 'nothing in clear')
  writeFileSync(file, stored)

  const store = await openNodeVault({ file, key })
  const records = await store.range({ table: 'note', ...EVERY_KEY, limit: 1000 })
  const expected = texts.filter(([number]) => number !== 7).map(([, text]) => text)
  assert.deepEqual(
    records.map(({ value }) => Buffer.from(value).toString()),
    expected,
  )
  await store.commit([{ put: [{ table: 'note', key: Uint8Array.of(0, 0, 0, 7), value: Buffer.from('from Node') }] }])
  await store.close()

  await writeVaultFile(tab.page, vaultPath(carol), readFileSync(file))
  assert.equal(await tab.ask({ kind: 'open', name: carol }), 'opened')
  assert.equal(await tab.ask({ kind: 'get', key: 7 }), 'from Node')
  assert.equal(await tab.ask({ kind: 'get', key: 199 }), expected.at(-1))
})

test('two fresh vaults under one key never use the same nonce for a page', async (context) => {
  const tab = await newTab(context)
  const nonces: string[] = []
  for (const name of [newName(), newName()]) {
    await tab.ask({ kind: 'open', name })
    await tab.ask({ kind: 'put', records: [[1, 'the same text']] })
    await tab.ask({ kind: 'close' })
    const stored = await readVaultFile(tab.page, vaultPath(name))
    for (let end = 4096; end <= stored.length; end += 4096)
      nonces.push(Buffer.from(stored.subarray(end - 32, end - 16)).toString('hex'))
    await tab.restart()
  }
  assert.ok(nonces.length > 5)
  assert.equal(new Set(nonces).size, nonces.length)
})

test('the browser itself killed in the middle of writing, the vault has everything it answered for', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-killed-'))
  const started: KillableBrowser[] = []
  context.after(async () => {
    for (const each of started) await each.kill()
    rmSync(folder, { recursive: true })
  })
  // What one browser answered for before it was killed, the next one reads, and then writes on.
  let answered: readonly number[] = []
  for (let round = 0; round <= KILLS; round += 1) {
    const browser = await killableBrowser(folder)
    started.push(browser)
    const tab = await openVaultTab(browser.profile, server.origin)
    await openSoon(tab, 'alice')
    for (const key of answered) {
      assert.equal(await tab.ask({ kind: 'get', key }), `text ${key} `.repeat(50))
      assert.equal(await tab.ask({ kind: 'get', key: key + 1_000_000 }), 'twin')
    }
    if (round < KILLS) {
      const begun = round * 10_000
      await tab.start({ kind: 'writeOn', first: begun })
      await untilAnswered(tab, begun)
      const last = (await tab.answers()).at(-1)
      assert.ok(typeof last === 'number' && last > begun, 'something was answered')
      answered = [...answered, begun, last]
    }
    await browser.kill()
  }
})

/** How often a browser is killed while it writes. */
const KILLS = 1
