import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { BLOBS_PATH } from '@rushlight/protocol'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { FEDERATION_PATH } from '../federation/peers.ts'
import type { Provider } from '../provider.ts'
import { createBlobRoutes } from './blob-routes.ts'
import { createFederationRoutes } from './federation-routes.ts'
import { metricsText } from './metrics-text.ts'
import { NO_APP_PAGE, NOT_SECURE_PAGE } from './pages.ts'
import { securityHeaders } from './security-headers.ts'
import { securityOf } from './transport-security.ts'
import type { TransportSecurity } from './transport-security.ts'
import type { WebFile, WebFiles } from './web-files.ts'

export type HttpParts = {
  readonly provider: Provider
  readonly web: WebFiles | undefined
  readonly trustProxy: boolean
  readonly peerOf: (request: IncomingMessage) => string
}

type Bindings = { Bindings: HttpBindings }

/** Everything over HTTP that is not the socket: probes, figures, who the provider is, and the web app. */
export function createHttpRoutes({ provider, web, trustProxy, peerOf }: HttpParts): Hono<Bindings> {
  const app = new Hono<Bindings>()
  app.use(async (context, next) => {
    const security = securityOf(context.env.incoming, trustProxy)
    await next()
    for (const [name, value] of securityHeaders(security)) context.res.headers.set(name, value)
  })
  app.get('/healthz', (context) => context.text('ok\n'))
  app.get('/readyz', (context) => {
    const { acceptsWrites } = provider.readFigures()
    return acceptsWrites ? context.text('ready\n') : context.text('the disk is full\n', 503)
  })
  app.get('/metrics', (context) => {
    const text = metricsText(provider.readFigures())
    return context.body(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
  app.use(FEDERATION_PATH, async (context, next) => {
    if (securityOf(context.env.incoming, trustProxy) === 'clear') return context.text('not found\n', 404)
    return next()
  })
  app.route('/', createFederationRoutes({ provider, peerOf: (context) => peerOf(context.env.incoming) }))
  app.use(`${BLOBS_PATH}/*`, async (context, next) => {
    if (securityOf(context.env.incoming, trustProxy) === 'clear') return context.text('not found\n', 404)
    return next()
  })
  app.route('/', createBlobRoutes({ provider, peerOf: (context) => peerOf(context.env.incoming) }))
  app.get('*', (context) => serveApp(context, web, securityOf(context.env.incoming, trustProxy)))
  return app
}

function serveApp(
  context: Context<Bindings>,
  web: WebFiles | undefined,
  security: TransportSecurity,
): Response | Promise<Response> {
  context.header('cache-control', 'no-cache')
  if (security === 'clear') return context.html(NOT_SECURE_PAGE, 403)
  const { path } = context.req
  if (web === undefined) return path === '/' ? context.html(NO_APP_PAGE) : context.text('not found\n', 404)
  const file = web.find(path) ?? (isPage(path) ? web.find('/index.html') : undefined)
  return file === undefined ? context.text('not found\n', 404) : serveFile(context, file)
}

/** The app has addresses of its own, which are no files. */
function isPage(path: string): boolean {
  return !/\.\w+$/.test(path) && !path.startsWith('/v1/')
}

function serveFile({ req }: Context<Bindings>, file: WebFile): Response {
  const { type, bytes, gzipped, etag, isImmutable } = file
  const headers = new Headers({
    etag,
    vary: 'accept-encoding',
    'cache-control': isImmutable ? `public, max-age=${IMMUTABLE_SECONDS}, immutable` : 'no-cache',
  })
  if (req.header('if-none-match') === etag) return new Response(undefined, { status: 304, headers })
  headers.set('content-type', type)
  const takesGzip = /\bgzip\b/.test(req.header('accept-encoding') ?? '')
  if (gzipped === undefined || !takesGzip) return new Response(bytes, { headers })
  headers.set('content-encoding', 'gzip')
  return new Response(gzipped, { headers })
}

const IMMUTABLE_SECONDS: number = 365 * 24 * 60 * 60
