import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { readableClearValues } from '@rushlight/platform-node/testing'
import { deleteAccount, putBackup, signLabelled, utf8 } from '@rushlight/protocol'
import { SCRUB_DELAY_MS } from '../../src/adapters/sqlite-store.ts'
import { connectSocket, join as joinAs } from '../../src/testing/index.ts'
import { inFolder, serveProcess } from '../support/serve-process.ts'

const crypto = createNodeCrypto()
const NAME = 'vanishing.violet'
const BACKUP = 'what the sealed backup holds'

test('of a deleted account no byte of the database tells the name, the record or the backup; the log of SQLite included', async () => {
  await inFolder(async (folder) => {
    const running = await serveProcess(folder, '--listen', 'localhost:0')
    const violet = await joinAs(crypto, await connectSocket(running.url), NAME)
    const { client, greeting } = violet.connection
    await client.call(putBackup, { backup: { version: 1, sealed: utf8(BACKUP) } })
    const key = Buffer.from(violet.account.account.record.accountKey)
    const control = bytesOf(folder)
    for (const secret of [NAME, BACKUP, key])
      assert.ok(control.includes(secret), 'control: it can be read while it is there')
    const signer = { crypto, label: 'account deletion' } as const
    const signature = await signLabelled(signer, violet.account.keys.account, greeting.challenge)
    await client.call(deleteAccount, { signature })
    await sleep(SCRUB_DELAY_MS + 1000)
    for (const secret of [NAME, BACKUP, key]) assert.ok(!bytesOf(folder).includes(secret), 'after the deletion')
    await running.kill('SIGTERM')
    for (const secret of [NAME, BACKUP, key]) assert.ok(!bytesOf(folder).includes(secret), 'after the end')
  })
})

/** The files as they are, and every value that a key in them still opens. */
function bytesOf(folder: string): Buffer {
  const files = {
    database: readIfThere(join(folder, 'provider.db')),
    log: readIfThere(join(folder, 'provider.db-wal')),
  }
  return Buffer.concat([files.database, files.log, ...readableClearValues(files)])
}

function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}
