import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SqliteDriver } from '@rushlight/records'
import { openEncryptedDriver } from '../../src/vault/encrypted-driver.ts'
import { decryptVaultPages } from '../../src/vault/forensic-pages.ts'
import { comingAndGoing } from './coming-and-going.ts'
import { bytesOf, holds, temporaryFolder } from './vault-folder.ts'

// These tests use the encrypting build by itself, without the store: they examine the reader and SQLite's own erasing.

const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7)

function openBare(file: string): SqliteDriver {
  const database = openEncryptedDriver(file, key)
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON')
  return database
}

const thiefOf = (file: string) => () => decryptVaultPages({ database: bytesOf(file), log: bytesOf(`${file}-wal`), key })

test('the reader sees every page in clear, in the database and in the log', (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const database = openBare(file)
  const steal = thiefOf(file)
  database.exec('CREATE TABLE note (text BLOB)')
  const insert = database.prepare('INSERT INTO note VALUES (?)')
  const text = Buffer.from('the first page to be found')
  for (let row = 0; row < 200; row += 1) insert.run(Buffer.concat([text, Buffer.alloc(300, row)]))

  const inLog = steal().filter((page) => page.origin === 'log' && holds(page.bytes, text))
  assert.ok(inLog.length > 5, 'frames of the log')
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const pages = steal()
  assert.deepEqual(
    pages.map((page) => page.number),
    pages.map((_, index) => index + 1),
  )
  assert.ok(pages.filter((page) => holds(page.bytes, text)).length > 5, 'pages of the database')
  assert.equal(pages.filter((page) => page.origin === 'log').length, 0)
  assert.ok(!holds(bytesOf(file), text), 'nothing in clear on the disk')

  database.exec('DELETE FROM note; PRAGMA wal_checkpoint(TRUNCATE)')
  const zeroPages = steal().filter((page) => page.bytes.subarray(8).every((byte) => byte === 0))
  assert.ok(zeroPages.length > 5, 'free pages are zeroed, and the reader sees that')
  database.close()
})

/**
 * Why values have keys of their own (decisions/0003). Should this test fail one day, SQLite has learnt to leave nothing
 * behind when it balances a tree, and key slots may go.
 */
test('secure_delete alone leaves deleted values in the gaps of pages', (context) => {
  const file = join(temporaryFolder(context), 'vault')
  const database = openBare(file)
  database.exec('CREATE TABLE record (key BLOB PRIMARY KEY, slot INTEGER NOT NULL, value BLOB NOT NULL)')
  const insert = database.prepare('INSERT INTO record VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM record WHERE key = ?')
  const dead: Uint8Array[] = []
  for (const { arriving, leaving } of comingAndGoing(400)) {
    database.exec('BEGIN')
    for (const record of arriving) insert.run(record.key, 0, record.value)
    for (const record of leaving) remove.run(record.key)
    database.exec('COMMIT')
    dead.push(...leaving.map((record) => record.value))
  }
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const pages = thiefOf(file)()
  const readable = dead.filter((value) => pages.some((page) => holds(page.bytes, value.subarray(0, 24))))
  assert.ok(readable.length > 0)
  database.close()
})
