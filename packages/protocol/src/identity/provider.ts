import { field, list, mapped, struct, text } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Brand } from '../bytes/brand.ts'
import { keyCodec } from '../ids/keys.ts'
import type { ProviderPublicKey, ProviderSealingPublicKey } from '../ids/keys.ts'
import { PROVIDER_NAME_BYTES_MAX, PROVIDER_URL_BYTES_MAX, PROVIDER_URLS_MAX } from '../limits.ts'

/** A server under a name: the part after @. A domain, or a host and port where people try things out. */
export type ProviderName = Brand<string, 'ProviderName'>

/** How to find, check and seal to a provider (`spec/identity.md` §4). */
export type Provider = {
  readonly name: ProviderName
  readonly key: ProviderPublicKey
  readonly sealingKey: ProviderSealingPublicKey
  /** `https://…`, best first; `http://` only on loopback. */
  readonly urls: readonly string[]
}

const HOST =
  /^(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::[1-9][0-9]{0,4})?$/

export function parseProviderName(name: string): ProviderName | undefined {
  return isProviderName(name) ? name : undefined
}

function isProviderName(name: string): name is ProviderName {
  return name.length <= PROVIDER_NAME_BYTES_MAX && HOST.test(name)
}

const LOOPBACK = /^http:\/\/(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?$/
const SECURE = /^https:\/\/[a-z0-9.-]{1,253}(?::[0-9]{1,5})?$/

/** An origin, without path: secure, or on this very machine. */
export function isProviderUrl(url: string): boolean {
  return SECURE.test(url) || LOOPBACK.test(url)
}

export const providerNameCodec: Codec<ProviderName> = mapped(text(PROVIDER_NAME_BYTES_MAX), {
  parse: parseProviderName,
  encode: (name): string => name,
})

const urlCodec: Codec<string> = mapped(text(PROVIDER_URL_BYTES_MAX), {
  parse: (url) => (isProviderUrl(url) ? url : undefined),
  encode: (url) => url,
})

export const providerCodec: Codec<Provider> = struct({
  name: field(0, providerNameCodec),
  key: field(1, keyCodec<ProviderPublicKey>()),
  sealingKey: field(2, keyCodec<ProviderSealingPublicKey>()),
  urls: field(3, list(urlCodec, PROVIDER_URLS_MAX)),
})
