import { parseProviderName } from '@rushlight/protocol'
import type { Crypto, ProviderName, Registration } from '@rushlight/protocol'
import { createMemoryDisk, createMemoryStore } from '@rushlight/records'
import type { MemoryDisk, RecordStore } from '@rushlight/records'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { ALONE, createMemoryBlobStore, createProvider, noPeers } from '../../src/index.ts'
import type { BlobStore, LogCode, Provider, ProviderConnection, ProviderSettings } from '../../src/index.ts'
import type { PeerTransport } from '../../src/ports/peer-transport.ts'
import { createInsecurePasswordsForTests } from './insecure-passwords.ts'
import { createProcessWakeUp } from '../../src/adapters/process-wake-up.ts'
import { greet, WireClient } from '../../src/testing/wire-client.ts'
import type { Connected } from '../../src/testing/wire-client.ts'
import { ManualTime } from './manual-time.ts'

export type TestProviderOptions = {
  readonly fileBytesMax?: number
  readonly registration?: Registration
  /** A disk that was used before. */
  readonly disk?: MemoryDisk
  readonly store?: RecordStore
  readonly time?: ManualTime
  readonly seed?: Uint8Array
  readonly name?: ProviderName
  /** As which file the data lie somewhere. */
  readonly place?: Uint8Array
  readonly blobStore?: BlobStore
  readonly federation?: ProviderSettings['federation']
  readonly peerTransport?: PeerTransport
}

/** A real provider on a memory disk, in a time that is told. */
export type TestProvider = {
  readonly provider: Provider
  readonly time: ManualTime
  readonly crypto: Crypto
  readonly disk: MemoryDisk
  readonly store: RecordStore
  readonly notes: LogCode[]
  /** Tokens of operator links that are open. */
  readonly operatorTokens: Set<string>
  /** A greeted connection. */
  readonly connect: (peer?: string) => Promise<Connected>
}

export const PROVIDER_NAME: ProviderName = parseProviderName('chat.example.org') ?? fail()

export async function startProvider(options: TestProviderOptions = {}): Promise<TestProvider> {
  const crypto = createNodeCrypto()
  const time = options.time ?? new ManualTime()
  const disk = options.disk ?? createMemoryDisk()
  const store = options.store ?? createMemoryStore(disk)
  const notes: LogCode[] = []
  const operatorTokens = new Set<string>()
  const provider = await createProvider(
    {
      store,
      crypto,
      clock: time,
      schedule: time,
      passwords: createInsecurePasswordsForTests(crypto),
      operatorLinks: {
        isOpen: async (token) => operatorTokens.has(token),
        redeem: async (token) => operatorTokens.delete(token),
      },
      peerTransport: options.peerTransport ?? noPeers,
      wakeUp: createProcessWakeUp(),
      blobStore: options.blobStore ?? createMemoryBlobStore(),
      usage: { storedBytes: async () => 1, fileBytes: async () => 2 },
      log: { note: (code) => void notes.push(code) },
    },
    {
      name: options.name ?? PROVIDER_NAME,
      urls: [`https://${options.name ?? PROVIDER_NAME}`],
      registration: options.registration ?? 'open',
      software: 'rushlight/test',
      federation: options.federation ?? ALONE,
      fileBytesMax: options.fileBytesMax ?? 1,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.place === undefined ? {} : { place: options.place }),
    },
  )
  return {
    provider,
    time,
    crypto,
    disk,
    store,
    notes,
    operatorTokens,
    connect: (peer = 'peer') => connect(provider, peer),
  }
}

/** A connection on which nothing has been said. */
export function connectRaw(
  provider: Provider,
  peer = 'peer',
): { readonly client: WireClient; readonly close: () => void } {
  // The provider may close it before it has answered with it.
  const live: { connection: ProviderConnection | undefined } = { connection: undefined }
  const client = new WireClient((frame) => live.connection?.receive(frame))
  live.connection = provider.connect({
    peer,
    send: (frame) => client.receive(Uint8Array.from(frame)),
    close: () => {
      client.isClosed = true
      live.connection?.closed()
    },
  })
  if (live.connection === undefined) client.isClosed = true
  return { client, close: () => live.connection?.closed() }
}

async function connect(provider: Provider, peer: string): Promise<Connected> {
  const { client, close } = connectRaw(provider, peer)
  return { client, greeting: await greet(client), close }
}

function fail(): never {
  throw new Error('a name')
}
