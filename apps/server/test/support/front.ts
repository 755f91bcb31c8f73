import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWebServer, listen, WEB_BOUNDS } from '../../src/adapters/http-server.ts'
import type { TlsFiles, WebBounds, WebServer } from '../../src/adapters/http-server.ts'
import { readWebFiles } from '../../src/adapters/web-files.ts'
import { openWebFront } from '../../src/adapters/web-front.ts'
import { startProvider } from './test-provider.ts'
import type { TestProvider } from './test-provider.ts'

export type FrontOptions = {
  /** Files of the web app, by their path. */
  readonly files?: Readonly<Record<string, string>>
  readonly tls?: TlsFiles
  readonly trustProxy?: boolean
  /** Other than those that ship. */
  readonly bounds?: Partial<WebBounds>
}

/** A provider in this process, behind real sockets. */
export type Front = {
  readonly world: TestProvider
  readonly web: WebServer
  readonly port: number
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>
  readonly close: () => Promise<void>
}

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

export async function openFront({
  files = {},
  tls,
  trustProxy = false,
  bounds = {},
}: FrontOptions = {}): Promise<Front> {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-web-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  const world = await startProvider()
  const web = createWebServer({ tls, isBehindProxy: trustProxy, bounds: { ...WEB_BOUNDS, ...bounds } })
  const port = await listen(web, { host: 'localhost', port: 0 })
  const log = { note: (code: TestProvider['notes'][number]) => void world.notes.push(code) }
  const front = openWebFront({ web, provider: world.provider, log, files: readWebFiles(folder), trustProxy })
  rmSync(folder, { recursive: true })
  return {
    world,
    web,
    port,
    get: (path, headers = {}) => get({ port, path, headers, isSecure: tls !== undefined }),
    async close() {
      await world.provider.close()
      await front.close()
    },
  }
}

type Asked = {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly isSecure: boolean
}

function get({ port, path, headers, isSecure }: Asked): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const options = { port, path, headers, host: '127.0.0.1', agent: false, rejectUnauthorized: false } as const
  const request = (isSecure ? httpsRequest : httpRequest)(options, (response) => {
    const parts: Buffer[] = []
    response.on('data', (part: Buffer) => void parts.push(part))
    response.on('end', () => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
    })
  })
  request.on('error', reject)
  request.end()
  return promise
}
