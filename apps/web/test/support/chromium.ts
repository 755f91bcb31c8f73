/** A Chromium with a profile on disk that can be killed like a process, and the people who sit before it. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { CHROMIUM, CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import type { Browser, BrowserContext } from 'playwright-core'
import { chromium } from 'playwright-core'

const FLAGS: readonly string[] = [
  ...CHROMIUM_FLAGS,
  '--headless',
  // Several people look at their windows at the same time.
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--remote-debugging-port=0',
]

/** A machine that is busy with other things is slow, but not this slow. */
const PATIENCE_MS = 120_000

export class Chromium {
  readonly #folder: string
  #child: ChildProcess | undefined
  #browser: Browser | undefined

  constructor(folder: string) {
    this.#folder = folder
  }

  async start(): Promise<void> {
    const child = spawn(CHROMIUM, [...FLAGS, `--user-data-dir=${this.#folder}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#child = child
    for await (const line of createInterface({ input: child.stderr })) {
      const [, address] = /listening on (ws:\S+)/.exec(line) ?? []
      if (address === undefined) continue
      this.#browser = await chromium.connectOverCDP(address, { timeout: PATIENCE_MS })
      break
    }
    child.stderr.resume()
  }

  /** Of the first of its processes. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** The profile that survives. */
  get profile(): BrowserContext {
    const [profile] = this.#running.contexts()
    if (profile === undefined) throw new Error('a browser with a profile has a context')
    return profile
  }

  /** An empty browser beside it, kept in memory. */
  emptyContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
    return this.#running.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...options })
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
    await this.#browser?.close()
    this.#browser = undefined
    this.#child = undefined
  }

  get #running(): Browser {
    if (this.#browser === undefined) throw new Error('the browser has not been started')
    return this.#browser
  }
}
