import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { lastOf } from './peer-of.ts'

/**
 * How safely a request came: over TLS (ours, or that of a proxy that is trusted), within this machine, or in clear over a
 * network. In clear browsers refuse what the app needs, and others can listen.
 */
export type TransportSecurity = 'tls' | 'loopback' | 'clear'

export function securityOf(request: IncomingMessage, trustProxy: boolean): TransportSecurity {
  const { headers, socket } = request
  if (socket instanceof TLSSocket) return 'tls'
  if (trustProxy && lastOf(headers['x-forwarded-proto']) === 'https') return 'tls'
  return isLoopbackHost(headers.host ?? '') ? 'loopback' : 'clear'
}

export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/.test(host)
}
