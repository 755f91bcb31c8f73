import { bytes, field, keyOf, parseBase64url, struct, utf8 } from '@rushlight/protocol'
import type { ProviderName, ProviderPublicKey } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { KEY_ASKED_EVERY_MS_MIN, PEERS_IN_MEMORY_MAX, WELL_KNOWN_BYTES_MAX } from '../limits.ts'
import { createRecent } from '../limiting/recent.ts'
import type { PeerTransport } from '../ports/peer-transport.ts'
import { loadRow, putRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'

/**
 * By which keys other providers sign: what stands at their well-known address, under a name that TLS has proved, is
 * remembered. Another key under the same name is taken and noted (R29): a server that lost its disk is still who it was.
 */
export interface PeerKeys {
  known(provider: ProviderName): Promise<ProviderPublicKey | undefined>
  /** Asks again, unless that was done just now. `undefined`: it is still the one that was known, or nobody answers. */
  renewed(provider: ProviderName): Promise<ProviderPublicKey | undefined>
}

type PeerRow = { readonly key: Uint8Array }

const KEY_BYTES = 32
export const WELL_KNOWN_PATH = '/.well-known/rushlight'

const peerTable: Table<PeerRow> = { name: 'peers', codec: struct({ key: field(0, bytes(KEY_BYTES)) }) }

export function createPeerKeys(kernel: Kernel, transport: PeerTransport): PeerKeys {
  const { store, turns, clock, log } = kernel
  const known = createRecent<ProviderName, ProviderPublicKey>(PEERS_IN_MEMORY_MAX)
  const askedAt = createRecent<ProviderName, number>(PEERS_IN_MEMORY_MAX)

  async function remembered(provider: ProviderName): Promise<ProviderPublicKey | undefined> {
    const inMemory = known.get(provider)
    if (inMemory !== undefined) return inMemory
    const row = await loadRow(store, peerTable, utf8(provider))
    const key = row === undefined ? undefined : keyOf<ProviderPublicKey>(row.key)
    if (key !== undefined) known.set(provider, key)
    return key
  }

  async function ask(provider: ProviderName): Promise<ProviderPublicKey | undefined> {
    if ((askedAt.get(provider) ?? 0) > clock.now() - KEY_ASKED_EVERY_MS_MIN) return undefined
    askedAt.set(provider, clock.now())
    const reply = await transport.ask({
      provider,
      method: 'GET',
      path: WELL_KNOWN_PATH,
      headers: new Map(),
      answerBytesMax: WELL_KNOWN_BYTES_MAX,
    })
    return reply?.status === 200 ? readKey(provider, reply.body) : undefined
  }

  async function renewed(provider: ProviderName): Promise<ProviderPublicKey | undefined> {
    const before = await remembered(provider)
    const key = await ask(provider)
    if (key === undefined || before?.toHex() === key.toHex()) return undefined
    if (before !== undefined) log.note('peerKeyChanged')
    await turns.write({ put: [putRow(peerTable, utf8(provider), { key })] })
    known.set(provider, key)
    return key
  }

  return { known: remembered, renewed }
}

/** As it says itself; a page that names another provider is none of this one's. */
function readKey(provider: ProviderName, body: Uint8Array): ProviderPublicKey | undefined {
  const page = parseJson(body)
  const key = typeof page['key'] === 'string' ? parseBase64url(page['key']) : undefined
  return page['name'] === provider && key?.length === KEY_BYTES ? keyOf<ProviderPublicKey>(key) : undefined
}

function parseJson(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body))
    return isRecord(json) ? json : {}
  } catch {
    return {}
  }
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null
}
