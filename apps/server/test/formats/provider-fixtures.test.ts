import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import {
  openBackupAtDoor,
  passwordDoorKey,
  parseAccountName,
  parseProviderName,
  putChain,
  signInFinish,
  signInStart,
  utf8,
  verifyRecordChain,
} from '@rushlight/protocol'
import { createOpaqueLogin } from '@rushlight/platform-common'
import { createNodeCrypto } from '@rushlight/platform-node'
import { RecordsError } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { opaquePasswords } from '../../src/adapters/opaque-passwords.ts'
import { createProcessWakeUp } from '../../src/adapters/process-wake-up.ts'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { ALONE, createMemoryBlobStore, createProvider, noPeers } from '../../src/index.ts'
import type { Provider } from '../../src/index.ts'
import { providerSchema } from '../../src/schema.ts'
import { greet } from '../../src/testing/index.ts'
import { ManualTime } from '../support/manual-time.ts'
import { connectRaw } from '../support/test-provider.ts'

const crypto = createNodeCrypto()

/** A copy of the data that the program of that format has left. */
function fixtureOf(context: TestContext, format: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'rl-format-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(import.meta.dirname, `../fixtures/provider-${format}`), folder, { recursive: true })
  return folder
}

function startOn(store: RecordStore, name: string): Promise<Provider> {
  const time = new ManualTime()
  const provider = parseProviderName(name)
  assert.ok(provider)
  return createProvider(
    {
      store,
      crypto,
      clock: time,
      schedule: time,
      passwords: opaquePasswords,
      operatorLinks: { isOpen: async () => false, redeem: async () => false },
      blobStore: createMemoryBlobStore(),
      peerTransport: noPeers,
      wakeUp: createProcessWakeUp(),
      usage: { storedBytes: async () => 0, fileBytes: async () => 0 },
      log: { note: () => undefined },
    },
    {
      name: provider,
      urls: [`http://${name}`],
      registration: 'open',
      software: 'rushlight/test',
      fileBytesMax: 1,
      federation: ALONE,
    },
  )
}

for (let format = 1; format <= providerSchema.format; format++) {
  test(`a provider of format ${format} is started by this program, and lets its people in with what they left there`, async (context) => {
    const folder = fixtureOf(context, format)
    const made: unknown = JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8'))
    assert.ok(typeof made === 'object' && made !== null && 'provider' in made && 'password' in made)
    const store = await openSqliteStore({ file: join(folder, 'provider.db') })
    const provider = await startOn(store, String(made.provider))
    assert.equal(provider.newSeed, undefined)
    const { client } = connectRaw(provider)
    await greet(client)

    const login = createOpaqueLogin()
    const name = parseAccountName('alice')
    assert.ok(name)
    const start = await login.startLogin(String(made.password))
    const { attempt, response } = await client.call(signInStart, { name, request: start.request })
    const proof = await login.finishLogin(String(made.password), { state: start.state, response })
    assert.ok(proof)
    const { chain, backup } = await client.call(signInFinish, { attempt, request: proof.request })
    const account = await verifyRecordChain(crypto, chain)
    assert.equal(account?.record.providers[0]?.key.toHex(), provider.record.key.toHex(), 'the same keys, from the seed')

    const door = { door: 'password', doorKey: passwordDoorKey(crypto, proof.exportKey) } as const
    assert.ok(backup)
    const opened = await openBackupAtDoor(crypto, door, backup.sealed)
    assert.equal(opened.kind, 'opened')
    assert.ok(opened.content.accountKeys.length > 0 && opened.content.rooms.length > 0)
    const newer = backup.sealed.with(1, 3)
    assert.deepEqual(await openBackupAtDoor(crypto, door, newer), { kind: 'tooNew' })
    assert.deepEqual(await openBackupAtDoor(crypto, door, backup.sealed.with(20, 0)), { kind: 'unreadable' })
    assert.ok((await client.call(putChain, { chain })).head)
    await provider.close()
    await store.close()
  })
}

test('data of a newer format is refused with what to do, and not a byte of it is changed', async (context) => {
  const file = join(fixtureOf(context, providerSchema.format), 'provider.db')
  const raw = await openSqliteStore({ file })
  const stamp = new Uint8Array(4 + providerSchema.name.length)
  new DataView(stamp.buffer).setUint32(0, providerSchema.format + 1)
  stamp.set(utf8(providerSchema.name), 4)
  await raw.commit([{ put: [{ table: 'meta', key: utf8('schema'), value: stamp }] }])
  await raw.close()
  const before = readFileSync(file)
  const store = await openSqliteStore({ file })
  await assert.rejects(
    startOn(store, 'localhost:1'),
    (error) =>
      error instanceof RecordsError && error.code === 'formatTooNew' && /update this program/.test(error.message),
  )
  await store.close()
  assert.ok(before.equals(readFileSync(file)))
})
