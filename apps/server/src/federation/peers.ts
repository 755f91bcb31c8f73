import {
  encodeWith,
  FRAME_BYTES_MAX,
  parseWith,
  peerAnswerCodec,
  peerRequestCodec,
  signRequest,
  span,
} from '@rushlight/protocol'
import type { PeerAnswer, PeerRequest, ProviderName } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { PEER_PAUSE_MS_MAX, PEER_PAUSE_MS_MIN, PEERS_IN_MEMORY_MAX, REQUESTS_TO_PEER_MAX } from '../limits.ts'
import { createRecent } from '../limiting/recent.ts'
import type { PeerTransport } from '../ports/peer-transport.ts'
import { refuse } from '../sessions/outcome.ts'
import type { FederationPolicy } from './federation-policy.ts'

/** Asks other providers. One that does not answer is left alone for a while, so that nobody waits for it in vain. */
export interface Peers {
  ask(provider: ProviderName, request: PeerRequest): Promise<PeerAnswer>
  /** UTC ms from which asking makes sense again. */
  pausedUntil(provider: ProviderName): number
}

export type PeersParts = {
  readonly kernel: Pick<Kernel, 'crypto' | 'clock' | 'identity'>
  readonly transport: PeerTransport
  readonly policy: FederationPolicy
}

export const FEDERATION_PATH = '/v1/federation'

/** How a provider behaved lately. */
type Conduct = { readonly pauseMs: number; readonly until: number }

export function createPeers({ kernel, transport, policy }: PeersParts): Peers {
  const { crypto, clock, identity } = kernel
  const conducts = createRecent<ProviderName, Conduct>(PEERS_IN_MEMORY_MAX)
  const underWay = new Map<ProviderName, number>()

  async function send(provider: ProviderName, request: PeerRequest): Promise<PeerAnswer | undefined> {
    const body = encodeWith(peerRequestCodec, request)
    const target = { authority: provider, path: FEDERATION_PATH, query: '' }
    const signer = { name: identity.provider.name, key: identity.signingKey, now: clock.now() }
    const signed = await signRequest(crypto, signer, { method: 'POST', target, body })
    const headers = new Map([...signed, ['content-type', 'application/cbor']])
    const question = { provider, method: 'POST', path: FEDERATION_PATH, headers, body } as const
    const reply = await transport.ask({ ...question, answerBytesMax: FRAME_BYTES_MAX })
    return reply?.status === 200 ? parseWith(peerAnswerCodec, reply.body) : undefined
  }

  function noteConduct(provider: ProviderName, isGood: boolean): void {
    const before = conducts.get(provider)
    if (isGood) {
      conducts.delete(provider)
      return
    }
    const pauseMs = before === undefined ? PEER_PAUSE_MS_MIN : Math.min(before.pauseMs * 2, PEER_PAUSE_MS_MAX)
    conducts.set(provider, { pauseMs, until: clock.now() + pauseMs })
  }

  const pausedUntil = (provider: ProviderName): number => conducts.get(provider)?.until ?? 0

  return {
    pausedUntil,
    async ask(provider, request) {
      if (!policy.allows(provider)) return refuse('providerRefused', span.HOUR_MS)
      const waitMs = pausedUntil(provider) - clock.now()
      if (waitMs > 0) return refuse('providerUnreachable', waitMs)
      const count = underWay.get(provider) ?? 0
      if (count >= REQUESTS_TO_PEER_MAX) return refuse('providerUnreachable', PEER_PAUSE_MS_MIN)
      underWay.set(provider, count + 1)
      const answer = await send(provider, request)
      const left = (underWay.get(provider) ?? 1) - 1
      if (left === 0) underWay.delete(provider)
      else underWay.set(provider, left)
      noteConduct(provider, answer !== undefined)
      return answer ?? refuse('providerUnreachable', PEER_PAUSE_MS_MIN)
    },
  }
}
