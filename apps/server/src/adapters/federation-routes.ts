import type { HttpBindings } from '@hono/node-server'
import { base64url, encodeWith, FRAME_BYTES_MAX, peerAnswerCodec, signedTombstoneCodec } from '@rushlight/protocol'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { WELL_KNOWN_PATH } from '../federation/peer-keys.ts'
import { FEDERATION_PATH } from '../federation/peers.ts'
import type { Provider } from '../provider.ts'
import { readAtMost } from './read-at-most.ts'

type Bindings = { Bindings: HttpBindings }

export type FederationRoutesParts = {
  readonly provider: Provider
  readonly peerOf: (context: Context<Bindings>) => string
}

/** What other providers ask: who this one is, and their signed requests (`spec/federation.md` §2, §5). */
export function createFederationRoutes({ provider, peerOf }: FederationRoutesParts): Hono<Bindings> {
  const app = new Hono<Bindings>()
  app.get(WELL_KNOWN_PATH, (context) => {
    // Web apps of other providers ask, too.
    context.header('access-control-allow-origin', '*')
    return context.json(describe(provider))
  })
  app.post(FEDERATION_PATH, async (context) => {
    const body = await readAtMost(context.req.raw.body ?? [], FRAME_BYTES_MAX)
    if (body === undefined) return context.text('too large\n', 413)
    const headers = new Map(context.req.raw.headers)
    const answer = await provider.guests.answer({ headers, body, peer: peerOf(context) })
    if (answer === undefined) return context.text('not signed as it should be\n', 401)
    return context.body(Uint8Array.from(encodeWith(peerAnswerCodec, answer)), 200, {
      'content-type': 'application/cbor',
    })
  })
  return app
}

function describe({ record, incarnation, tombstones }: Provider): Readonly<Record<string, unknown>> {
  const { name, key, sealingKey, urls } = record
  const page = { format: 1, name, key: base64url(key), sealingKey: base64url(sealingKey), urls, incarnation }
  const said = tombstones.list().map((one) => base64url(encodeWith(signedTombstoneCodec, one)))
  return said.length === 0 ? page : { ...page, tombstones: said }
}
