import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { parseProviderName } from '@rushlight/protocol'
import { blobTable } from '../../src/blobs/blob-row.ts'
import type { BlobRow } from '../../src/blobs/blob-row.ts'
import { noPeers } from '../../src/adapters/no-peers.ts'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { IDENTITY_KEY, identityTable } from '../../src/identity/identity-row.ts'
import type { IdentityRow } from '../../src/identity/identity-row.ts'
import { openStore } from '../../src/commands/data-folder.ts'
import { parseSettings } from '../../src/settings/settings.ts'
import { startOn } from '../../src/commands/start.ts'
import { loadRow, putRow } from '../../src/rows/table.ts'
import { run } from '../support/run-here.ts'
import { inFolder } from '../support/serve-process.ts'

const crypto = createNodeCrypto()
const BLOB = 'ab'.repeat(32)
const UNTIL = Date.UTC(2999, 0)
const rowOfBlob: BlobRow = {
  format: 1,
  bytes: 300_000,
  releaseHash: new Uint8Array(32),
  isWhole: true,
  endsAt: UNTIL,
  keptUntil: UNTIL,
}

/** A provider that ran once, with a file of somebody. */
async function makeData(data: string): Promise<void> {
  await runOnce(data)
  mkdirSync(join(data, 'blobs'))
  writeFileSync(join(data, 'blobs', BLOB), crypto.randomBytes(300_000))
}

async function runOnce(data: string): Promise<void> {
  const parsed = parseSettings(new Map([['data', data]]))
  const name = parseProviderName('chat.example.org')
  assert.ok(parsed.kind === 'settings' && name !== undefined)
  const store = await openStore({ data })
  const as = { name, urls: ['https://chat.example.org'] }
  const starting = { as, log: { note: () => undefined }, seed: undefined, peerTransport: noPeers }
  const provider = await startOn(store, parsed.settings, starting)
  await store.commit([{ put: [putRow(blobTable, Uint8Array.fromHex(BLOB), rowOfBlob)] }])
  await provider.close()
  await store.close()
}

async function identityIn(data: string): Promise<IdentityRow | undefined> {
  const store = await openSqliteStore({ file: join(data, 'provider.db') })
  const row = await loadRow(store, identityTable, IDENTITY_KEY)
  await store.close()
  return row
}

describe('a backup', () => {
  test('brings back database and files, as another life of the same provider', async () => {
    await inFolder(async (folder) => {
      const [data, file, other] = ['data', 'backup', 'other'].map((name) => join(folder, name))
      assert.ok(data !== undefined && file !== undefined && other !== undefined)
      await makeData(data)
      const made = await run('backup', '--data', data, '--to', file)
      assert.deepEqual([made.code, made.said.includes('100 %')], [0, true], made.said)
      assert.equal(statSync(file).mode & 0o077, 0, 'it holds the key of the provider')
      assert.deepEqual(readdirSync(data).toSorted(), ['blobs', 'provider.db'], 'nothing is left behind')
      const restored = await run('restore', file, '--data', other)
      assert.equal(restored.code, 0, restored.said)
      assert.deepEqual(readdirSync(other).toSorted(), ['blobs', 'provider.db'])
      assert.deepEqual(readFileSync(join(other, 'blobs', BLOB)), readFileSync(join(data, 'blobs', BLOB)))
      const [before, after] = [await identityIn(data), await identityIn(other)]
      assert.ok(before !== undefined && after !== undefined)
      assert.deepEqual(after.seed, before.seed)
      assert.notEqual(after.incarnation, before.incarnation)
    })
  })

  test('is put back nowhere but where nothing is, and overwrites nothing', async () => {
    await inFolder(async (folder) => {
      const [data, file] = [join(folder, 'data'), join(folder, 'backup')]
      await makeData(data)
      assert.equal((await run('backup', '--data', data, '--to', file)).code, 0)
      const before = readFileSync(join(data, 'provider.db'))
      assert.deepEqual(await run('restore', file, '--data', data), {
        code: 73,
        said: 'rushlight: the data folder is not empty: a backup is put back only where nothing is\n',
      })
      assert.deepEqual(readFileSync(join(data, 'provider.db')), before)
      assert.equal((await run('backup', '--data', data, '--to', file)).code, 73)
      assert.equal((await run('backup', '--data', join(folder, 'nothing'), '--to', join(folder, 'x'))).code, 66)
    })
  })

  test('that is torn, bent, newer or none is refused before anything is written', async () => {
    await inFolder(async (folder) => {
      const [data, file, bad, other] = ['data', 'backup', 'bad', 'other'].map((name) => join(folder, name))
      assert.ok(data !== undefined && file !== undefined && bad !== undefined && other !== undefined)
      await makeData(data)
      assert.equal((await run('backup', '--data', data, '--to', file)).code, 0)
      const whole = readFileSync(file)
      const bend = (at: number): Uint8Array => whole.with(at, (whole[at] ?? 0) ^ 1)
      const files: readonly (readonly [string, Uint8Array, RegExp])[] = [
        ['torn at its end', whole.subarray(0, -1), /ends in the middle/],
        ['torn in the database', whole.subarray(0, 5000), /ends in the middle/],
        ['without its end', whole.subarray(0, whole.length - 32 - 10), /ends in the middle/],
        ['bent in the database', bend(5000), /damaged/],
        ['bent in a file', bend(whole.length - 1000), /damaged/],
        ['bent in its last hash', bend(whole.length - 1), /damaged/],
        ['with something behind it', Buffer.concat([whole, Buffer.of(0)]), /damaged/],
        ['newer', whole.with(9, 2), /newer version/],
        ['no backup', Buffer.from('SQLite format 3 and so on'), /no backup/],
        ['empty', Buffer.of(), /no backup/],
      ]
      for (const [name, bytes, expected] of files) {
        writeFileSync(bad, bytes)
        const { code, said } = await run('restore', bad, '--data', other)
        assert.equal(code, 65, name)
        assert.match(said, expected, name)
        assert.deepEqual(readdirSync(other), [], name)
        rmSync(other, { recursive: true })
      }
      assert.equal((await run('restore', join(folder, 'gone'), '--data', other)).code, 66)
    })
  })
})

test('a folder that is copied back by hand begins another life, and one that is moved does not', async () => {
  await inFolder(async (folder) => {
    const [data, copy, moved] = [join(folder, 'data'), join(folder, 'copy'), join(folder, 'moved')]
    await runOnce(data)
    const first = await identityIn(data)
    cpSync(data, copy, { recursive: true })
    renameSync(data, moved)
    await runOnce(moved)
    assert.equal((await identityIn(moved))?.incarnation, first?.incarnation)
    cpSync(copy, data, { recursive: true })
    await runOnce(data)
    assert.notEqual((await identityIn(data))?.incarnation, first?.incarnation)
  })
})
