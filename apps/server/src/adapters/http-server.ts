import { readFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Server as HttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { ServerError } from '../server-error.ts'

export type TlsFiles = { readonly cert: string; readonly key: string }
export type Listen = { readonly host: string; readonly port: number }

export interface WebServer {
  readonly server: Server | HttpsServer
  /** Reads certificate and key anew; the ones in use stay if those cannot be used. True: taken. */
  reloadCertificate(): boolean
}

export function createWebServer(tls: TlsFiles | undefined): WebServer {
  if (tls === undefined) return { server: createHttpServer(), reloadCertificate: () => false }
  const server = createTlsServer(tls)
  return {
    server,
    reloadCertificate() {
      try {
        server.setSecureContext({ ...readTls(tls), minVersion: 'TLSv1.2' })
        return true
      } catch {
        return false
      }
    },
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

function createTlsServer(tls: TlsFiles): HttpsServer {
  const files = readTls(tls)
  try {
    return createHttpsServer({ ...files, minVersion: 'TLSv1.2' })
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
