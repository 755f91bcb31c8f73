/**
 * The shell without a network: keeps this build's own files and serves them first. Never sees a message, never keeps an
 * answer of the provider. A new build waits until the user wants it (`skipWaiting` on the page's word).
 */
declare const __FILES__: readonly string[]
declare const __SHELL__: string

/** The little of a service worker's world that is used here; the DOM's types do not know it. */
type LifeEvent = Event & { waitUntil(work: Promise<unknown>): void }
type AskEvent = Event & { readonly request: Request; respondWith(answer: Promise<Response>): void }
type Shell = {
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(kind: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(kind: 'fetch', listener: (event: AskEvent) => void): void
  addEventListener(kind: 'message', listener: (event: MessageEvent<unknown>) => void): void
}
declare const self: Shell

const PREFIX = 'rushlight-shell-'
const SHELL: string = `${PREFIX}${__SHELL__}`
const files: ReadonlySet<string> = new Set(__FILES__)

self.addEventListener('install', (event) => event.waitUntil(keepShell()))
self.addEventListener('activate', (event) => event.waitUntil(dropOldShells()))
self.addEventListener('message', ({ data }) => {
  if (data === 'skipWaiting') void self.skipWaiting()
})
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  // The app's own addresses are no files; notices and source are, and lie at the provider.
  const path = request.mode === 'navigate' && !/\.\w+$/.test(pathname) ? '/' : pathname
  if (files.has(path)) event.respondWith(serve(path, request))
})

async function keepShell(): Promise<void> {
  const shell = await caches.open(SHELL)
  await shell.addAll([...files].map((path) => new Request(path, { cache: 'reload' })))
}

async function dropOldShells(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== SHELL).map((name) => caches.delete(name)),
  )
  await self.clients.claim()
}

async function serve(path: string, request: Request): Promise<Response> {
  const kept = await (await caches.open(SHELL)).match(path, { ignoreVary: true })
  return kept ?? fetch(request)
}
