import { base64url, parseBase64url } from '../bytes/text-encodings.ts'
import { utf8 } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { ProviderPrivateKey, ProviderPublicKey } from '../ids/keys.ts'
import { parseProviderName } from '../identity/provider.ts'
import type { ProviderName } from '../identity/provider.ts'
import { SIGNED_REQUEST_MS_MAX, SIGNED_REQUEST_CLOCK_SKEW_MS } from '../limits.ts'
import { contentDigest, isDigestOf } from './content-digest.ts'
import { signatureBase } from './signature-base.ts'
import type { RequestTarget } from './signature-base.ts'
import { parseDictionary, writeBareItem, writeInnerList } from './structured-field.ts'
import type { BareItem, InnerList, Item } from './structured-field.ts'

/**
 * How one provider's request to another says whose it is (`spec/federation.md` §1): RFC 9421 over method, authority, path
 * and the digest of the body (RFC 9530), by the provider's Ed25519 key, for a minute, with a nonce that counts once.
 */
export type ProviderRequest = {
  readonly method: string
  readonly target: RequestTarget
  readonly body: Uint8Array
}

export type RequestSigner = {
  readonly name: ProviderName
  readonly key: ProviderPrivateKey
  /** UTC ms. */
  readonly now: number
}

/** What a request says of its origin; nothing of it is proven yet. */
export type RequestOrigin = {
  readonly from: ProviderName
  /** UTC ms. */
  readonly createdAt: number
  readonly nonce: string
  readonly covered: InnerList
  readonly signature: Uint8Array
}

const LABEL = 'rushlight'
const NONCE_BYTES = 16
const COVERED: readonly string[] = ['@method', '@authority', '@path', 'content-digest']
const NO_PARAMETERS: ReadonlyMap<string, BareItem> = new Map()

/** The headers that go with the request. */
export async function signRequest(
  crypto: Crypto,
  { name, key, now }: RequestSigner,
  { method, target, body }: ProviderRequest,
): Promise<ReadonlyMap<string, string>> {
  const created = Math.floor(now / MS_PER_SECOND)
  const parameters = new Map<string, BareItem>([
    ['created', { kind: 'integer', value: created }],
    ['nonce', { kind: 'string', value: base64url(crypto.randomBytes(NONCE_BYTES)) }],
    ['alg', { kind: 'string', value: 'ed25519' }],
    ['keyid', { kind: 'string', value: name }],
    ['tag', { kind: 'string', value: LABEL }],
  ])
  const items = COVERED.map((value): Item => ({
    kind: 'item',
    value: { kind: 'string', value },
    parameters: NO_PARAMETERS,
  }))
  const covered: InnerList = { kind: 'list', items, parameters }
  const headers = new Map([['content-digest', contentDigest(crypto, body)]])
  const base = signatureBase({ method, target, headers }, covered)
  if (base === undefined) throw new Error('all that we cover is there')
  const signature = await crypto.signEd25519(key, utf8(base))
  headers.set('signature-input', `${LABEL}=${writeInnerList(covered)}`)
  headers.set('signature', `${LABEL}=${writeBareItem({ kind: 'bytes', value: signature })}`)
  return headers
}

const MS_PER_SECOND = 1000

/** Who says to have sent it, if it says so as we ask: then that provider's key can be looked for. */
export function readOrigin(headers: ReadonlyMap<string, string>): RequestOrigin | undefined {
  const covered = parseDictionary(headers.get('signature-input') ?? '')?.get(LABEL)
  const signature = parseDictionary(headers.get('signature') ?? '')?.get(LABEL)
  if (covered?.kind !== 'list' || signature?.kind !== 'item' || signature.value.kind !== 'bytes') return undefined
  if (!isCoveredInFull(covered)) return undefined
  const [created, nonce, keyid] = ['created', 'nonce', 'keyid'].map((name) => covered.parameters.get(name))
  if (created?.kind !== 'integer' || nonce?.kind !== 'string' || keyid?.kind !== 'string') return undefined
  const from = parseProviderName(keyid.value)
  if (from === undefined || parseBase64url(nonce.value)?.length !== NONCE_BYTES) return undefined
  const createdAt = created.value * MS_PER_SECOND
  return { from, createdAt, nonce: nonce.value, covered, signature: signature.value.value }
}

function isCoveredInFull({ items, parameters }: InnerList): boolean {
  const [alg, tag] = [parameters.get('alg'), parameters.get('tag')]
  const names = items.map(({ value, parameters: own }) =>
    own.size === 0 && value.kind === 'string' ? value.value : '',
  )
  const isOurs = alg?.kind === 'string' && alg.value === 'ed25519' && tag?.kind === 'string' && tag.value === LABEL
  return isOurs && COVERED.every((name) => names.includes(name))
}

/** Neither older than SIGNED_REQUEST_MS_MAX nor from a clock that is further ahead than SIGNED_REQUEST_CLOCK_SKEW_MS. */
export function isFresh({ createdAt }: RequestOrigin, now: number): boolean {
  return createdAt > now - SIGNED_REQUEST_MS_MAX && createdAt <= now + SIGNED_REQUEST_CLOCK_SKEW_MS
}

/** Did the holder of `key` send this very request? */
export async function verifyRequest(
  crypto: Crypto,
  { key, origin }: { readonly key: ProviderPublicKey; readonly origin: RequestOrigin },
  { method, target, body, headers }: ProviderRequest & { readonly headers: ReadonlyMap<string, string> },
): Promise<boolean> {
  if (!isDigestOf(crypto, headers.get('content-digest') ?? '', body)) return false
  const base = signatureBase({ method, target, headers }, origin.covered)
  return base !== undefined && (await crypto.verifyEd25519(key, utf8(base), origin.signature))
}
