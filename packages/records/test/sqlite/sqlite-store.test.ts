import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Batch, RecordsErrorCode } from '../../src/index.ts'
import { EVERY_KEY, RecordsError, createSqliteStore } from '../../src/index.ts'
import { TEST_PLATFORM, openRecordedDriver } from './recorded-driver.ts'

const table = 'note'
const isCode = (code: RecordsErrorCode) => (error: unknown) => error instanceof RecordsError && error.code === code
const put = (key: number, to = table): Batch => ({
  put: [{ table: to, key: Uint8Array.of(key), value: Uint8Array.of(key) }],
})

function openStore(context: TestContext, place?: string, scattered?: ReadonlySet<string>) {
  const folder = place ?? mkdtempSync(join(tmpdir(), 'rushlight-sqlite-'))
  if (place === undefined) context.after(() => rmSync(folder, { recursive: true }))
  const driver = openRecordedDriver(join(folder, 'store'))
  return { driver, folder, store: createSqliteStore(driver, TEST_PLATFORM, scattered) }
}

test('the connection syncs fully, logs ahead, erases, keeps its lock and holds temporary data in memory', async (context) => {
  const { driver, store } = openStore(context)
  const setting = (name: string) => driver.prepare(`PRAGMA ${name}`).all()[0]?.[0]
  const settings = ['synchronous', 'journal_mode', 'secure_delete', 'locking_mode', 'temp_store', 'page_size'].map(
    setting,
  )
  assert.deepEqual(settings, [2, 'wal', 1, 'exclusive', 2, 4096])
  await store.close()
})

test('a store of scattered tables does not grow by being opened', async (context) => {
  const scattered = new Set([table])
  const first = openStore(context, undefined, scattered)
  const { folder } = first
  await first.store.commit([put(0)])
  const rowsOfKeys = first.driver.prepare('SELECT count(*) FROM key_slots').all()[0]?.[0]
  await first.store.close()
  for (let key = 1; key <= 5; key += 1) {
    const { store } = openStore(context, folder, scattered)
    await store.commit([put(key)])
    await store.close()
  }
  const last = openStore(context, folder, scattered)
  const after = last.driver.prepare('SELECT count(*) FROM key_slots').all()[0]?.[0]
  assert.ok(Number(after) <= Number(rowsOfKeys) + 1, `${String(rowsOfKeys)} rows became ${String(after)}`)
  await last.store.close()
})

test('all calls of one turn share one transaction, and none is answered before its end', async (context) => {
  const { driver, store } = openStore(context)
  driver.log.length = 0
  const calls = Array.from({ length: 100 }, (_, key) => store.commit([put(key)]).then(() => driver.log.push('answer')))
  await Promise.all(calls)
  assert.equal(driver.log.filter((entry) => entry === 'COMMIT').length, 1)
  assert.equal(driver.log.indexOf('answer'), driver.log.indexOf('COMMIT') + 1)
  assert.equal(driver.log.filter((entry) => entry === 'answer').length, 100)
  await store.commit([put(1)])
  assert.equal(driver.log.filter((entry) => entry === 'COMMIT').length, 2)
  await store.close()
})

test('a transaction that cannot be ended answers nobody, leaves nothing, and the next one works', async (context) => {
  const { driver, store, folder } = openStore(context)
  await store.commit([put(1)])
  driver.failure = (sql) => (sql === 'COMMIT' ? SQLITE_FULL : undefined)
  const calls = [store.commit([put(2)]), store.commit([put(3, 'made-in-vain')])]
  for (const call of calls) await assert.rejects(call, isCode('storageFull'))
  driver.failure = () => undefined
  assert.deepEqual(await store.get(table, [Uint8Array.of(1), Uint8Array.of(2)]), [Uint8Array.of(1), undefined])
  assert.deepEqual(await store.get('made-in-vain', [Uint8Array.of(3)]), [undefined])
  await store.commit([put(4), put(5, 'made-in-vain'), { remove: [{ table, key: Uint8Array.of(1) }] }])
  await store.close()
  const again = openStore(context, folder).store
  const records = await again.range({ table, ...EVERY_KEY, limit: 10 })
  assert.deepEqual(records, [{ key: Uint8Array.of(4), value: Uint8Array.of(4) }])
  assert.deepEqual(await again.get('made-in-vain', [Uint8Array.of(5)]), [Uint8Array.of(5)])
  await again.close()
})

test('when the medium is full, only the calls that do not fit are refused', async (context) => {
  const { driver, store } = openStore(context)
  await store.commit([put(1)])
  let inserts = 0
  driver.failure = (sql) => {
    if (!sql.startsWith('INSERT INTO "note"')) return undefined
    inserts += 1
    return inserts === 2 || inserts === 4 ? SQLITE_FULL : undefined
  }
  const outcomes = await Promise.allSettled([2, 3, 4].map((key) => store.commit([put(key)])))
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  const keys = await store.range({ table, ...EVERY_KEY, limit: 10 })
  assert.deepEqual(
    keys.map((record) => record.key[0]),
    [1, 2, 4],
  )
  await store.close()
})

test('after a failed sync nothing is believed any more', async (context) => {
  const { driver, store, folder } = openStore(context)
  await store.commit([put(1)])
  driver.failure = (sql) => (sql === 'COMMIT' ? SQLITE_IOERR_FSYNC : undefined)
  await assert.rejects(store.commit([put(2)]), isCode('ioFailed'))
  driver.failure = () => undefined
  await assert.rejects(store.commit([put(3)]), isCode('ioFailed'))
  await assert.rejects(store.get(table, [Uint8Array.of(1)]), isCode('ioFailed'))
  await assert.rejects(store.scrub(), isCode('ioFailed'))
  await store.close()
  const again = openStore(context, folder).store
  assert.deepEqual(await again.get(table, [Uint8Array.of(1)]), [Uint8Array.of(1)])
  await again.close()
})

test('calls that wait while damage is found are refused, and closing waits for them', async (context) => {
  const { driver, store } = openStore(context)
  await store.commit([put(1)])
  driver.failure = (sql) => (sql.startsWith('SELECT key') ? SQLITE_CORRUPT : undefined)
  const waiting = assert.rejects(store.commit([put(2)]), isCode('damaged'))
  await assert.rejects(store.get(table, [Uint8Array.of(1)]), isCode('damaged'))
  await store.close()
  await waiting
  await assert.rejects(store.commit([put(3)]), isCode('closed'))
})

test('a store that cannot be opened lets go of its files', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-sqlite-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const driver = openRecordedDriver(join(folder, 'store'))
  driver.failure = (sql) => (sql.includes('BEGIN EXCLUSIVE') ? SQLITE_BUSY : undefined)
  assert.throws(() => createSqliteStore(driver, TEST_PLATFORM), isCode('inUse'))
  assert.throws(() => driver.exec('SELECT 1'), /not open/)
})

const SQLITE_BUSY = 5
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_IOERR_FSYNC = 1034
