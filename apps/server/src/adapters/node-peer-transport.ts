import { readFileSync } from 'node:fs'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { ProviderName } from '@rushlight/protocol'
import { PEER_ANSWER_MS_MAX, SOCKETS_PER_PEER_MAX } from '../limits.ts'
import type { PeerQuestion, PeerReply, PeerTransport } from '../ports/peer-transport.ts'
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
  return {
    async ask(question) {
      const { hostname, port, isSecure } = targetOf(roads, question.provider)
      const road = roads.resolve.get(question.provider)
      const options: RequestOptions & { servername?: string } = {
        method: question.method,
        path: question.path,
        host: road?.host ?? hostname,
        port: road?.port ?? port,
        headers: { ...Object.fromEntries(question.headers), host: question.provider },
        agent: isSecure ? agents.secure : agents.clear,
        timeout: PEER_ANSWER_MS_MAX,
        signal: AbortSignal.timeout(PEER_ANSWER_MS_MAX),
        ...(isSecure && !/^[0-9.]+$/.test(hostname) ? { servername: hostname } : {}),
      }
      return send(isSecure, options, question)
    },
    close() {
      agents.clear.destroy()
      agents.secure.destroy()
    },
  }
}

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

function send(
  isSecure: boolean,
  options: RequestOptions,
  { body, answerBytesMax }: PeerQuestion,
): Promise<PeerReply | undefined> {
  const { promise, resolve } = Promise.withResolvers<PeerReply | undefined>()
  const request = (isSecure ? httpsRequest : httpRequest)(options, (response) => {
    void read(response, answerBytesMax).then(resolve)
  })
  request.on('timeout', () => request.destroy())
  request.on('error', () => resolve(undefined))
  request.end(body)
  return promise
}

async function read(response: IncomingMessage, bytesMax: number): Promise<PeerReply | undefined> {
  try {
    const body = await readAtMost(response, bytesMax)
    return body && { status: response.statusCode ?? 0, body }
  } catch {
    return undefined
  }
}
