/** Providers under names of their own, with certificates of a test authority, on this one machine. */
import { fileURLToPath } from 'node:url'
import { freePort, Person, startProgram, temporaryFolder } from './programs.ts'
import type { Running, Scope } from './programs.ts'

const AUTHORITY = fileURLToPath(new URL('authority/authority.pem', import.meta.url))
const CERTIFICATE = fileURLToPath(new URL('authority/server.cert.pem', import.meta.url))
const KEY = fileURLToPath(new URL('authority/server.key.pem', import.meta.url))
const NAMED_HOSTS = new URL('named-hosts.ts', import.meta.url).href

/** With this a client finds the named servers and believes their certificates. */
export const CLIENT_ENVIRONMENT: Readonly<Record<string, string>> = {
  NODE_EXTRA_CA_CERTS: AUTHORITY,
  NODE_OPTIONS: `--import=${NAMED_HOSTS}`,
}

export interface NamedServer {
  readonly name: string
  readonly url: string
  readonly data: string
  start(more?: readonly string[]): Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
  /** By which people whose own provider is gone go on there. */
  adoptLink(): Promise<string>
}

/** Started, and each finds the others, wherever they may be. */
export async function startNamedServers(context: Scope, hosts: readonly string[]): Promise<readonly NamedServer[]> {
  const ports = await Promise.all(hosts.map(() => freePort()))
  const names = hosts.map((host, i) => `${host}:${ports[i]}`)
  const resolve = names.map((name, i) => `${name}=127.0.0.1:${ports[i]}`).join(',')
  const servers = names.map((name, i) => namedServer(context, { name, port: ports[i] ?? 0, resolve }))
  await Promise.all(servers.map((server) => server.start()))
  return servers
}

type Place = { readonly name: string; readonly port: number; readonly resolve: string }

function namedServer(context: Scope, { name, port, resolve }: Place): NamedServer {
  const data = temporaryFolder(context)
  let running: Running | undefined
  return {
    name,
    url: `https://${name}`,
    data,
    async start(more = []) {
      const at = ['--data', data, '--listen', `127.0.0.1:${port}`, '--domain', name]
      const tls = ['--tls-cert', CERTIFICATE, '--tls-key', KEY, '--peer-authority', AUTHORITY, '--resolve', resolve]
      running = startProgram(context, ['serve', ...at, ...tls, ...more])
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

/** A person with an account at a named server. */
export async function signUpAt(context: Scope, server: NamedServer, name: string): Promise<Person> {
  const person = new Person(context, name, { environment: CLIENT_ENVIRONMENT })
  await person.records(['signup', name, '--server', server.url])
  return person
}
