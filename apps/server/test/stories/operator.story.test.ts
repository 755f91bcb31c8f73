import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import {
  base64url,
  findAccount,
  parseBase64url,
  parseWith,
  signedTombstoneCodec,
  verifyTombstone,
} from '@rushlight/protocol'
import type { Tombstone } from '@rushlight/protocol'
import { connectSocket, goThrough, join as joinAs, memberOf, openRoom, post, prove } from '../../src/testing/index.ts'
import { run } from '../support/run-here.ts'
import { inFolder, serveProcess } from '../support/serve-process.ts'

const crypto = createNodeCrypto()
const ANY_PORT = ['--listen', 'localhost:0']

type Page = { readonly key: string; readonly incarnation: string; readonly tombstones?: readonly string[] }

async function pageOf(url: string): Promise<Page> {
  const answer = await fetch(`${url}/.well-known/rushlight`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it holds is what the test is about
  return (await answer.json()) as Page
}

async function saidAt(url: string): Promise<readonly Tombstone[]> {
  const { tombstones = [] } = await pageOf(url)
  const parsed = tombstones.flatMap(
    (text) => parseWith(signedTombstoneCodec, parseBase64url(text) ?? new Uint8Array(0)) ?? [],
  )
  const verified = await Promise.all(parsed.map((one) => verifyTombstone(crypto, one)))
  return verified.flatMap((one) => one ?? [])
}

test('a running provider is backed up and put back elsewhere, where it is who it was and says that it is another life', async () => {
  await inFolder(async (folder) => {
    const [data, file, other] = [join(folder, 'data'), join(folder, 'backup'), join(folder, 'other')]
    const running = await serveProcess(data, ...ANY_PORT)
    const alice = await joinAs(crypto, await connectSocket(running.url), 'alice')
    const room = await openRoom([alice])
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const posting = (async () => {
      for (let i = 0; i < 40; i += 1) await post(at, { seen: i })
    })()
    const made = await run('backup', '--data', data, '--to', file)
    assert.equal(made.code, 0, made.said)
    await posting
    assert.deepEqual(
      readdirSync(data).filter((name) => name.startsWith('snapshot')),
      [],
    )
    const before = await pageOf(running.url)
    await running.kill('SIGKILL')
    const restored = await run('restore', file, '--data', other)
    assert.equal(restored.code, 0, restored.said)
    const again = await serveProcess(other, ...ANY_PORT)
    const after = await pageOf(again.url)
    assert.equal(after.key, before.key)
    assert.notEqual(after.incarnation, before.incarnation)
    const connection = await connectSocket(again.url)
    await prove(crypto, connection, alice)
    const { chain } = await connection.client.call(findAccount, { account: alice.account.account.id })
    assert.equal(chain.length, 1)
    await again.kill('SIGTERM')
  })
})

test('a leaving operator says so while it runs, with a successor; takes it back while it does not; and takes another key', async () => {
  await inFolder(async (folder) => {
    const data = join(folder, 'data')
    const running = await serveProcess(data, ...ANY_PORT)
    const next = await serveProcess(join(folder, 'next'), ...ANY_PORT)
    const { key } = await pageOf(running.url)
    const said = await run('tombstone', '--data', data, '--in', '14', '--successor', next.url)
    assert.equal(said.code, 0, said.said)
    const [leaving] = await saidAt(running.url)
    assert.equal(leaving?.kind, 'leaving')
    assert.deepEqual(leaving.successor?.urls, [next.url])
    assert.equal((await run('tombstone', '--data', data, '--successor', 'http://localhost:1')).code, 69)
    assert.equal((await run('provider-key', 'rotate', '--data', data)).code, 75)
    await next.kill('SIGTERM')
    await running.kill('SIGTERM')
    const back = await run('tombstone', '--data', data, '--clear')
    assert.equal(back.code, 0, back.said)
    const rotated = await run('provider-key', 'rotate', '--data', data)
    assert.equal(rotated.code, 0, rotated.said)
    assert.match(rotated.said, /(?:\w+ ){23}\w+/)
    const again = await serveProcess(data, '--listen', `localhost:${running.port}`)
    const page = await pageOf(again.url)
    assert.notEqual(page.key, key)
    const kinds = (await saidAt(again.url)).map(({ kind, provider }) => [kind, base64url(provider.key) === key])
    assert.deepEqual(kinds, [['newKey', true]])
    await again.kill('SIGTERM')
  })
})
