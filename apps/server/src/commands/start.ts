import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FILE_BYTES_MAX } from '@rushlight/protocol'
import type { ProviderName } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { createDiskUsage } from '../adapters/disk-usage.ts'
import { createFileBlobStore } from '../adapters/file-blob-store.ts'
import { createFileOperatorLinks } from '../adapters/file-operator-links.ts'
import { placeOf } from '../adapters/file-place.ts'
import { nodeClock } from '../adapters/node-clock.ts'
import { nodeSchedule } from '../adapters/node-schedule.ts'
import { opaquePasswords } from '../adapters/opaque-passwords.ts'
import { createProcessWakeUp } from '../adapters/process-wake-up.ts'
import type { SqliteStore } from '../adapters/sqlite-store.ts'
import type { Log } from '../ports/log.ts'
import type { PeerTransport } from '../ports/peer-transport.ts'
import { createProvider } from '../provider.ts'
import type { Provider } from '../provider.ts'
import type { Settings } from '../settings/settings.ts'
import { blobsIn, databaseIn, operatorLinksIn } from './data-folder.ts'

type Presented = { readonly name: ProviderName; readonly urls: readonly string[] }

type Starting = {
  readonly as: Presented
  readonly log: Log
  readonly seed: Uint8Array | undefined
  readonly peerTransport: PeerTransport
}

/** A provider on its data. Others cannot reach it yet; it reaches them by `peerTransport`. */
export async function startOn(store: SqliteStore, settings: Settings, starting: Starting): Promise<Provider> {
  const { as, log, seed, peerTransport } = starting
  const blobStore = createFileBlobStore(blobsIn(settings))
  return createProvider(
    {
      store,
      log,
      crypto: createNodeCrypto(),
      clock: nodeClock,
      schedule: nodeSchedule,
      passwords: opaquePasswords,
      operatorLinks: createFileOperatorLinks(operatorLinksIn(settings)),
      wakeUp: createProcessWakeUp(),
      usage: createDiskUsage(databaseIn(settings), blobStore),
      blobStore,
      peerTransport,
    },
    {
      ...as,
      registration: settings.registration,
      software: `rushlight/${readVersion()}`,
      fileBytesMax: FILE_BYTES_MAX,
      federation: settings.federation,
      place: placeOf(databaseIn(settings)),
      ...(seed === undefined ? {} : { seed }),
    },
  )
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
}
