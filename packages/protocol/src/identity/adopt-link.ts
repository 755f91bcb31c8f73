import { base64url, parseBase64url } from '../bytes/text-encodings.ts'
import { keyOf, KEY_BYTES } from '../ids/keys.ts'
import type { ProviderPublicKey } from '../ids/keys.ts'
import { isProviderUrl } from './provider.ts'

/** What a server that offers itself to others says of itself: where it is, and by which key it is known (R30). */
export type AdoptLink = { readonly url: string; readonly key: ProviderPublicKey }

/** Behind the #, which browsers do not send. */
const FRAGMENT = 'adopt='

export function formatAdoptLink({ url, key }: AdoptLink): string {
  return `${url}/#${FRAGMENT}${base64url(key)}`
}

/** `undefined`: it is none, or leads over a line that anybody can read. */
export function parseAdoptLink(text: string): AdoptLink | undefined {
  const [address = '', fragment = '', ...more] = text.trim().split('#')
  const url = parseProviderUrl(address)
  const key = fragment.startsWith(FRAGMENT) ? parseBase64url(fragment.slice(FRAGMENT.length)) : undefined
  if (url === undefined || key?.length !== KEY_BYTES || more.length > 0) return undefined
  return { url, key: keyOf<ProviderPublicKey>(key) }
}

/** The origin that somebody has typed, perhaps with a slash at its end; `undefined`: it is none that a provider may have. */
export function parseProviderUrl(text: string): string | undefined {
  const url = text.trim().toLowerCase().replace(/\/$/, '')
  return isProviderUrl(url) ? url : undefined
}
