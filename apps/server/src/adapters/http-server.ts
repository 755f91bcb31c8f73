import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { Server, ServerOptions } from 'node:http'
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import {
  HEADER_BYTES_MAX,
  HEADER_MS_MAX,
  REQUEST_MS_MAX,
  SLOW_REQUESTS_SOUGHT_EVERY_MS,
  SOCKETS_PER_NETWORK_MAX,
} from '../limits.ts'
import { ServerError } from '../server-error.ts'
import { networkOf } from './peer-of.ts'

export type TlsFiles = { readonly cert: string; readonly key: string }
export type Listen = { readonly host: string; readonly port: number }

export interface WebServer {
  readonly server: Server | HttpsServer
  /** Reads certificate and key anew; the ones in use stay if those cannot be used. True: taken. */
  reloadCertificate(): boolean
}

/** How slow and how long a request may be. */
export type WebBounds = {
  readonly headerBytes: number
  readonly headerMs: number
  readonly requestMs: number
  readonly soughtEveryMs: number
  readonly socketsPerNetwork: number
}

export const WEB_BOUNDS: WebBounds = {
  headerBytes: HEADER_BYTES_MAX,
  headerMs: HEADER_MS_MAX,
  requestMs: REQUEST_MS_MAX,
  soughtEveryMs: SLOW_REQUESTS_SOUGHT_EVERY_MS,
  socketsPerNetwork: SOCKETS_PER_NETWORK_MAX,
}

export type WebServerOptions = {
  readonly tls: TlsFiles | undefined
  /** All connections come from there, and it counts them. */
  readonly isBehindProxy: boolean
  readonly bounds?: WebBounds
}

export function createWebServer({ tls, isBehindProxy, bounds = WEB_BOUNDS }: WebServerOptions): WebServer {
  const options = {
    maxHeaderSize: bounds.headerBytes,
    headersTimeout: bounds.headerMs,
    requestTimeout: bounds.requestMs,
    connectionsCheckingInterval: bounds.soughtEveryMs,
  }
  const server = tls === undefined ? createHttpServer(options) : createTlsServer(tls, options)
  if (!isBehindProxy) boundSockets(server, bounds.socketsPerNetwork)
  return { server, reloadCertificate: () => tls !== undefined && reload(server, tls) }
}

/** Before TLS and HTTP: whoever opens sockets by the thousand gets no more of them. */
function boundSockets(server: Server | HttpsServer, socketsMax: number): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '')
    const count = open.get(network) ?? 0
    if (count >= socketsMax) {
      socket.destroy()
      return
    }
    open.set(network, count + 1)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left === 0) open.delete(network)
      else open.set(network, left)
    })
  })
}

function reload(server: Server | HttpsServer, tls: TlsFiles): boolean {
  if (!(server instanceof HttpsServer)) return false
  try {
    server.setSecureContext({ ...readTls(tls), minVersion: 'TLSv1.2' })
    return true
  } catch {
    return false
  }
}

/** Resolves with the port, which the system has chosen if 0 was asked for. */
export function listen({ server }: WebServer, { host, port }: Listen): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new ServerError('cannotListen', error)))
    server.listen({ host: host === 'localhost' ? '127.0.0.1' : host, port }, () =>
      resolve(portOf(server.address(), port)),
    )
  })
}

/** Takes no new connections, and waits for the open ones to end; those that stay idle are ended. */
export async function stopListening({ server }: WebServer): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}

function createTlsServer(tls: TlsFiles, options: ServerOptions): HttpsServer {
  const files = readTls(tls)
  try {
    return createHttpsServer({ ...options, ...files, minVersion: 'TLSv1.2' })
  } catch (error) {
    throw new ServerError('certificateUnreadable', error)
  }
}

function readTls({ cert, key }: TlsFiles): { readonly cert: Buffer; readonly key: Buffer } {
  try {
    return { cert: readFileSync(cert), key: readFileSync(key) }
  } catch (error) {
    throw new ServerError('certificateUnreadable', error)
  }
}

function portOf(address: string | AddressInfo | null, wanted: number): number {
  return typeof address === 'object' && address !== null ? address.port : wanted
}
