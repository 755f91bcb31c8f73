import type { HttpBindings } from '@hono/node-server'
import { blobId, blobPath, BLOBS_PATH, parseBase64url, parseProviderName, WIRE_ERROR_TEXTS } from '@rushlight/protocol'
import type { BlobId, WireError } from '@rushlight/protocol'
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { UploadState } from '../blobs/blobs.ts'
import type { Provider } from '../provider.ts'
import { refuse } from '../sessions/outcome.ts'
import type { Session } from '../sessions/caller.ts'
import { readNewBlob, readNumber, readRange, readToken } from './blob-headers.ts'

type Bindings = { Bindings: HttpBindings }

export type BlobRoutesParts = {
  readonly provider: Provider
  readonly peerOf: (context: Context<Bindings>) => string
}

const TUS_VERSION = '1.0.0'

/** Blobs over HTTP: tus 1.0.0 in, ranges out (`spec/blobs.md` §4). */
export function createBlobRoutes({ provider, peerOf }: BlobRoutesParts): Hono<Bindings> {
  const app = new Hono<Bindings>()
  const { blobs } = provider
  app.use(`${BLOBS_PATH}/*`, async (context, next) => {
    await next()
    context.res.headers.set('tus-resumable', TUS_VERSION)
    context.res.headers.set('cache-control', 'no-store')
  })
  app.options(`${BLOBS_PATH}/*`, (context) => {
    context.header('tus-version', TUS_VERSION)
    context.header('tus-extension', 'creation,expiration,termination')
    context.header('tus-max-size', String(blobs.bytesMax))
    return new Response(undefined, { status: 204, headers: context.res.headers })
  })
  app.post(BLOBS_PATH, async (context) => {
    const session = sessionOf(provider, context)
    if (session === undefined) return fail(context, { code: 'notAuthenticated' })
    const wanted = readNewBlob(context.req.header('upload-length'), context.req.header('upload-metadata'))
    if (wanted === undefined) return fail(context, { code: 'malformed' })
    const outcome = await blobs.create(session, wanted)
    if (outcome.kind === 'refused') return fail(context, outcome.error)
    context.header('location', blobPath(wanted.blob))
    return answerState(context, 201, outcome.result)
  })
  app.patch(`${BLOBS_PATH}/:blob`, (context) => append(context, provider))
  app.get(`${BLOBS_PATH}/:blob`, async (context) => {
    const blob = blobOf(context)
    if (context.req.raw.method === 'HEAD') return answerHead(context, provider, blob)
    const found = blob === undefined ? refuse('unknownFile') : await blobs.find(blob, peerOf(context))
    if (blob !== undefined && found.kind === 'refused' && found.error.code === 'unknownFile') {
      const relayed = await answerForeign(context, provider, blob)
      if (relayed !== undefined) return relayed
    }
    if (blob === undefined || found.kind === 'refused')
      return fail(context, found.kind === 'refused' ? found.error : { code: 'unknownFile' })
    return answerBytes(context, provider, { blob, bytes: found.result.bytes })
  })
  app.delete(`${BLOBS_PATH}/:blob`, async (context) => {
    const blob = blobOf(context)
    const secret = parseBase64url(context.req.header('rushlight-release') ?? '')
    if (blob === undefined || secret === undefined) return fail(context, { code: 'malformed' })
    const outcome = await blobs.release(blob, secret)
    return outcome.kind === 'refused' ? fail(context, outcome.error) : new Response(undefined, { status: 204 })
  })
  return app
}

async function append(context: Context<Bindings>, provider: Provider): Promise<Response> {
  if (sessionOf(provider, context) === undefined) return fail(context, { code: 'notAuthenticated' })
  const blob = blobOf(context)
  const offset = readNumber(context.req.header('upload-offset'))
  const isPiece = context.req.header('content-type') === 'application/offset+octet-stream'
  if (blob === undefined || offset === undefined || !isPiece) return fail(context, { code: 'malformed' })
  const outcome = await provider.blobs.append(blob, offset, piecesOf(context.req.raw.body))
  if (outcome.kind === 'conflict') return context.body('', 409)
  return outcome.kind === 'refused' ? fail(context, outcome.error) : answerState(context, 204, outcome.result)
}

async function* piecesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return
  for await (const piece of body) yield piece
}

async function answerHead(context: Context<Bindings>, provider: Provider, blob: BlobId | undefined): Promise<Response> {
  if (sessionOf(provider, context) === undefined) return fail(context, { code: 'notAuthenticated' })
  const outcome = blob === undefined ? refuse('unknownFile') : await provider.blobs.state(blob)
  return outcome.kind === 'refused' ? fail(context, outcome.error) : answerState(context, 200, outcome.result)
}

function answerState(context: Context<Bindings>, status: 200 | 201 | 204, state: UploadState): Response {
  context.header('upload-offset', String(state.offset))
  context.header('upload-length', String(state.bytes))
  context.header('upload-expires', new Date(state.endsAt).toUTCString())
  return new Response(undefined, { status, headers: context.res.headers })
}

type WholeBlob = { readonly blob: BlobId; readonly bytes: number }

function answerBytes(context: Context<Bindings>, { blobs }: Provider, { blob, bytes }: WholeBlob): Response {
  const range = readRange(context.req.header('range'), bytes)
  if (range === 'outside')
    return new Response(undefined, { status: 416, headers: { 'content-range': `bytes */${bytes}` } })
  const { from, to } = range ?? { from: 0, to: bytes }
  const headers = new Headers({
    'content-type': 'application/octet-stream',
    'content-length': String(to - from),
    'accept-ranges': 'bytes',
  })
  if (range !== undefined) headers.set('content-range', `bytes ${from}-${to - 1}/${bytes}`)
  return new Response(ReadableStream.from(blobs.read(blob, { from, to })), {
    status: range === undefined ? 200 : 206,
    headers,
  })
}

/** It is not here: for a device that we know, and that says where it is, we ask there. */
async function answerForeign(
  context: Context<Bindings>,
  provider: Provider,
  blob: BlobId,
): Promise<Response | undefined> {
  const at = parseProviderName(context.req.query('at') ?? '')
  const session = sessionOf(provider, context)
  const [, from, to] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(context.req.header('range') ?? '') ?? []
  if (at === undefined || session === undefined || from === undefined || to === undefined) return undefined
  const wanted = { account: session.account, provider: at, blob, from: Number(from), to: Number(to) }
  const outcome = await provider.foreignBlobs.read(wanted)
  if (outcome.kind === 'refused') return fail(context, outcome.error)
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(wanted.to - wanted.from + 1),
    'content-range': `bytes ${from}-${to}/*`,
  }
  return new Response(ReadableStream.from(outcome.result), { status: 206, headers })
}

function sessionOf(provider: Provider, { req }: Context<Bindings>): Session | undefined {
  const token = readToken(req.header('authorization'))
  return token === undefined ? undefined : provider.sessionOf(token)
}

function blobOf({ req }: Context<Bindings>): BlobId | undefined {
  return blobId.parse(req.param('blob') ?? '')
}

const STATUS: Readonly<Partial<Record<WireError['code'], number>>> = {
  malformed: 400,
  notAuthenticated: 401,
  unknownFile: 404,
  tooLarge: 413,
  tooManyRequests: 429,
  fileMismatch: 460,
  unavailable: 503,
  providerUnreachable: 503,
  providerRefused: 403,
  storageFull: 507,
}

/** The same errors as over the socket (`spec/wire.md` §5). */
function fail(context: Context<Bindings>, error: WireError): Response {
  const { code, retryAfterMs } = error
  const headers = new Headers({ 'content-type': 'application/json', 'rushlight-error': code })
  if (retryAfterMs !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)))
  const body = JSON.stringify({ ...error, ...WIRE_ERROR_TEXTS[code] })
  return new Response(context.req.raw.method === 'HEAD' ? undefined : body, { status: STATUS[code] ?? 500, headers })
}
