import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { claimOperator, readStatus } from '@rushlight/protocol'
import { connectSocket, join as joinAs } from '../../src/testing/index.ts'
import { inFolder, runCommand, serveProcess } from '../support/serve-process.ts'

const crypto = createNodeCrypto()
const ANY_PORT = ['--listen', 'localhost:0']

function tokenIn(said: string): string {
  return /#operator=(\S+)/.exec(said)?.[1] ?? assert.fail('no operator link')
}

function phraseIn(said: string): string {
  const words = [...said.matchAll(/\d+\. (\w+)/g)].map((match) => match[1])
  assert.equal(words.length, 24)
  return words.join(' ')
}

test('the first start tells once what is told only once; later ones tell where it runs', async () => {
  await inFolder(async (folder) => {
    const first = await serveProcess(join(folder, 'data'), ...ANY_PORT)
    assert.match(first.said(), /rushlight signup NAME --server http:\/\/localhost:\d+/)
    tokenIn(first.said())
    const phrase = phraseIn(first.said())
    const { code, said } = await first.kill('SIGTERM')
    assert.equal(code, 0)
    assert.ok(said.includes('"event":"stopped"'))
    const second = await serveProcess(join(folder, 'data'), '--listen', `localhost:${first.port}`)
    assert.equal(second.url, first.url)
    assert.equal(second.said().includes('operator='), false)
    assert.equal(second.said().includes(phrase.split(' ')[0] ?? ''), false)
    assert.equal((await second.kill('SIGINT')).code, 0)
  })
})

test('stopping tells who is connected, and leaves no process and no port behind', async () => {
  await inFolder(async (folder) => {
    const running = await serveProcess(folder, ...ANY_PORT)
    const { client } = await connectSocket(running.url)
    assert.equal((await running.kill('SIGTERM')).code, 0)
    while (!client.isClosed) await new Promise((resolve) => setTimeout(resolve, 5))
    assert.deepEqual(client.pushes, [{ kind: 'closing' }])
    await assert.rejects(fetch(`${running.url}/healthz`))
  })
})

test('an operator link works once, and another can be made while the provider runs', async () => {
  await inFolder(async (folder) => {
    const running = await serveProcess(folder, ...ANY_PORT, '--registration', 'closed')
    const more = await runCommand('operator-link', '--data', folder, '--listen', `localhost:${running.port}`)
    assert.equal(more.code, 0)
    assert.ok(more.said.startsWith(`${running.url}/#operator=`))
    await running.kill('SIGTERM')
    const open = await serveProcess(folder, '--listen', `localhost:${running.port}`)
    const olga = await joinAs(crypto, await connectSocket(open.url), 'olga')
    const { client } = olga.connection
    await assert.rejects(client.call(readStatus, undefined), /notOperator/)
    await assert.rejects(client.call(claimOperator, { token: 'guess' }), /notOperator/)
    await client.call(claimOperator, { token: tokenIn(running.said()) })
    const status = await client.call(readStatus, undefined)
    assert.equal(status.accounts, 1)
    assert.equal(status.connections, 1)
    assert.ok(status.storedBytes > 10_000 && status.acceptsWrites)
    const other = (await joinAs(crypto, await connectSocket(open.url), 'robert')).connection.client
    await assert.rejects(other.call(claimOperator, { token: tokenIn(running.said()) }), /notOperator/)
    await other.call(claimOperator, { token: tokenIn(more.said) })
    await open.kill('SIGTERM')
  })
})

test('a new machine that is started with the key phrase is the same provider, in another life', async () => {
  await inFolder(async (folder) => {
    const old = await serveProcess(join(folder, 'old'), ...ANY_PORT)
    const before = (await connectSocket(old.url)).greeting
    await old.kill('SIGKILL')
    const file = join(folder, 'phrase.txt')
    writeFileSync(file, `${phraseIn(old.said())}\n`)
    const args = ['--listen', `localhost:${old.port}`, '--key-phrase-file', file]
    const reborn = await serveProcess(join(folder, 'new'), ...args)
    const after = (await connectSocket(reborn.url)).greeting
    assert.deepEqual(after.provider, before.provider)
    assert.notEqual(after.incarnation, before.incarnation)
    await reborn.kill('SIGTERM')
    assert.equal((await runCommand('serve', '--data', join(folder, 'new'), ...args)).code, 64, 'it has data now')
    writeFileSync(file, 'twelve words that are none')
    assert.equal((await runCommand('serve', '--data', join(folder, 'third'), ...args)).code, 78)
  })
})

test('what keeps it from running is told by the exit code and one sentence', async () => {
  await inFolder(async (folder) => {
    const running = await serveProcess(join(folder, 'data'), ...ANY_PORT)
    const ended = async (...args: readonly string[]): Promise<number | undefined> => {
      const { code, said } = await runCommand('serve', ...args)
      assert.match(said, /^rushlight: [^\n]+\n$/, said)
      return code
    }
    assert.equal(await ended('--data', join(folder, 'data'), ...ANY_PORT), 75)
    assert.equal(await ended('--data', join(folder, 'other'), '--listen', `localhost:${running.port}`), 69)
    assert.equal(await ended('--dataa', 'x'), 64)
    writeFileSync(join(folder, 'file'), '')
    assert.equal(await ended('--data', join(folder, 'file/below'), ...ANY_PORT), 73)
    mkdirSync(join(folder, 'damaged'))
    writeFileSync(join(folder, 'damaged/provider.db'), 'this is no database, and long enough to be looked at')
    assert.equal(await ended('--data', join(folder, 'damaged'), ...ANY_PORT), 65)
    const tls = ['--domain', 'chat.example.org', '--tls-cert', '/nowhere/at/all', '--tls-key', '/nowhere/at/all']
    assert.equal(await ended('--data', join(folder, 'tls'), ...ANY_PORT, ...tls), 78)
    await running.kill('SIGTERM')
    for (const flag of ['--help', '--print-config']) assert.equal((await runCommand('serve', flag)).code, 0)
  })
})

test('SIGHUP reads the certificate again', async () => {
  await inFolder(async (folder) => {
    const fixture = (name: string): string => join(import.meta.dirname, '../fixtures', name)
    const tls = ['--tls-cert', fixture('tls-one.cert.pem'), '--tls-key', fixture('tls-one.key.pem')]
    const running = await serveProcess(folder, ...ANY_PORT, '--domain', 'one.test', ...tls)
    assert.equal(running.url, 'https://one.test')
    const ended = running.kill('SIGHUP')
    await running.untilSaid('certificateReloaded')
    await running.kill('SIGTERM')
    assert.equal((await ended).code, 0)
  })
})
