import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { createMemoryDisk, createMemoryStore, openWithSchema } from '@rushlight/records'
import { loadIdentity } from '../../src/identity/own-identity.ts'
import type { Kernel } from '../../src/kernel.ts'
import { providerSchema } from '../../src/schema.ts'
import { createFigures } from '../../src/turns/figures.ts'
import { createTurns } from '../../src/turns/turns.ts'
import { ManualTime } from './manual-time.ts'
import { PROVIDER_NAME } from './test-provider.ts'

/** What the rules of a provider stand on, for those of them that are looked at by themselves. */
export async function startKernel(): Promise<{ readonly kernel: Kernel; readonly time: ManualTime }> {
  const [crypto, time] = [createNodeCrypto(), new ManualTime()]
  const store = await openWithSchema(createMemoryStore(createMemoryDisk()), providerSchema)
  const where = { name: PROVIDER_NAME, urls: ['https://chat.example.org'] }
  const { identity } = await loadIdentity({ store, crypto, clock: time }, where)
  const [figures, log] = [createFigures(), { note: () => undefined }]
  const turns = createTurns({ store, crypto, schedule: time, log, figures })
  return { kernel: { store, turns, crypto, clock: time, schedule: time, log, figures, identity }, time }
}
