import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { RecordsErrorCode } from '@rushlight/records'
import { RecordsError, openWithSchema } from '@rushlight/records'
import { openNodeVault } from '../../src/vault/open-node-vault.ts'
import { bytesOf, holds, temporaryFolder } from './vault-folder.ts'

const key = new Uint8Array(32).fill(1)
const wrongKey = new Uint8Array(32).fill(2)
const table = 'note'
const isCode = (code: RecordsErrorCode) => (error: unknown) => error instanceof RecordsError && error.code === code
const at = { table, key: Uint8Array.of(1) }

async function makeVault(file: string): Promise<void> {
  const store = await openNodeVault({ file, key })
  await store.commit([{ put: [{ ...at, value: Buffer.alloc(50_000, 'canary in the vault ') }] }])
  await store.close()
}

test('a vault is one file that only its owner may read, and shows neither names nor values', async (context) => {
  const folder = join(temporaryFolder(context), 'profiles', 'alice')
  const file = join(folder, 'vault')
  await makeVault(file)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  assert.deepEqual(readdirSync(folder), ['vault'])
  for (const word of ['canary', 'SQLite format', table, 'CREATE TABLE']) {
    assert.ok(!holds(bytesOf(file), Buffer.from(word)), word)
  }
})

test('the log of an open vault is as unreadable, for others and in itself', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const store = await openNodeVault({ file, key })
  await store.commit([{ put: [{ ...at, value: Buffer.from('canary in the log') }] }])
  assert.equal(statSync(`${file}-wal`).mode & 0o777, 0o600)
  const log = bytesOf(`${file}-wal`)
  assert.ok(log.length > 4096)
  for (const word of ['canary', table, 'CREATE TABLE']) assert.ok(!holds(log, Buffer.from(word)), word)
  assert.ok(!existsSync(`${file}-shm`), 'the index of the log stays in memory')
  await store.close()
})

test('a wrong key opens nothing and changes nothing', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  await makeVault(file)
  const before = bytesOf(file)
  await assert.rejects(openNodeVault({ file, key: wrongKey }), isCode('wrongKey'))
  await assert.rejects(openNodeVault({ file, key: key.subarray(1) }), isCode('wrongKey'))
  assert.deepEqual(bytesOf(file), before)
  const store = await openNodeVault({ file, key })
  assert.equal((await store.get(table, [at.key]))[0]?.length, 50_000)
  await store.close()
})

test('a newer vault is refused and its bytes are left as they were', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const schema = { name: 'vault', format: 2, tables: [table], migrations: {} }
  const newer = await openNodeVault({ file, key })
  await openWithSchema(newer, schema)
  await newer.close()
  const before = bytesOf(file)
  const store = await openNodeVault({ file, key })
  await assert.rejects(openWithSchema(store, { ...schema, format: 1 }), isCode('formatTooNew'))
  await store.close()
  assert.deepEqual(bytesOf(file), before)
})

test('one flipped bit is noticed, wherever it is', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  await makeVault(file)
  const whole = bytesOf(file)
  for (let offset = 30; offset < whole.length; offset += 4096) {
    const bent = Uint8Array.from(whole)
    bent[offset] = (bent[offset] ?? 0) ^ 1
    writeFileSync(file, bent)
    await assert.rejects(
      async () => {
        const store = await openNodeVault({ file, key })
        try {
          await store.commit([{ put: [{ ...at, key: Uint8Array.of(2), value: at.key }] }])
          await store.get(table, [at.key])
        } finally {
          await store.close()
        }
      },
      (error) => isCode(offset < 4096 ? 'wrongKey' : 'damaged')(error),
      `page ${Math.floor(offset / 4096) + 1}`,
    )
    writeFileSync(file, whole)
  }
})

test('a damaged store refuses everything from then on', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  await makeVault(file)
  const bent = Uint8Array.from(bytesOf(file))
  bent.fill(0xff, bent.length - 4096)
  writeFileSync(file, bent)
  const store = await openNodeVault({ file, key })
  await assert.rejects(store.get(table, [at.key]), isCode('damaged'))
  await assert.rejects(store.commit([{ put: [{ ...at, value: at.key }] }]), isCode('damaged'))
  await assert.rejects(store.scrub(), isCode('damaged'))
  await store.close()
})

test('what is no vault, or no file, is refused', async (context) => {
  const folder = temporaryFolder(context)
  writeFileSync(join(folder, 'text'), 'this is no vault '.repeat(1000))
  await assert.rejects(openNodeVault({ file: join(folder, 'text'), key }), isCode('wrongKey'))
  mkdirSync(join(folder, 'folder'))
  await assert.rejects(openNodeVault({ file: join(folder, 'folder'), key }), isCode('notFound'))
  await assert.rejects(openNodeVault({ file: join(folder, 'text', 'below'), key }), isCode('notFound'))
})

test(
  'a vault that may not be written is refused',
  { skip: process.getuid?.() === 0 && 'root may write all' },
  async (context) => {
    const file = join(temporaryFolder(context), 'vault')
    await makeVault(file)
    chmodSync(file, 0o400)
    await assert.rejects(openNodeVault({ file, key }), isCode('readOnly'))
  },
)

test('a second opener is refused, in this process and in another, until the first has closed', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const first = await openNodeVault({ file, key })
  await first.commit([{ put: [{ ...at, value: at.key }] }])
  await assert.rejects(openNodeVault({ file, key }), isCode('inUse'))
  assert.equal(openElsewhere(file), 'inUse')
  await first.commit([{ put: [{ ...at, value: at.key }] }])
  await first.close()
  assert.equal(openElsewhere(file), 'opened')
})

function openElsewhere(file: string): string {
  const script = join(import.meta.dirname, 'open-elsewhere.ts')
  const child = spawnSync(process.execPath, [script, file, key.toHex()], { encoding: 'utf8' })
  assert.equal(child.status, 0, child.stderr)
  return child.stdout.trim()
}
