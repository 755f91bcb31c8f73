/** Loaded into a program under test: every name under `.example` is this machine. */
import dns from 'node:dns'

const { lookup } = dns

Object.assign(dns, {
  lookup(hostname: string, ...rest: readonly unknown[]): unknown {
    return Reflect.apply(lookup, dns, [hostname.endsWith('.example') ? '127.0.0.1' : hostname, ...rest])
  },
})
