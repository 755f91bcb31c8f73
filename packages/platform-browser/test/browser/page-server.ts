/**
 * Serves the sources of this repository to a page as they are: types stripped, package names turned into paths, under
 * the content policy that the app has. So browser tests run what ships, and need no build.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import { extname, join, normalize } from 'node:path'

export type PageServer = { readonly origin: string; readonly close: () => void }

export async function startPageServer(): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname)
    try {
      const { type, body } = path === '/' ? PAGE : sourceOf(path)
      response
        .writeHead(200, { 'content-type': type, 'content-security-policy': CONTENT_POLICY, 'cache-control': FOR_EVER })
        .end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a server that listens has an address')
  return { origin: `http://127.0.0.1:${address.port}/`, close: () => void server.close() }
}

/** A page's worker asks for hundreds of files, and each test for a worker or two. Another run is at another port. */
const FOR_EVER = 'max-age=86400, immutable'
const served = new Map<string, Source>()

function sourceOf(path: string): Source {
  const source = served.get(path) ?? sourceAt(path)
  served.set(path, source)
  return source
}

const REPOSITORY = join(import.meta.dirname, '../../../..')
const CONTENT_POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"
const PAGE = { type: 'text/html', body: '<!doctype html><title>browser tests</title>' }
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.ts': 'text/javascript',
  '.wasm': 'application/wasm',
}

type Source = { readonly type: string; readonly body: string | Buffer }

function sourceAt(path: string): Source {
  const extension = extname(path)
  const type = TYPES[extension]
  if (type === undefined || path.includes('..')) throw new Error('not served')
  const file = readFileSync(join(REPOSITORY, path))
  if (extension === '.ts') return { type, body: withPaths(stripTypeScriptTypes(file.toString('utf8'))) }
  return { type, body: extension === '.js' ? withPaths(file.toString('utf8')) : file }
}

/** Package names as paths; a package may name another one. */
function withPaths(source: string): string {
  return source
    .replaceAll(/'@rushlight\/([a-z-]+)\/testing'/g, "'/packages/$1/src/testing/index.ts'")
    .replaceAll(/'@rushlight\/([a-z-]+)'/g, "'/packages/$1/src/index.ts'")
    .replaceAll(/'(@(?:journeyapps|noble)\/[^']+)'/g, (_, file: string) => `'${pathOf(file)}'`)
    .replaceAll("'cborg'", "'/node_modules/cborg/cborg.js'")
    .replaceAll("'#ts-mls/", "'/packages/core/ts-mls/")
}

/** A package lies with the one that wants it, or with all. */
function pathOf(file: string): string {
  const own = `/packages/platform-browser/node_modules/${file}`
  return existsSync(join(REPOSITORY, own)) ? own : `/node_modules/${file}`
}
