import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Log } from '../ports/log.ts'
import type { Provider } from '../provider.ts'
import { createHttpRoutes } from './http-routes.ts'
import { stopListening } from './http-server.ts'
import type { WebServer } from './http-server.ts'
import { createPeerOf } from './peer-of.ts'
import { securityOf } from './transport-security.ts'
import type { WebFiles } from './web-files.ts'
import { createWebSocketGateway } from './websocket-gateway.ts'

export type WebFrontParts = {
  readonly web: WebServer
  readonly provider: Provider
  readonly log: Log
  readonly files: WebFiles | undefined
  readonly trustProxy: boolean
}

/** A provider's face to the network: HTTP routes and the socket on one port. */
export interface WebFront {
  /** After the provider has closed: what is still open ends. */
  close(): Promise<void>
}

export function openWebFront({ web, provider, log, files, trustProxy }: WebFrontParts): WebFront {
  const peerOf = createPeerOf(trustProxy)
  const routes = createHttpRoutes({ provider, web: files, trustProxy, peerOf })
  const gateway = createWebSocketGateway({
    provider,
    log,
    peerOf,
    isAllowed: (request) => securityOf(request, trustProxy) !== 'clear',
  })
  const listener = getRequestListener((request, env) => routes.fetch(request, env), { overrideGlobalObjects: false })
  web.server.on('request', (request: IncomingMessage, response: ServerResponse) => void listener(request, response))
  web.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    gateway.upgrade(request, socket, head),
  )
  return {
    async close() {
      gateway.close()
      await stopListening(web)
    },
  }
}
