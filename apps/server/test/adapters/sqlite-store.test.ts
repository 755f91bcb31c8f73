import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { test } from 'node:test'
import type { Batch, RecordStore, RecordsErrorCode } from '@rushlight/records'
import { EVERY_KEY, RecordsError } from '@rushlight/records'
import { SCRUB_DELAY_MS, openSqliteStore } from '../../src/adapters/sqlite-store.ts'

const table = 'entry'
const isCode = (code: RecordsErrorCode) => (error: unknown) => error instanceof RecordsError && error.code === code
const put = (key: number, value: Uint8Array): Batch => ({ put: [{ table, key: Uint8Array.of(key), value }] })

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-store-'))
  context.after(() => rmSync(folder, { recursive: true }))
  return folder
}

async function keysIn(store: RecordStore): Promise<number[]> {
  const records = await store.range({ table, ...EVERY_KEY, limit: 1000 })
  return records.map((record) => record.key[0] ?? -1)
}

test('when a commit is answered, what it wrote is in the files: a copy of them holds it', async (context) => {
  const folder = temporaryFolder(context)
  const store = await openSqliteStore({ file: join(folder, 'live') })
  for (let round = 0; round < 10; round += 1) {
    await store.commit([put(round, Buffer.alloc(3000, round))])
    copyFileSync(join(folder, 'live'), join(folder, `copy-${round}`))
    copyFileSync(join(folder, 'live-wal'), join(folder, `copy-${round}-wal`))
  }
  for (let round = 0; round < 10; round += 1) {
    const copy = await openSqliteStore({ file: join(folder, `copy-${round}`) })
    assert.deepEqual(
      await keysIn(copy),
      Array.from({ length: round + 1 }, (_, key) => key),
    )
    await copy.close()
  }
  await store.close()
})

test('the files are for their owner only, and one process holds them', async (context) => {
  const folder = temporaryFolder(context)
  const file = join(folder, 'data', 'provider')
  const store = await openSqliteStore({ file })
  await store.commit([put(1, Buffer.from('x'))])
  for (const name of readdirSync(join(folder, 'data'))) {
    assert.equal(statSync(join(folder, 'data', name)).mode & 0o777, 0o600, name)
  }
  await assert.rejects(openSqliteStore({ file }), isCode('inUse'))
  await store.close()
  await (await openSqliteStore({ file })).close()
})

test('a file that is no database, or a damaged one, is refused', async (context) => {
  const folder = temporaryFolder(context)
  writeFileSync(join(folder, 'text'), 'this is no database '.repeat(1000))
  await assert.rejects(openSqliteStore({ file: join(folder, 'text') }), isCode('damaged'))
  mkdirSync(join(folder, 'folder'))
  await assert.rejects(openSqliteStore({ file: join(folder, 'folder') }), isCode('notFound'))
  await assert.rejects(openSqliteStore({ file: join(folder, 'text', 'below') }), isCode('notFound'))
})

test('at its limit the store refuses what is too large, and answers, serves small neighbours and deletes', async (context) => {
  const store = await openSqliteStore({ file: join(temporaryFolder(context), 'store'), bytesMax: 400_000 })
  await store.commit([put(1, Buffer.alloc(200_000, 1)), put(2, Buffer.from('small'))])

  const [before, large, after] = await Promise.allSettled([
    store.commit([put(3, Buffer.from('before'))]),
    store.commit([put(4, Buffer.alloc(1_000_000, 4))]),
    store.commit([put(5, Buffer.from('after'))]),
  ])
  assert.equal(before.status, 'fulfilled')
  assert.ok(large.status === 'rejected' && isCode('storageFull')(large.reason))
  assert.equal(after.status, 'fulfilled')
  assert.deepEqual(await keysIn(store), [1, 2, 3, 5])

  await assert.rejects(store.commit([put(6, Buffer.alloc(250_000, 6))]), isCode('storageFull'))
  await store.commit([{ remove: [{ table, key: Uint8Array.of(1) }] }])
  await store.commit([put(6, Buffer.alloc(250_000, 6))])
  assert.deepEqual(await keysIn(store), [2, 3, 5, 6])
  assert.deepEqual(await store.get(table, [Uint8Array.of(2), Uint8Array.of(3)]), [
    new Uint8Array(Buffer.from('small')),
    new Uint8Array(Buffer.from('before')),
  ])
  await store.close()
})

test('a disk that is really full refuses commits, goes on answering, and serves again when there is room', async (context) => {
  const folder = temporaryFolder(context)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
  if (mounted.status !== 0) return context.skip('mounting a small file system is not allowed here')
  try {
    await fillDisk(folder)
  } finally {
    spawnSync('umount', [folder])
  }
})

async function fillDisk(folder: string): Promise<void> {
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(500_000))
  const store = await openSqliteStore({ file: join(folder, 'store') })
  let stored = 0
  await assert.rejects(async () => {
    for (;;) {
      await store.commit([put(stored, Buffer.alloc(50_000, stored))])
      stored += 1
    }
  }, isCode('storageFull'))
  assert.ok(stored > 5)
  assert.equal((await keysIn(store)).length, stored)
  rmSync(join(folder, 'ballast'))
  await store.commit([put(200, Buffer.alloc(50_000, 200))])
  await store.close()
  const again = await openSqliteStore({ file: join(folder, 'store') })
  assert.equal((await keysIn(again)).length, stored + 1)
  await again.close()
}

test('the log is emptied by itself a little after a commit, under load too', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  const file = join(temporaryFolder(context), 'store')
  const store = await openSqliteStore({ file })
  const logBytes = () => statSync(`${file}-wal`).size
  await store.commit([put(1, Buffer.alloc(10_000, 1))])
  context.mock.timers.tick(SCRUB_DELAY_MS - 1)
  await store.commit([put(2, Buffer.alloc(10_000, 2))])
  assert.ok(logBytes() > 20_000)
  context.mock.timers.tick(1)
  assert.equal(logBytes(), 0)
  await store.commit([put(3, Buffer.alloc(10_000, 3))])
  assert.ok(logBytes() > 10_000)
  context.mock.timers.tick(SCRUB_DELAY_MS)
  assert.equal(logBytes(), 0)
  await store.close()
})

test('a value is never in clear in the file, and after removal and scrub no sealed copy of it can be opened', async (context) => {
  const file = join(temporaryFolder(context), 'store')
  const store = await openSqliteStore({ file })
  await store.commit([put(1, Buffer.from('canary at the provider'))])
  const filesNow = () => Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)])
  assert.ok(!filesNow().includes('canary'))
  await store.scrub()
  const slotRow = () => {
    const bytes = readFileSync(file)
    const page = Array.from({ length: bytes.length / 4096 }, (_, index) =>
      bytes.subarray(index * 4096, (index + 1) * 4096),
    )
    return page.find((candidate) => candidate[0] === TABLE_LEAF_PAGE) ?? assert.fail('no row of slots')
  }
  const slotKeyBytes = () =>
    slotRow()
      .subarray(-4000)
      .filter((byte) => byte !== 0).length
  assert.ok(slotKeyBytes() > 20, 'control: one key is there')
  await store.commit([{ remove: [{ table, key: Uint8Array.of(1) }] }])
  await store.scrub()
  assert.equal(slotKeyBytes(), 0)
  await store.close()
})

const TABLE_LEAF_PAGE = 0x0d
