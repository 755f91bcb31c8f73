/** Providers under names of their own, with certificates of a test authority, on this one machine. */
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { freePort, Person, startProgram, temporaryFolder } from './programs.ts'
import type { Running, Scope } from './programs.ts'

const AUTHORITY = fileURLToPath(new URL('authority/authority.pem', import.meta.url))
const CERTIFICATE = fileURLToPath(new URL('authority/server.cert.pem', import.meta.url))
const KEY = fileURLToPath(new URL('authority/server.key.pem', import.meta.url))
const NAMED_HOSTS = new URL('named-hosts.ts', import.meta.url).href
const HERE = '127.0.0.1'

type Environment = Readonly<Record<string, string>>

/** With this a client finds the named servers, at that loopback address, and believes their certificates. */
export function clientEnvironment(address: string = HERE): Environment {
  return {
    NODE_EXTRA_CA_CERTS: AUTHORITY,
    NODE_OPTIONS: `--import=${NAMED_HOSTS}`,
    NAMED_HOSTS_AT: address,
  }
}

export interface NamedServer {
  readonly name: string
  readonly port: number
  readonly url: string
  readonly data: string
  start(more?: readonly string[], environment?: Environment): Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
  /** By which people whose own provider is gone go on there. */
  adoptLink(): Promise<string>
}

/** By which loopback address the server of the first number finds that of the second. */
type Road = (from: number, to: number) => string

/** Started, and each finds the others, wherever they may be. */
export async function startNamedServers(
  context: Scope,
  hosts: readonly string[],
  road: Road = () => HERE,
): Promise<readonly NamedServer[]> {
  const ports = await Promise.all(hosts.map(() => freePort()))
  const names = hosts.map((host, i) => `${host}:${ports[i]}`)
  const servers = names.map((name, from) => {
    const resolve = names.map((other, to) => `${other}=${road(from, to)}:${ports[to]}`).join(',')
    return namedServer(context, { name, port: ports[from] ?? 0, resolve })
  })
  await Promise.all(servers.map((server) => server.start()))
  return servers
}

type Seat = { readonly name: string; readonly port: number; readonly resolve: string }

function namedServer(context: Scope, { name, port, resolve }: Seat): NamedServer {
  const data = temporaryFolder(context)
  let running: Running | undefined
  return {
    name,
    port,
    url: `https://${name}`,
    data,
    async start(more = [], environment = {}) {
      const at = ['--data', data, '--listen', `${HERE}:${port}`, '--domain', name]
      const tls = ['--tls-cert', CERTIFICATE, '--tls-key', KEY, '--peer-authority', AUTHORITY, '--resolve', resolve]
      running = startProgram(context, ['serve', ...at, ...tls, ...more], environment)
      await running.line((line) => line.includes('is running on'))
    },
    async kill(signal) {
      await running?.kill(signal)
    },
    async adoptLink() {
      return (await running?.line((line) => line.includes('#adopt=')))?.trim() ?? ''
    },
  }
}

/** A person with an account at a named server, whose commands need no process to find it. */
export async function signUpAt(context: Scope, server: NamedServer, name: string): Promise<Person> {
  await enterNamedWorld()
  const person = new Person(context, name)
  await person.records(['signup', name, '--server', server.url])
  return person
}

/** This process, too, finds the named servers and believes their certificates. */
async function enterNamedWorld(): Promise<void> {
  await import('./named-hosts.ts')
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(AUTHORITY, 'utf8')])
}

type Place = { readonly name: string; readonly environment: Environment }

/** The same, from where named servers are at another address. */
export async function signUpFrom(context: Scope, server: NamedServer, { name, environment }: Place): Promise<Person> {
  const person = new Person(context, name, { environment })
  await person.records(['signup', name, '--server', server.url])
  return person
}
