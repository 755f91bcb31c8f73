import { parseProviderName } from '@rushlight/protocol'
import type { ProviderName, Registration } from '@rushlight/protocol'
import { isLoopbackHost } from '../adapters/transport-security.ts'
import type { PeerRoads } from '../adapters/node-peer-transport.ts'
import type { FederationSettings } from '../federation/federation-policy.ts'
import { OPTIONS } from './options.ts'
import type { OptionName } from './options.ts'
import type { OptionValues } from './read-options.ts'

/** What a provider is started with, understood. */
export type Settings = {
  readonly data: string
  readonly listen: { readonly host: string; readonly port: number }
  /** `undefined`: `localhost` with the port. */
  readonly domain: ProviderName | undefined
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly trustProxy: boolean
  readonly registration: Registration
  /** `undefined`: the one built here, if there is one. */
  readonly web: string | undefined
  readonly keyPhraseFile: string | undefined
  readonly federation: FederationSettings
  readonly roads: Pick<PeerRoads, 'resolve' | 'authorityFile'>
}

export type ParsedSettings =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'wrong'; readonly reason: string }

export function parseSettings(options: OptionValues): ParsedSettings {
  const listen = parseListen(options.get('listen') ?? DEFAULT_LISTEN)
  if (listen === undefined) return wrong('listen', 'is HOST:PORT, such as localhost:8080 or 0.0.0.0:443')
  const domain = parseDomain(options.get('domain'))
  if (domain === 'wrong') return wrong('domain', 'is a name such as chat.example.org')
  const trustProxy = parseYes(options.get('trust-proxy'))
  if (trustProxy === undefined) return wrong('trust-proxy', 'is true or false')
  const registration = REGISTRATIONS.find((one) => one === (options.get('registration') ?? 'open'))
  if (registration === undefined) return wrong('registration', 'is open, invite or closed')
  const [cert, key] = [options.get('tls-cert'), options.get('tls-key')]
  if ((cert === undefined) !== (key === undefined)) return wrong('tls-cert', 'and tls-key go together')
  const tls = cert === undefined || key === undefined ? undefined : { cert, key }
  if (tls !== undefined && domain === undefined) return wrong('domain', 'is needed with a certificate')
  const federation = parseFederation(options)
  if (federation === undefined) return wrong('federation', 'is on or off, and federation-allow and -deny are names')
  const resolve = parseResolve(options.get('resolve') ?? '')
  if (resolve === undefined) return wrong('resolve', 'is NAME=HOST:PORT, and more of them behind commas')
  return {
    kind: 'settings',
    settings: {
      data: options.get('data') ?? DEFAULT_DATA,
      listen,
      domain,
      tls,
      trustProxy,
      registration,
      web: options.get('web'),
      keyPhraseFile: options.get('key-phrase-file'),
      federation,
      roads: { resolve, authorityFile: options.get('peer-authority') },
    },
  }
}

/** What is in force, as a configuration file. */
export function configOf(options: OptionValues): string {
  const defaults = new Map<OptionName, string>([
    ['data', DEFAULT_DATA],
    ['listen', DEFAULT_LISTEN],
    ['trust-proxy', 'false'],
    ['registration', 'open'],
  ])
  const all = [...new Map([...defaults, ...options])].filter(([name]) => name !== 'config')
  const config = all.map(([name, value]) => [name, OPTIONS[name].value === 'yes' ? value === 'true' : value] as const)
  return `${JSON.stringify(Object.fromEntries(config), undefined, 2)}\n`
}

/** How people reach it, as far as it can know by itself. */
export function urlOf({ domain, tls }: Settings, name: ProviderName): string {
  const isPlain = tls === undefined && (domain === undefined || isLoopbackHost(domain))
  return `${isPlain ? 'http' : 'https'}://${name}`
}

export function providerNameOf({ domain }: Settings, port: number): ProviderName {
  const name = domain ?? parseProviderName(`localhost:${port}`)
  if (name === undefined) throw new Error('localhost with a port is a provider name')
  return name
}

const DEFAULT_DATA = './data'
const DEFAULT_LISTEN = 'localhost:8080'
const REGISTRATIONS: readonly Registration[] = ['open', 'invite', 'closed']
const PORT_MAX = 65_535

function parseListen(text: string): Settings['listen'] | undefined {
  const [, host = '', digits = ''] = /^(\[[0-9a-fA-F:]+\]|[^:]+):(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  return host === '' || port > PORT_MAX ? undefined : { host: host.replace(/^\[|\]$/g, ''), port }
}

function parseFederation(options: OptionValues): FederationSettings | undefined {
  const mode = options.get('federation') ?? 'on'
  const allow = options.get('federation-allow')
  const allowed = allow === undefined ? undefined : parseNames(allow)
  const denied = parseNames(options.get('federation-deny') ?? '')
  if (!['on', 'off'].includes(mode) || denied === undefined) return undefined
  if (allow !== undefined && allowed === undefined) return undefined
  return { isOn: mode === 'on', allowed, denied }
}

function parseNames(text: string): readonly ProviderName[] | undefined {
  const names = partsOf(text).map((one) => parseProviderName(one.toLowerCase()))
  return names.every((one) => one !== undefined) ? names : undefined
}

function parseResolve(text: string): PeerRoads['resolve'] | undefined {
  const roads = new Map<ProviderName, Settings['listen']>()
  for (const part of partsOf(text)) {
    const [name = '', where = ''] = part.split('=')
    const [provider, road] = [parseProviderName(name.toLowerCase()), parseListen(where)]
    if (provider === undefined || road === undefined) return undefined
    roads.set(provider, road)
  }
  return roads
}

function partsOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function parseDomain(text: string | undefined): ProviderName | undefined | 'wrong' {
  return text === undefined ? undefined : (parseProviderName(text.toLowerCase()) ?? 'wrong')
}

function parseYes(text: string | undefined): boolean | undefined {
  if (text === undefined || ['false', '0', 'no', ''].includes(text)) return false
  return ['true', '1', 'yes'].includes(text) ? true : undefined
}

function wrong(name: OptionName, rule: string): ParsedSettings {
  return { kind: 'wrong', reason: `${name} ${rule}` }
}
