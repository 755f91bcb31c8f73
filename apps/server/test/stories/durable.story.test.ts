import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { connectSocket, goThrough, join as joinAs, memberOf, openRoom, post } from '../../src/testing/index.ts'
import { inFolder, serveProcess } from '../support/serve-process.ts'

const crypto = createNodeCrypto()
const POSTS = 20
const hasStrace = spawnSync('strace', ['-V']).status === 0

test(
  'between a submit and its receipt the disk is synced, and one sync serves those that come together',
  { skip: hasStrace ? false : 'strace is not installed' },
  async () => {
    await inFolder(async (folder) => {
      const running = await serveProcess(join(folder, 'data'), '--listen', 'localhost:0')
      const alice = await joinAs(crypto, await connectSocket(running.url), 'alice')
      const bobby = await joinAs(crypto, await connectSocket(running.url), 'bobby')
      const room = await openRoom([alice, bobby])
      const at = await goThrough(room, memberOf(room, 0), room.doorKey)
      const file = join(folder, 'trace')
      const calls = ['-e', 'trace=fdatasync,fsync', '-qq', '-ttt', '-f', '-o', file]
      const strace = spawn('strace', [...calls, '-p', String(running.pid)], { stdio: 'ignore' })
      await sleep(ATTACHED_MS)
      const spans: (readonly [number, number])[] = []
      for (let i = 0; i < POSTS; i += 1) {
        const from = Date.now()
        await post(at, { seen: i })
        spans.push([from, Date.now()])
      }
      const before = syncsIn(file).length
      await Promise.all(Array.from({ length: POSTS }, () => post(at)))
      await sleep(ATTACHED_MS)
      const together = syncsIn(file).length - before
      const ended = once(strace, 'close')
      strace.kill('SIGINT')
      await ended
      const syncs = syncsIn(file)
      for (const [from, to] of spans) {
        assert.ok(
          syncs.some((at) => at >= from - 1 && at <= to + 1),
          'a receipt without a sync before it',
        )
      }
      assert.ok(together < POSTS, `${together} syncs for ${POSTS} submits at once`)
      await running.kill('SIGTERM')
    })
  },
)

/** What strace takes to begin, and to have written. */
const ATTACHED_MS = 1000

/** UTC ms. */
function syncsIn(file: string): readonly number[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /fdatasync|fsync/.test(line))
  return lines.map((line) => Number(/(\d{9,}\.\d+)/.exec(line)?.[1] ?? Number.NaN) * 1000)
}
