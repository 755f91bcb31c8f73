/**
 * A file of the largest size, from the disk of one person at a browser to that of another, and to one at a terminal: how long
 * each part takes, and how much memory the page with its workers takes at most. It ends with 1 if a byte is another.
 *
 *   npm run bench:file -- [--bytes 104857600]
 *
 * Each person has a browser of their own. Memory is that of the browser's processes that run pages and workers (VmHWM).
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { FILE_BYTES_MAX } from '@rushlight/protocol'
import { Chromium } from './support/chromium.ts'
import { Village } from './support/village.ts'
import { Visitor } from './support/visitor.ts'

const MIB = 1024 * 1024
/** Much of this is the machine's, which may be slow. */
const PATIENCE_MS = 10 * 60_000
const NAME = 'large.bin'

const { values } = parseArgs({ options: { bytes: { type: 'string', default: String(FILE_BYTES_MAX) } } })
const village = new Village()
const browsers = ['alice', 'bob'].map((name) => new Chromium(join(village.folder, `chromium of ${name}`)))
try {
  await village.start()
  for (const browser of browsers) await browser.start()
  const isSame = await play(Number(values.bytes))
  process.exitCode = isSame ? 0 : 1
} finally {
  await Promise.all(browsers.map((browser) => browser.kill()))
  await village.close()
}

async function play(bytes: number): Promise<boolean> {
  const [alice, bob] = await Promise.all(browsers.map((browser, i) => signUp(browser, ['alice', 'bob'][i] ?? '')))
  if (alice === undefined || bob === undefined) throw new Error('two people')
  const carol = await village.terminal('carol')
  await carol.run('room', 'create', 'Files', '--member', 'alice', '--member', 'bob')
  await alice.accept('Files')
  await bob.accept('Files')
  const path = join(village.folder, NAME)
  const hash = writeRandom(path, bytes)
  for (const { pid } of browsers) forgetPeaks(pid)
  tell('before', 0)

  await timed('attached', () => attach(alice, path))
  await timed('sent', async () => {
    await alice.say('all of it')
    await alice.reaches('all of it', 'sent')
  })
  const save = bob.page.getByRole('button', { name: `Save ${NAME}` })
  await timed('downloaded', async () => {
    await bob.page.getByRole('button', { name: `Download ${NAME}` }).click()
    await save.waitFor()
  })
  const saved = await timed('saved', async () => {
    const [download] = await Promise.all([bob.page.waitForEvent('download'), save.click()])
    return download.path()
  })
  const folder = join(village.folder, 'in')
  await timed('fetched by a terminal', () => carol.run('receive', '--for', '5', '--files', folder))
  const hashes = await Promise.all([saved, join(folder, NAME)].map((one) => hashOf(one)))
  const isSame = hashes.every((one) => one === hash) && alice.faults.length === 0 && bob.faults.length === 0
  console.log(isSame ? 'all bytes are the same' : 'something else came')
  return isSame
}

async function signUp(browser: Chromium, name: string): Promise<Visitor> {
  const visitor = await Visitor.open(browser.profile, village.origin, name)
  visitor.page.setDefaultTimeout(PATIENCE_MS)
  await visitor.signUp()
  return visitor
}

/** As a person does who picks a file of the disk: nothing of it goes through the test. Until it is sealed. */
async function attach({ page }: Visitor, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'input[type=file]' })
  await session.send('DOM.setFileInputFiles', { files: [path], nodeId })
  await page.getByRole('list', { name: 'Attached files' }).getByText(NAME).waitFor()
  await page.getByLabel(`Encrypting ${NAME}`).waitFor({ state: 'detached' })
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const begunAt = performance.now()
  const result = await work()
  tell(what, (performance.now() - begunAt) / 1000)
  return result
}

function tell(what: string, seconds: number): void {
  const [alice = 0, bob = 0] = browsers.map(({ pid }) => peakOf(pid) / MIB)
  const memory = `at most ${alice.toFixed(0)} MiB at alice, ${bob.toFixed(0)} MiB at bob`
  console.log(`${what.padEnd(24)}${seconds.toFixed(1).padStart(7)} s   ${memory}`)
}

function peakOf(parent: number): number {
  const peaks = pagesOf(parent).map((pid) => numberIn(/^VmHWM:\s+(\d+) kB/m, readProcess(pid, 'status')) * 1024)
  return peaks.reduce((sum, bytes) => sum + bytes, 0)
}

/** What the password's hash has taken is given back, and no part of this. */
function forgetPeaks(parent: number): void {
  for (const pid of pagesOf(parent)) writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** All processes below that one that run pages. */
function pagesOf(parent: number): readonly number[] {
  const below = new Set([parent])
  const pages: number[] = []
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((a, b) => a - b)) {
    const status = readProcess(pid, 'status')
    if (!below.has(numberIn(/^PPid:\s+(\d+)/m, status))) continue
    below.add(pid)
    if (readProcess(pid, 'cmdline').includes('--type=renderer')) pages.push(pid)
  }
  return pages
}

function readProcess(pid: number, what: 'status' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    return ''
  }
}

function numberIn(pattern: RegExp, text: string): number {
  return Number(pattern.exec(text)?.[1] ?? 0)
}

function writeRandom(path: string, bytes: number): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'w')
  for (let left = bytes; left > 0; left -= MIB) {
    const piece = randomBytes(Math.min(left, MIB))
    writeSync(file, piece)
    hash.update(piece)
  }
  closeSync(file)
  return hash.digest('hex')
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
