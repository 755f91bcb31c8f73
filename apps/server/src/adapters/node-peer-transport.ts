import { readFileSync } from 'node:fs'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { ProviderName } from '@rushlight/protocol'
import { PEER_ANSWER_MS_MAX, SOCKETS_PER_PEER_MAX } from '../limits.ts'
import type { PeerFetch, PeerQuestion, PeerReply, PeerStream, PeerTransport } from '../ports/peer-transport.ts'
import { ServerError } from '../server-error.ts'
import { readAtMost } from './read-at-most.ts'

export type PeerRoads = {
  /** Where names lead that no DNS knows. */
  readonly resolve: ReadonlyMap<ProviderName, { readonly host: string; readonly port: number }>
  /** PEM of an authority that counts beside those that every Node trusts. */
  readonly authorityFile: string | undefined
  /** Loopback names are spoken to in clear: this provider is one itself. */
  readonly isInClear: boolean
}

/** HTTPS, with the certificate held against the provider's name wherever the road leads. */
export function createNodePeerTransport(roads: PeerRoads): PeerTransport {
  const limits = { keepAlive: true, maxSockets: SOCKETS_PER_PEER_MAX }
  const agents = { clear: new HttpAgent(limits), secure: new HttpsAgent({ ...limits, ...trustOf(roads) }) }
  const begin = (question: PeerQuestion | PeerFetch, msMax: number): Promise<IncomingMessage | undefined> => {
    const { hostname, port, isSecure } = targetOf(roads, question.provider)
    const road = roads.resolve.get(question.provider)
    const options: Options = {
      method: 'method' in question ? question.method : 'GET',
      path: question.path,
      host: road?.host ?? hostname,
      port: road?.port ?? port,
      headers: { ...Object.fromEntries(question.headers), host: question.provider },
      agent: isSecure ? agents.secure : agents.clear,
      timeout: PEER_ANSWER_MS_MAX,
      signal: AbortSignal.timeout(msMax),
      ...(isSecure && !/^[0-9.]+$/.test(hostname) ? { servername: hostname } : {}),
    }
    return send(isSecure, options, 'body' in question ? question.body : undefined)
  }
  return {
    async ask(question) {
      const response = await begin(question, PEER_ANSWER_MS_MAX)
      return response && read(response, question.answerBytesMax)
    },
    async open(question) {
      const response = await begin(question, question.answerMsMax)
      return response && streamOf(response)
    },
    close() {
      agents.clear.destroy()
      agents.secure.destroy()
    },
  }
}

type Options = RequestOptions & { readonly servername?: string }
type Target = { readonly hostname: string; readonly port: number; readonly isSecure: boolean }

function targetOf({ isInClear }: PeerRoads, provider: ProviderName): Target {
  const [hostname = '', port] = provider.split(':')
  const isSecure = !(isInClear && /^(?:localhost|127(?:\.\d{1,3}){3})$/.test(hostname))
  return { hostname, port: port === undefined ? (isSecure ? HTTPS_PORT : HTTP_PORT) : Number(port), isSecure }
}

const HTTPS_PORT = 443
const HTTP_PORT = 80

function trustOf({ authorityFile }: PeerRoads): { readonly ca?: string[] } {
  if (authorityFile === undefined) return {}
  try {
    return { ca: [...rootCertificates, readFileSync(authorityFile, 'utf8')] }
  } catch (error) {
    throw new ServerError('certificateUnreadable', error)
  }
}

function send(isSecure: boolean, options: Options, body: Uint8Array | undefined): Promise<IncomingMessage | undefined> {
  const { promise, resolve } = Promise.withResolvers<IncomingMessage | undefined>()
  const request = (isSecure ? httpsRequest : httpRequest)(options, resolve)
  request.on('timeout', () => request.destroy())
  request.on('error', () => resolve(undefined))
  request.end(body)
  return promise
}

function streamOf(response: IncomingMessage): PeerStream {
  const said = response.headers['content-length']
  const ended = Promise.withResolvers<void>()
  response.once('close', ended.resolve)
  // Whoever reads it is told as well.
  response.on('error', () => undefined)
  return {
    ended: ended.promise,
    status: response.statusCode ?? 0,
    bytes: said === undefined ? undefined : Number(said),
    body: response,
    drop: () => void response.destroy(),
  }
}

async function read(response: IncomingMessage, bytesMax: number): Promise<PeerReply | undefined> {
  try {
    const body = await readAtMost(response, bytesMax)
    return body && { status: response.statusCode ?? 0, body }
  } catch {
    return undefined
  }
}
