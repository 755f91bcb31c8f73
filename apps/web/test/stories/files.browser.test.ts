/** Files go from one browser to another, and from a terminal to a browser, through the real server. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Chromium } from '../support/chromium.ts'
import { Village } from '../support/village.ts'
import { Visitor } from '../support/visitor.ts'

/** Of many chunks, and of more than one piece of an upload. */
const FILE_BYTES = 3_000_000
const SMALL_FILE_BYTES = 100_000
/** Long enough on its way into the stage to be looked at there; none of it is sent. */
const LARGE_FILE_BYTES = 90_000_000
/** A square of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

const village = new Village()
const chromium = new Chromium(join(village.folder, 'chromium'))
let alice: Visitor
let bob: Visitor

before(async () => {
  await Promise.all([village.start(), chromium.start()])
  alice = await Visitor.open(await chromium.emptyContext(), village.origin, 'alice')
  bob = await Visitor.open(await chromium.emptyContext(), village.origin, 'bob')
  await Promise.all([alice.signUp(), bob.signUp()])
})
after(async () => {
  await chromium.kill()
  await village.close()
})

test('a picture and a file are attached, sent, seen and saved byte by byte', async () => {
  const bytes = randomBytes(FILE_BYTES)
  await alice.page.getByRole('navigation').getByRole('link', { name: 'New conversation' }).first().click()
  await alice.page.getByRole('textbox', { name: 'Name or link' }).fill('bob')
  await alice.page.getByRole('button', { name: 'Find' }).click()
  await alice.composer.waitFor()
  await alice.page.locator('input[type=file]').setInputFiles([
    { name: 'plan.bin', mimeType: 'application/octet-stream', buffer: bytes },
    { name: 'dot.png', mimeType: 'image/png', buffer: PICTURE },
  ])
  await alice.page.getByRole('list', { name: 'Attached files' }).getByText('dot.png').waitFor()
  await alice.say('here it is')
  await alice.reaches('here it is', 'sent')

  await bob.accept('alice')
  await bob.message('here it is').getByRole('img', { name: 'dot.png' }).waitFor()
  await bob.page.getByRole('button', { name: 'Download plan.bin' }).click()
  const save = bob.page.getByRole('button', { name: 'Save plan.bin' })
  await save.waitFor()
  const [download] = await Promise.all([bob.page.waitForEvent('download'), save.click()])
  assert.equal(download.suggestedFilename(), 'plan.bin')
  assert.ok(readFileSync(await download.path()).equals(bytes), 'what was saved is what was sent')
  assert.deepEqual([alice.faults, bob.faults], [[], []])
})

test('what waits for its upload outlives a dead server and a reload, and can be taken back until then', async () => {
  const { page } = alice
  const attach = async (name: string): Promise<void> => {
    const file = { name, mimeType: 'application/octet-stream', buffer: randomBytes(SMALL_FILE_BYTES) }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('list', { name: 'Attached files' }).getByText(name).waitFor()
  }
  // Everything that starting takes has been kept.
  await page.evaluate(async () => navigator.serviceWorker.ready)
  await village.kill()
  await attach('later.bin')
  await alice.say('this one later')
  await page.getByRole('button', { name: 'Cancel later.bin' }).waitFor()
  await attach('never.bin')
  await alice.say('better not')
  await page.getByRole('button', { name: 'Cancel never.bin' }).click()
  await alice.message('better not').waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('button', { name: 'Cancel later.bin' }).waitFor()
  await village.start()
  await alice.reaches('this one later', 'sent')
  await bob.page.getByRole('button', { name: 'Download later.bin' }).waitFor()
  assert.equal(await bob.message('better not').count(), 0)
})

test('who would leave while a file is being sealed is asked, and is not any more when it is taken back', async () => {
  const { page } = alice
  const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
  assert.equal(await page.evaluate(isAsked), false)
  await page.locator('input[type=file]').evaluate((input: HTMLInputElement, bytes) => {
    const chosen = new DataTransfer()
    chosen.items.add(new File([new Uint8Array(bytes)], 'large.bin'))
    input.files = chosen.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }, LARGE_FILE_BYTES)
  await page.waitForFunction(isAsked)
  await page.getByRole('button', { name: 'Remove large.bin' }).click()
  await page.waitForFunction(() => dispatchEvent(new Event('beforeunload', { cancelable: true })))
})

test('a file that the browser has lost is told in words, and comes again', async () => {
  const { page } = bob
  await page.reload()
  await bob.message('here it is').waitFor()
  await page.evaluate(loseLargestFile)
  await page.getByRole('button', { name: 'Save plan.bin' }).click()
  await page.getByText('plan.bin cannot be read on this device any more. Download it again.').first().waitFor()
  await page.getByRole('button', { name: 'Try plan.bin again' }).click()
  const save = page.getByRole('button', { name: 'Save plan.bin' })
  await save.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
  assert.equal(readFileSync(await download.path()).length, FILE_BYTES)
})

test('what a terminal sends shows in the browser, and goes with its message', async () => {
  const tess = await village.terminal('tess')
  const path = join(village.folder, 'note.txt')
  writeFileSync(path, 'behind the bikes')
  await tess.run('send', 'bob', 'see file', '--file', path, '--expire', '20s')
  await bob.accept('tess')
  await bob.message('see file').getByText('note.txt').waitFor()
  await bob.seesGone('note.txt')
  assert.deepEqual(bob.faults, [])
})

/** As when a browser is short of room and somebody cleans up behind its back. */
async function loseLargestFile(): Promise<void> {
  let largest = { bytes: 0, lose: (): Promise<void> => Promise.reject(new Error('there is no file')) }
  const folders = [await navigator.storage.getDirectory()]
  for (const folder of folders) {
    for await (const [name, entry] of folder.entries()) {
      if (entry instanceof FileSystemDirectoryHandle) folders.push(entry)
      const isStaged = folder.name === 'files' && entry instanceof FileSystemFileHandle
      const bytes = isStaged ? (await entry.getFile()).size : 0
      if (bytes > largest.bytes) largest = { bytes, lose: () => folder.removeEntry(name) }
    }
  }
  await largest.lose()
}
