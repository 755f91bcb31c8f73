import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The built web app, read once: only what lay in the folder at the start is ever served. */
export interface WebFiles {
  /** By the path of its URL. */
  find(path: string): WebFile | undefined
}

export type WebFile = {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where it is smaller. */
  readonly gzipped: Uint8Array<ArrayBuffer> | undefined
  readonly etag: string
  /** Its name changes with its content. */
  readonly isImmutable: boolean
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.gz', 'application/gzip'],
  ['.html', 'text/html; charset=utf-8'],
  ['.ico', 'image/x-icon'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.map', 'application/json'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.wasm', 'application/wasm'],
  ['.webmanifest', 'application/manifest+json'],
  ['.woff2', 'font/woff2'],
])

/** `undefined` if there is no such folder, or no page in it. */
export function readWebFiles(folder: string): WebFiles | undefined {
  const files = new Map<string, WebFile>()
  for (const path of listFiles(folder)) {
    const type = TYPES.get(extname(path))
    if (type !== undefined) files.set(`/${path}`, readWebFile(join(folder, path), { path, type }))
  }
  return files.has('/index.html') ? { find: (path) => files.get(path) } : undefined
}

function listFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\//, ''))
  } catch {
    return []
  }
}

function readWebFile(file: string, { path, type }: { readonly path: string; readonly type: string }): WebFile {
  const bytes = new Uint8Array(readFileSync(file))
  const gzipped = isCompressible(type) ? new Uint8Array(gzipSync(bytes, { level: 9 })) : undefined
  return {
    type,
    bytes,
    gzipped: gzipped !== undefined && gzipped.length < bytes.length ? gzipped : undefined,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, ETAG_LENGTH)}"`,
    isImmutable: HASHED_NAME.test(path),
  }
}

const ETAG_LENGTH = 22
/** As Vite names what it bundles: `assets/index-BxQ4Zk2a.js`. */
const HASHED_NAME = /^assets\/.+-[\w-]{8,}\.\w+$/

function isCompressible(type: string): boolean {
  return !['application/gzip', 'image/png', 'font/woff2'].includes(type)
}
