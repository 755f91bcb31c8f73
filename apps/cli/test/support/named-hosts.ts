/** Loaded into a program under test: every name under `.example` is this machine, by the loopback address that it is told. */
import dns from 'node:dns'

const { lookup } = dns
const address = process.env['NAMED_HOSTS_AT'] ?? '127.0.0.1'

Object.assign(dns, {
  lookup(hostname: string, ...rest: readonly unknown[]): unknown {
    return Reflect.apply(lookup, dns, [hostname.endsWith('.example') ? address : hostname, ...rest])
  },
})
