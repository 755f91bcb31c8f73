/** A tab with a vault worker in it, and what a test does to the files behind the worker's back. */
import type { BrowserContext, Page } from 'playwright-core'
import type { VaultRequest } from './vault-worker.ts'

declare global {
  interface Window {
    /** The page's worker and all that it answered, one message after another. */
    vault: { readonly worker: Worker; readonly answers: readonly unknown[] }
  }
}

export type VaultTab = {
  readonly page: Page
  /** What the worker answers: a plain value, or `{ error: code }`. */
  readonly ask: (request: VaultRequest) => Promise<unknown>
  /** Starts a request whose answers are many. */
  readonly start: (request: VaultRequest) => Promise<void>
  readonly answers: () => Promise<readonly unknown[]>
  /** Ends the worker at once, wherever it is. */
  readonly terminate: () => Promise<void>
  readonly restart: () => Promise<void>
}

export async function openVaultTab(context: BrowserContext, origin: string): Promise<VaultTab> {
  const page = await context.newPage()
  await page.goto(origin)
  const restart = () => page.evaluate(startWorker, WORKER_PATH)
  await restart()
  return {
    page,
    ask: (request) => page.evaluate(askWorker, request),
    start: (request) => page.evaluate((message) => window.vault.worker.postMessage(message), request),
    answers: () => page.evaluate(() => window.vault.answers),
    terminate: () => page.evaluate(() => window.vault.worker.terminate()),
    restart,
  }
}

/** A file of a closed vault, as it lies in the browser's private file system. */
export async function readVaultFile(page: Page, path: readonly string[]): Promise<Uint8Array> {
  const text = await page.evaluate(async (parts) => {
    let folder = await navigator.storage.getDirectory()
    for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part)
    const file = await (await folder.getFileHandle(parts.at(-1) ?? '')).getFile()
    return new Uint8Array(await file.arrayBuffer()).toHex()
  }, path)
  return Uint8Array.fromHex(text)
}

export async function writeVaultFile(page: Page, path: readonly string[], bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    async ({ parts, text }) => {
      let folder = await navigator.storage.getDirectory()
      for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true })
      const file = await (await folder.getFileHandle(parts.at(-1) ?? '', { create: true })).createWritable()
      await file.write(Uint8Array.fromHex(text))
      await file.close()
    },
    { parts: path, text: bytes.toHex() },
  )
}

const WORKER_PATH = '/packages/platform-browser/test/browser/vault-worker.ts'

/** Runs in the page. */
function startWorker(path: string): void {
  const worker = new Worker(path, { type: 'module' })
  const answers: unknown[] = []
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => answers.push(data))
  worker.addEventListener('error', (event) => answers.push({ error: event.message }))
  window.vault = { worker, answers }
}

/** Runs in the page: one answer for one request. */
function askWorker(request: VaultRequest): Promise<unknown> {
  const { worker } = window.vault
  return new Promise((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => resolve(data), { once: true })
    worker.postMessage(request)
  })
}
