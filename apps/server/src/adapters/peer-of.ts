import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'

/**
 * Where a request comes from, as the rules get to know it: a hash under a key that ends with the process, so that not even
 * a memory of the address remains.
 */
export function createPeerOf(trustProxy: boolean): (request: IncomingMessage) => string {
  const key = randomBytes(KEY_BYTES)
  return (request) => {
    const address = networkOf(addressOf(request, trustProxy))
    return createHmac('sha256', key).update(address).digest('base64url')
  }
}

const KEY_BYTES = 32

/** Behind a proxy of ours the last address in the list is the one that the proxy itself has seen. */
function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? lastOf(headers['x-forwarded-for']) : undefined
  return forwarded ?? socket.remoteAddress ?? ''
}

export function lastOf(header: string | readonly string[] | undefined): string | undefined {
  const values = (typeof header === 'string' ? header : (header?.join() ?? '')).split(',')
  const last = values.at(-1)?.trim()
  return last === '' ? undefined : last
}

/** Who has one address of a /64 has them all. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}
