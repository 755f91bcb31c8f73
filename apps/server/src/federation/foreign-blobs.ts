import { BLOB_PIECE_BYTES_MAX, blobPath, span } from '@rushlight/protocol'
import type { AccountId, BlobId, ProviderName } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import {
  FOREIGN_BLOB_MS_MAX,
  FOREIGN_BLOBS_AT_ONCE_MAX,
  FOREIGN_BLOBS_PER_ACCOUNT,
  FOREIGN_BLOBS_PER_PROVIDER_MAX,
  PEER_PAUSE_MS_MIN,
} from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { PeerStream, PeerTransport } from '../ports/peer-transport.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import type { FederationPolicy } from './federation-policy.ts'
import type { Peers } from './peers.ts'

/**
 * Fetches pieces of blobs that lie at other providers for people of this one, so that nobody elsewhere learns who reads a
 * file. A piece is passed on as it comes and nothing of it is kept; whoever asked for it holds all of them against the
 * blob's name.
 */
export interface ForeignBlobs {
  /** The stream brings just as many bytes as were wanted, or throws. */
  read(wanted: ForeignPiece): Promise<Outcome<AsyncIterable<Uint8Array>>>
}

type ForeignPiece = {
  readonly account: AccountId
  readonly provider: ProviderName
  readonly blob: BlobId
  /** From the first byte up to the last, both in it. */
  readonly from: number
  readonly to: number
}

export type ForeignBlobsParts = {
  readonly kernel: Pick<Kernel, 'clock'>
  readonly transport: PeerTransport
  readonly policy: FederationPolicy
  readonly peers: Peers
}

export function createForeignBlobs({ kernel, transport, policy, peers }: ForeignBlobsParts): ForeignBlobs {
  const perAccount = createRateLimit(kernel.clock, FOREIGN_BLOBS_PER_ACCOUNT)
  const underWay = new Map<ProviderName, number>()
  let all = 0

  function change(provider: ProviderName, by: 1 | -1): void {
    const count = (underWay.get(provider) ?? 0) + by
    if (count === 0) underWay.delete(provider)
    else underWay.set(provider, count)
    all += by
  }

  async function open({ provider, blob, from, to }: ForeignPiece): Promise<Outcome<PeerStream>> {
    const stream = await transport.open({
      provider,
      path: blobPath(blob),
      headers: new Map([['range', `bytes=${from}-${to}`]]),
      answerMsMax: FOREIGN_BLOB_MS_MAX,
    })
    if (stream?.status === 206 && stream.bytes === to - from + 1) return done(stream)
    stream?.drop()
    return stream?.status === 404 ? refuse('unknownFile') : refuse('providerUnreachable', PEER_PAUSE_MS_MIN)
  }

  return {
    async read(wanted) {
      const { provider, from, to } = wanted
      if (!policy.allows(provider)) return refuse('providerRefused', span.HOUR_MS)
      if (to < from || to - from >= BLOB_PIECE_BYTES_MAX) return refuse('malformed')
      const refused = refuseFor(perAccount.take(wanted.account))
      if (refused !== undefined) return refused
      const isFull = all >= FOREIGN_BLOBS_AT_ONCE_MAX || (underWay.get(provider) ?? 0) >= FOREIGN_BLOBS_PER_PROVIDER_MAX
      if (isFull) return refuse('tooManyRequests', PEER_PAUSE_MS_MIN)
      const waitMs = peers.pausedUntil(provider) - kernel.clock.now()
      if (waitMs > 0) return refuse('providerUnreachable', waitMs)
      change(provider, 1)
      const opened = await open(wanted)
      if (opened.kind === 'refused') {
        change(provider, -1)
        return opened
      }
      void opened.result.ended.then(() => change(provider, -1))
      return done(opened.result.body)
    },
  }
}
