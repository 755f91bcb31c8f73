import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { StoredRecord } from '@rushlight/records'
import { createSqliteStore } from '@rushlight/records'
import { openEncryptedDriver } from '../../src/vault/encrypted-driver.ts'
import type { ForensicPage } from '../../src/vault/forensic-pages.ts'
import { decryptVaultPages } from '../../src/vault/forensic-pages.ts'
import { NODE_SQLITE_PLATFORM } from '../../src/vault/node-sqlite-platform.ts'
import { comingAndGoing } from './coming-and-going.ts'
import { bytesOf, holds, temporaryFolder } from './vault-folder.ts'

const vaultKey = new Uint8Array(32).fill(9)
const table = 'note'

type Written = StoredRecord & { readonly slotKey: Uint8Array }

/** A vault that tells under which slot key each value was sealed. */
function openVault(file: string) {
  const slotKeys: Uint8Array[] = []
  const store = createSqliteStore(openEncryptedDriver(file, vaultKey), {
    ...NODE_SQLITE_PLATFORM,
    randomBytes(length) {
      const bytes = NODE_SQLITE_PLATFORM.randomBytes(length)
      slotKeys.push(Uint8Array.from(bytes))
      return bytes
    },
  })
  const write = async (records: readonly StoredRecord[]): Promise<Written[]> => {
    const before = slotKeys.length
    await store.commit([{ put: records.map((record) => ({ table, ...record })) }])
    return records.map((record, index) => ({ ...record, slotKey: slotKeys[before + index] ?? assert.fail() }))
  }
  const steal = () => decryptVaultPages({ database: bytesOf(file), log: bytesOf(`${file}-wal`), key: vaultKey })
  return { store, write, steal }
}

const sealedBytes = ({ slotKey, value }: Written) => NODE_SQLITE_PLATFORM.chaCha20(slotKey, value)
const isOnAnyPage = (pages: readonly ForensicPage[], bytes: Uint8Array) =>
  pages.some((page) => holds(page.bytes, bytes))
const textOf = (words: string, length: number) => Buffer.alloc(length, words)

test('a value and its key are on the disk while it lives, and its key is nowhere after removal and scrub', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const { store, write, steal } = openVault(file)
  const written = await write([
    { key: Uint8Array.of(1), value: textOf('short secret ', 40) },
    { key: Uint8Array.of(2), value: textOf('secret of several pages ', 20_000) },
  ])
  for (const note of written) {
    assert.ok(isOnAnyPage(steal(), note.slotKey), 'control: the key is found in the log')
    assert.ok(isOnAnyPage(steal(), sealedBytes(note).subarray(0, 30)), 'control: so is the sealed value')
  }
  await store.scrub()
  for (const note of written) assert.ok(isOnAnyPage(steal(), note.slotKey), 'control: found in the database')

  await store.commit([{ remove: written.map(({ key }) => ({ table, key })) }])
  for (const note of written) assert.ok(isOnAnyPage(steal(), note.slotKey), 'control: not erased before the scrub')
  await store.scrub()
  const pages = steal()
  assert.equal(pages.filter((page) => page.origin === 'log').length, 0)
  for (const note of written) {
    assert.ok(!isOnAnyPage(pages, note.slotKey))
    assert.ok(!isOnAnyPage(pages, sealedBytes(note).subarray(0, 30)))
  }
  await store.close()
})

test('no page ever shows a value in clear, even to a thief who has the vault key', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const { store, write, steal } = openVault(file)
  await write([{ key: Uint8Array.of(1), value: textOf('never in clear ', 9000) }])
  assert.ok(!isOnAnyPage(steal(), Buffer.from('never in clear')))
  await store.close()
  assert.ok(!isOnAnyPage(steal(), Buffer.from('never in clear')))
})

test('an overwritten value is as gone as a removed one, in its slot too', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const { store, write, steal } = openVault(file)
  const key = Uint8Array.of(1)
  const versions: Written[] = []
  for (let version = 0; version < 20; version += 1) {
    versions.push(...(await write([{ key, value: textOf(`state ${version} `, 100 + version * 300) }])))
  }
  await store.scrub()
  const pages = steal()
  const findable = versions.filter(({ slotKey }) => isOnAnyPage(pages, slotKey))
  assert.deepEqual(findable, versions.slice(-1))
  await store.close()
})

test('of thousands that come and go no dead key is left, though SQLite does leave sealed bytes behind', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const { store, write, steal } = openVault(file)
  const written = new Map<Uint8Array, Written>()
  const dead: Written[] = []
  for (const { arriving, leaving } of comingAndGoing(400)) {
    for (const note of await write(arriving)) written.set(note.key, note)
    await store.commit([{ remove: leaving.map(({ key }) => ({ table, key })) }])
    for (const { key } of leaving) {
      dead.push(written.get(key) ?? assert.fail())
      written.delete(key)
    }
  }
  const live = [...written.values()]
  await store.scrub()
  const pages = steal()
  assert.deepEqual(
    dead.filter(({ slotKey }) => isOnAnyPage(pages, slotKey)),
    [],
  )
  assert.equal(live.filter(({ slotKey }) => isOnAnyPage(pages, slotKey)).length, live.length)
  const leftBehind = dead.filter((note) => isOnAnyPage(pages, sealedBytes(note).subarray(0, 24)))
  assert.ok(leftBehind.length > 0, 'control: noise is left, which without slots would be values')
  await store.close()
})

test('freed slots are used again, also after the vault was opened anew', async (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const records = (from: number) =>
    Array.from({ length: 300 }, (_, index) => ({ key: Buffer.from(`${from + index}`), value: textOf('x', 10) }))
  let pagesAfterFirst: number | undefined
  for (let round = 0; round < 6; round += 1) {
    const { store, write, steal } = openVault(file)
    const written = await write(records(round * 1000))
    await store.commit([{ remove: written.map(({ key }) => ({ table, key })) }])
    await store.close()
    pagesAfterFirst ??= steal().length
    assert.equal(steal().length, pagesAfterFirst)
  }
})
