/** Another provider, as this one meets it: a name, a key under its well-known address, and signed requests. */
import {
  base64url,
  encodeWith,
  keyOf,
  leaveNotices,
  parseProviderName,
  peerAnswerCodec,
  peerRequestCodec,
  signRequest,
  utf8,
} from '@rushlight/protocol'
import type { Crypto, Method, PeerAnswer, ProviderName, ProviderPrivateKey } from '@rushlight/protocol'
import type { PeerTransport } from '../../src/ports/peer-transport.ts'
import { PROVIDER_NAME } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

export function providerName(name: string): ProviderName {
  const parsed = parseProviderName(name)
  if (parsed === undefined) throw new Error('no name of a provider')
  return parsed
}

export type SignedBody = Parameters<TestProvider['provider']['guests']['answer']>[0]

export class Peer {
  readonly name: ProviderName
  readonly #crypto: Crypto
  key: ProviderPrivateKey
  /** How often somebody wanted to know the key. */
  asked = 0

  constructor(crypto: Crypto, name: string) {
    this.name = providerName(name)
    this.#crypto = crypto
    this.key = this.#newKey()
  }

  /** Its disk was wiped: it begins anew under its name. */
  beginAnew(): void {
    this.key = this.#newKey()
  }

  async wellKnown(): Promise<Uint8Array> {
    this.asked += 1
    const key = base64url(await this.#crypto.ed25519PublicKey(this.key))
    return utf8(JSON.stringify({ name: this.name, key }))
  }

  async sign<P, R>(method: Method<P, R>, params: P, now: number): Promise<SignedBody> {
    const visit = new Uint8Array(16)
    const body = encodeWith(peerRequestCodec, { visit, method: method.number, params: method.params.toCbor(params) })
    const target = { authority: PROVIDER_NAME, path: '/v1/federation', query: '' }
    const signer = { name: this.name, key: this.key, now }
    const headers = await signRequest(this.#crypto, signer, { method: 'POST', target, body })
    return { headers, body, peer: `the place of ${this.name}` }
  }

  #newKey(): ProviderPrivateKey {
    return keyOf<ProviderPrivateKey>(this.#crypto.randomBytes(32))
  }
}

/** The way to these; nobody else is there. */
export function roadsTo(peers: readonly Peer[]): PeerTransport {
  return {
    async ask({ provider, path }) {
      const peer = peers.find(({ name }) => name === provider)
      if (peer === undefined) return undefined
      if (path === '/.well-known/rushlight') return { status: 200, body: await peer.wellKnown() }
      return { status: 200, body: encodeWith(peerAnswerCodec, DONE) }
    },
    open: () => Promise.resolve(undefined),
    close: () => undefined,
  }
}

const DONE: PeerAnswer = { kind: 'done', result: leaveNotices.result.toCbor(undefined) }
