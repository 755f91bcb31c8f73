/** Somebody at a browser: the web app in a Chromium with a profile on disk, whose heaps can be looked at. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CHROMIUM_FLAGS } from '@rushlight/platform-node/testing'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { heapsOfTabs } from './devtools.ts'
import { filesIn, pathsIn, readIfThere } from './places.ts'
import { endProgram, pidOf } from './programs.ts'
import type { Evidence } from './scan.ts'
import { browserVault, findBrowserVaults } from './vaults.ts'
import type { BrowserVault } from './vaults.ts'

const FLAGS: readonly string[] = [...CHROMIUM_FLAGS, '--headless', '--lang=en', '--remote-debugging-port=0']

export class WebUser {
  readonly name: string
  readonly password: string
  readonly folder: string
  readonly #program: string
  readonly #url: string
  #child: ChildProcess | undefined
  #browser: Browser | undefined
  #page: Page | undefined
  #vaults: readonly BrowserVault[] = []

  constructor(home: string, name: string, where: { readonly program: string; readonly url: string }) {
    this.name = name
    this.password = `kandelaar ${name} 1583 vuurmaken`
    this.folder = join(home, name)
    this.#program = where.program
    this.#url = where.url
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('the browser does not run')
    return this.#page
  }

  get pid(): number {
    return pidOf(this.#child)
  }

  get profile(): string {
    return join(this.folder, 'chromium')
  }

  /** Starts the browser with its profile, and the app in it. */
  async open(): Promise<void> {
    mkdirSync(this.folder, { recursive: true })
    // What the last browser wrote there would lead to nobody.
    rmSync(join(this.profile, 'DevToolsActivePort'), { force: true })
    const log = openSync(join(this.folder, 'chromium.log'), 'a')
    this.#child = spawn(this.#program, [...FLAGS, `--user-data-dir=${this.profile}`], { stdio: ['ignore', log, log] })
    closeSync(log)
    this.#browser = await chromium.connectOverCDP(await this.#address())
    const [context] = this.#browser.contexts()
    if (context === undefined) throw new Error('a browser with a profile has a context')
    this.#page = context.pages()[0] ?? (await context.newPage())
    await this.#page.goto(this.#url)
  }

  async signUp(): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name', exact: true }).fill(this.name)
    await this.page.getByRole('textbox', { name: 'Password', exact: true }).fill(this.password)
    await this.page.getByRole('button', { name: 'Create account' }).click()
    await this.page.getByRole('list', { name: 'Conversations' }).waitFor()
    this.#vaults = await findBrowserVaults(this.profile, this.password)
    if (this.#vaults.length === 0) throw new Error('the harness cannot open the vault of the browser')
  }

  async close(signal: NodeJS.Signals): Promise<void> {
    const [child, browser] = [this.#child, this.#browser]
    this.#page = undefined
    if (child === undefined) return
    await endProgram(child, signal)
    await browser?.close().catch(() => undefined)
  }

  /** After a start the app may ask for the password, or may have kept the key. */
  async unlock(): Promise<void> {
    const list = this.page.getByRole('list', { name: 'Conversations' })
    const password = this.page.getByLabel('Password', { exact: true })
    await list.or(password).first().waitFor()
    if (await list.isVisible()) return
    await password.fill(this.password)
    await password.press('Enter')
    await list.waitFor()
  }

  get vaultFiles(): readonly string[] {
    const folder = join(this.profile, 'Default', 'File System')
    return pathsIn(folder).map((path) => join(folder, path))
  }

  vaultHolds(word: string): boolean {
    return this.vault().some(({ bytes }) => bytes.includes(word))
  }

  *disk(): Iterable<Evidence> {
    yield* filesIn(this.folder)
  }

  vault(): readonly Evidence[] {
    return this.#vaults.flatMap((vault) => browserVault(this.profile, vault))
  }

  /** Of the page, of the worker that holds the vault, and of the service worker. */
  async heaps(only?: 'page'): Promise<readonly Evidence[]> {
    return heapsOfTabs(await this.#address(), only === undefined ? undefined : new Set([only]))
  }

  /** Chromium writes it down when it listens: the port, and the path of its own socket. */
  async #address(): Promise<string> {
    for (let waited = 0; waited < START_MS_MAX; waited += POLL_MS) {
      const [port, path] = (readIfThere(join(this.profile, 'DevToolsActivePort'))?.toString() ?? '').split('\n')
      if (port !== undefined && path !== undefined) return `ws://127.0.0.1:${port}${path}`
      await sleep(POLL_MS)
    }
    throw new Error('Chromium did not start')
  }
}

const START_MS_MAX = 20_000
const POLL_MS = 50
