import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { Client, createMemoryStage, createVaultKey, openVaultKey, VAULT_SCHEMA } from '@rushlight/core'
import type { ClientPorts } from '@rushlight/core'
import { encodeCbor, isCborMap, parseCbor } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import { createNodeCrypto, createNodePasswordHash, unlockProfile } from '../../src/index.ts'
import { openNodeVault } from '../../src/vault/open-node-vault.ts'

/** A vault that the program of that format has left; its copy may be written to. */
function fixtureOf(context: TestContext, format: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'rl-format-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(import.meta.dirname, `../fixtures/vault-${format}`), folder, { recursive: true })
  return folder
}

const password = 'password of alice'

async function unlock(folder: string) {
  const unlocked = await unlockProfile({ directory: folder, password })
  assert.equal(unlocked.kind, 'unlocked')
  return unlocked.profile
}

/** Nobody answers, and it is the moment after the vault was left. */
function portsFor(store: ClientPorts['store'], now: number): ClientPorts {
  return {
    store,
    clock: { now: () => now, setAlarm: () => undefined, clearAlarm: () => undefined, watchJumps: () => undefined },
    crypto: createNodeCrypto(),
    transport: { noticesSilence: true, connect: () => ({ send: () => undefined, close: () => undefined }) },
    passwords: {
      startRegistration: () => assert.fail(),
      finishRegistration: () => assert.fail(),
      startLogin: () => assert.fail(),
      finishLogin: () => assert.fail(),
    },
    log: { note: () => undefined },
    files: {
      stage: createMemoryStage(),
      http: { send: () => ({ answer: Promise.resolve(undefined), cancel: () => undefined }) },
      fetchesPictures: false,
    },
    software: 'rushlight/test',
  }
}

for (let format = 1; format <= VAULT_SCHEMA.format; format++) {
  test(`a vault of format ${format} is opened and read by this program`, async (context) => {
    const folder = fixtureOf(context, format)
    const made: unknown = JSON.parse(readFileSync(join(folder, 'made.json'), 'utf8'))
    assert.ok(typeof made === 'object' && made !== null && 'madeAt' in made && typeof made.madeAt === 'number')
    const store = await (await unlock(folder)).openStore()
    const client = await Client.open(portsFor(store, made.madeAt))
    const rooms = await client.rooms()
    const texts: string[] = []
    for (const { id } of rooms) {
      for (const { body } of await client.messages(id, { limit: 50 })) if (body.kind === 'text') texts.push(body.text)
    }
    assert.deepEqual(rooms.map(({ kind }) => kind).toSorted(), ['direct', 'group', 'self'])
    assert.ok(rooms.some(({ title }) => title === 'Rushes'))
    for (const text of ['hello', 'written in format 1', 'read and burned']) assert.ok(texts.includes(text), text)
    await client.close()
    await store.close()
  })
}

test('a vault of a newer format is refused with what to do, and not a byte of it is changed', async (context) => {
  const folder = fixtureOf(context, VAULT_SCHEMA.format)
  const profile = await unlock(folder)
  const opened = await openVaultKey(
    { crypto: createNodeCrypto(), hash: createNodePasswordHash() },
    password,
    readFileSync(join(folder, 'vault.key')),
  )
  assert.equal(opened.kind, 'opened')
  const raw = await openNodeVault({ file: join(folder, 'vault.db'), key: opened.key })
  const stamp = new Uint8Array(4 + VAULT_SCHEMA.name.length)
  new DataView(stamp.buffer).setUint32(0, VAULT_SCHEMA.format + 1)
  stamp.set(new TextEncoder().encode(VAULT_SCHEMA.name), 4)
  const key = new TextEncoder().encode('schema')
  await raw.commit([{ put: [{ table: 'meta', key, value: stamp }] }])
  await raw.close()
  const before = readFileSync(join(folder, 'vault.db'))
  await assert.rejects(
    profile.openStore(),
    (error) =>
      error instanceof RecordsError && error.code === 'formatTooNew' && /update this program/.test(error.message),
  )
  assert.ok(before.equals(readFileSync(join(folder, 'vault.db'))))
  assert.equal(existsSync(join(folder, 'vault.db-wal')) && readFileSync(join(folder, 'vault.db-wal')).length > 0, false)
})

test('a key file of a newer format is told apart from a damaged one', async (context) => {
  const folder = fixtureOf(context, VAULT_SCHEMA.format)
  const path = join(folder, 'vault.key')
  const cbor = parseCbor(readFileSync(path))
  assert.ok(isCborMap(cbor))
  for (const [file, kind] of [
    [encodeCbor(new Map([...cbor, [0, 2], [9, 'new']])), 'tooNew'],
    [encodeCbor(new Map([...cbor, [9, 'new']])), 'unreadable'],
    [new Uint8Array(readFileSync(path)).subarray(1), 'unreadable'],
    [new Uint8Array(), 'unreadable'],
  ] as const) {
    writeFileSync(path, file)
    assert.deepEqual(await unlockProfile({ directory: folder, password }), { kind })
    assert.deepEqual(new Uint8Array(readFileSync(path)), file)
  }
  const ports = { crypto: createNodeCrypto(), hash: createNodePasswordHash() }
  const made = await createVaultKey(ports, password)
  assert.equal((await openVaultKey(ports, 'another', made.file)).kind, 'wrongPassword')
})
