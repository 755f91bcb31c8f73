import { concat } from '../bytes/bytes.ts'
import { base64url, parseBase64url } from '../bytes/text-encodings.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { rendezvousId } from '../ids/ids.ts'
import type { RendezvousId } from '../ids/ids.ts'
import { parseProviderUrl } from '../identity/adopt-link.ts'

/**
 * Where two devices of one person meet, as one of them shows it and the other is given it (`spec/linking.md` §1): a code that
 * can be typed, and, in what is scanned or pasted, a secret that no server ever sees.
 */
export type LinkCode = { readonly code: Uint8Array; readonly secret?: Uint8Array }

export type LinkPlace = LinkCode & {
  /** Of the provider where they meet; absent where only the code was typed. */
  readonly url?: string
}

export const LINK_CODE_BYTES = 5
export const LINK_SECRET_BYTES = 32
/** Crockford's: nothing in it looks like something else. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 5
const GROUP = 4
/** Behind the #, which browsers do not send. */
const FRAGMENT = 'link='

/** `K7QF-2M9X`. */
export function formatLinkCode(code: Uint8Array): string {
  const bits = [...code].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = bits.match(/.{5}/g) ?? []
  const text = letters.map((five) => LETTERS[Number.parseInt(five, 2)] ?? '').join('')
  return `${text.slice(0, GROUP)}-${text.slice(GROUP)}`
}

/** What is scanned, pasted or opened. */
export function formatLinkLink(url: string, { code, secret }: Required<LinkCode>): string {
  return `${url}/#${FRAGMENT}${base64url(concat(code, secret))}`
}

/** A code as it was typed, in whatever case and with or without its dash, or a whole link; `undefined`: neither. */
export function parseLinkPlace(text: string): LinkPlace | undefined {
  const [address = '', fragment, ...more] = text.trim().split('#')
  if (fragment === undefined) return parseTyped(address)
  const url = parseProviderUrl(address)
  const bytes = fragment.startsWith(FRAGMENT) ? parseBase64url(fragment.slice(FRAGMENT.length)) : undefined
  if (url === undefined || bytes?.length !== LINK_CODE_BYTES + LINK_SECRET_BYTES || more.length > 0) return undefined
  return { url, code: bytes.slice(0, LINK_CODE_BYTES), secret: bytes.slice(LINK_CODE_BYTES) }
}

function parseTyped(text: string): LinkPlace | undefined {
  const letters = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const places = Array.from(letters, (letter) => LETTERS.indexOf(letter))
  if (places.length * BITS !== LINK_CODE_BYTES * 8 || places.includes(-1)) return undefined
  const bits = places.map((place) => place.toString(2).padStart(BITS, '0')).join('')
  return { code: Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2)) }
}

/** The code finds the place and nothing else: whoever guesses one stands before two people who compare pictures. */
export function rendezvousOf(crypto: Crypto, { code }: LinkCode): RendezvousId {
  return rendezvousId.fromBytes(hashLabelled(crypto, 'link place', code).slice(0, rendezvousId.lengthBytes))
}
