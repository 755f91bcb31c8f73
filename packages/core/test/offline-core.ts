import assert from 'node:assert/strict'
import { createNodeCrypto } from '@rushlight/platform-node'
import { createMemoryDisk, createMemoryStore, openWithSchema } from '@rushlight/records'
import type { MemoryDisk } from '@rushlight/records'
import { keyOf, parseAccountName, parseProviderName, queueId } from '@rushlight/protocol'
import type { Crypto, Provider } from '@rushlight/protocol'
import { createSelf } from '../src/account/create-self.ts'
import { selfTable } from '../src/account/self-row.ts'
import { Core } from '../src/engine/core.ts'
import { loadAccount, loadRooms } from '../src/engine/load-client.ts'
import { Step } from '../src/engine/step.ts'
import { createMemoryStage } from '../src/file/memory-stage.ts'
import { FileDesk } from '../src/file/file-desk.ts'
import { VAULT_SCHEMA } from '../src/vault/vault-schema.ts'

export const NOW = 1_764_000_000_000

const never = (): never => {
  throw new Error('there is no network')
}

/** One account's vault and what works on it, with no way to any provider. Made again on the same disk, it has restarted. */
export async function offlineCore(disk: MemoryDisk = createMemoryDisk()): Promise<Core> {
  const core = await emptyCore(disk)
  if (!(await loadAccount(core))) await begin(core, core.crypto)
  assert.ok(await loadAccount(core))
  await loadRooms(core)
  return core
}

/** The same before there is an account. */
export async function emptyCore(disk: MemoryDisk = createMemoryDisk()): Promise<Core> {
  const crypto = createNodeCrypto()
  const store = await openWithSchema(createMemoryStore(disk), VAULT_SCHEMA)
  const core = new Core({
    store,
    crypto,
    clock: { now: () => NOW, setAlarm: () => undefined, clearAlarm: () => undefined, watchJumps: () => undefined },
    transport: { noticesSilence: true, connect: () => ({ send: () => undefined, close: () => undefined }) },
    passwords: { startRegistration: never, finishRegistration: never, startLogin: never, finishLogin: never },
    files: { stage: createMemoryStage(), http: { send: never }, fetchesPictures: false },
    log: { note: () => undefined },
    software: 'test',
  })
  core.setFiles(new FileDesk(core))
  return core
}

async function begin(core: Core, crypto: Crypto): Promise<void> {
  const name = parseAccountName('alice')
  assert.ok(name)
  const provider = await providerOf(crypto)
  const registration = { passwordRecord: new Uint8Array() }
  const step = new Step(core.store)
  const own = await createSelf(crypto, { name, provider, passwordKey: new Uint8Array(32), madeAt: 0, registration })
  const queue = { id: queueId.fromBytes(new Uint8Array(16)), secret: new Uint8Array(32) }
  const homes = own.homes.map((home) => ({ ...home, queue }))
  step.put(selfTable, 'self', { ...own, stage: 'active', homes })
  await step.commit()
}

async function providerOf(crypto: Crypto): Promise<Provider> {
  const name = parseProviderName('chat.example.org')
  assert.ok(name)
  return {
    name,
    key: keyOf(await crypto.ed25519PublicKey(crypto.randomBytes(32))),
    sealingKey: keyOf(await crypto.x25519PublicKey(crypto.randomBytes(32))),
    urls: ['https://chat.example.org'],
  }
}
