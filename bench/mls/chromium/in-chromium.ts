/** The engine in a worker of Chromium, bundled as the web app bundles it, on the primitives of the browser. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import type { Browser, JSHandle } from 'playwright-core'
import type { SuiteId } from '@rushlight/core/testing'
import { CHROMIUM, CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import { suiteName } from '../contestant.ts'
import type { Place, Result } from '../measure.ts'
import type { Answer, Question } from './worker.ts'

/** What the engine weighs as a browser gets it, minified. */
export type BundleSize = { readonly bytes: number; readonly gzipBytes: number }

export type InChromium = {
  readonly bundle: BundleSize
  /** The median of some rounds after a first one. */
  measure(place: Place): Promise<Result>
  /** Exactly so many operations. */
  measureOnly(place: Place, count: number): Promise<Result>
  close(): Promise<void>
}

export async function openInChromium(suite: SuiteId): Promise<InChromium> {
  const bundle = bundleEngine()
  const server = await serveBundle()
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS] })
  const measureRounds = async (place: Place, rounds: number, count: number): Promise<readonly Spent[]> => {
    const worker = await openWorker(browser, server.origin)
    const most = (rounds + 1) * count
    const prepared = await worker.ask({ kind: 'prepare', suite, operation: place.operation, size: { ...place, most } })
    const spent: Spent[] = []
    for (let i = 0; i <= rounds; i++) spent.push(await worker.run(count))
    await worker.close()
    const bytes = prepared.kind === 'prepared' ? prepared.bytes : 0
    return spent.map((one) => ({ ...one, bytes }))
  }
  const row = (place: Place, spent: Spent | undefined): Result => {
    const { operation, members } = place
    const measured = spent ?? { cpuMs: 0, elapsedMs: 0, bytes: 0 }
    return { library: 'rushlight', platform: 'chromium', suite: suiteName(suite), operation, members, ...measured }
  }
  return {
    bundle,
    async measure(place) {
      const { rounds, count } = effortFor(place)
      const spent = (await measureRounds(place, rounds, count)).slice(1)
      return row(place, spent.toSorted((a, b) => a.elapsedMs - b.elapsedMs)[Math.floor(rounds / 2)])
    },
    measureOnly: async (place, count) => row(place, (await measureRounds(place, 0, count))[0]),
    async close() {
      await browser.close()
      server.close()
    },
  }
}

/** The system counts the time of processes in hundredths of a second, so that a round has to take some of them. */
function effortFor({ operation, members }: Place): { readonly rounds: number; readonly count: number } {
  if (operation === 'send' || operation === 'receive') return { rounds: 5, count: 1_000 }
  return members <= 100 ? { rounds: 5, count: 20 } : { rounds: 3, count: 5 }
}

/** Of one operation. */
type Spent = { readonly cpuMs: number; readonly elapsedMs: number; readonly bytes: number }

type BenchWorker = {
  ask(question: Question): Promise<Answer>
  run(count: number): Promise<Spent>
  close(): Promise<void>
}

async function openWorker(browser: Browser, origin: string): Promise<BenchWorker> {
  const page = await browser.newPage()
  await page.goto(origin)
  const worker = await page.evaluateHandle(() => new Worker('/worker.js', { type: 'module' }))
  const ask = async (question: Question): Promise<Answer> => {
    const answer = await askWorker(worker, question)
    if (answer.kind === 'failed') throw new Error(answer.what)
    return answer
  }
  return {
    ask,
    async run(count) {
      const before = await cpuMsOf(browser)
      const answer = await ask({ kind: 'run', count })
      const cpuMs = ((await cpuMsOf(browser)) - before) / count
      return { cpuMs, elapsedMs: answer.kind === 'ran' ? answer.elapsedMs / count : 0, bytes: 0 }
    },
    close: () => page.close(),
  }
}

function askWorker(worker: JSHandle<Worker>, question: Question): Promise<Answer> {
  return worker.evaluate((worker, question) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => resolve(data), { once: true })
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    worker.postMessage(question)
    return promise
  }, question)
}

/** Of all pages, their workers and the threads in which a browser does its cryptography. */
async function cpuMsOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const pages = processInfo.filter(({ type }) => type === 'renderer')
  return pages.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0)
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const FOLDER = join(ROOT, '.build/bench-mls')
const BUNDLE_TIMEOUT_MS = 60_000

function bundleEngine(): BundleSize {
  rmSync(FOLDER, { recursive: true, force: true })
  const entries = ['worker.ts', 'engine.ts'].map((file) => join('bench/mls/chromium', file))
  const bundler = join(ROOT, 'node_modules/rolldown/bin/cli.mjs')
  const { status, stderr } = spawnSync(process.execPath, [bundler, ...entries, '--dir', FOLDER, '--minify'], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: BUNDLE_TIMEOUT_MS,
  })
  if (status !== 0) throw new Error(`the engine could not be bundled: ${stderr}`)
  const files = readdirSync(FOLDER).filter((name) => name !== 'worker.js')
  const sizes = files.map((name) => {
    const file = readFileSync(join(FOLDER, name))
    return { bytes: file.length, gzipBytes: gzipSync(file, { level: 9 }).length }
  })
  const sum = (pick: (size: BundleSize) => number): number => sizes.reduce((sum, size) => sum + pick(size), 0)
  return { bytes: sum(({ bytes }) => bytes), gzipBytes: sum(({ gzipBytes }) => gzipBytes) }
}

async function serveBundle(): Promise<{ readonly origin: string; readonly close: () => void }> {
  const names = new Set(readdirSync(FOLDER))
  const server = createServer(({ url = '/' }, response) => {
    const name = url.slice(1)
    if (!names.has(name)) return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
    return response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(join(FOLDER, name)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server that listens has an address')
  return { origin: `http://127.0.0.1:${address.port}/`, close: () => void server.close() }
}
