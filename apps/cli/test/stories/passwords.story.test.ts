/** How people come in: by an invitation, with a password from a terminal, a file, or the environment. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createNodeCrypto } from '@rushlight/platform-node'
import { claimOperator, createInvitation } from '@rushlight/protocol'
import { connectSocket, join as joinProvider } from '@rushlight/server/testing'
import { cleanEnvironment, Person, run, startServer, temporaryFolder } from '../support/programs.ts'
import type { TestServer } from '../support/programs.ts'
import { startAtTerminal } from '../support/pseudo-terminal.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

test('coming in', { timeout: 300_000 }, async (context) => {
  const server = await startServer(context)
  const code = await invite(server)
  await context.test('a password that is typed is not shown, and a new one is asked for twice', (one) =>
    atTerminal(one, server),
  )
  await context.test('a password from an open file', (one) => fromFile(one, server))
  await server.kill('SIGTERM')
  await server.start(['--registration', 'invite'])
  await context.test('an invitation lets in as many as it says', (one) => byInvitation(one, server, code))
})

/** An operator who invites one person. */
async function invite({ url, data }: TestServer): Promise<string> {
  const link = await run(['operator-link', '--data', data, '--listen', url.replace('http://', '')])
  assert.equal(link.code, 0)
  const token = /#operator=(\S+)/.exec(link.out)?.[1]
  assert.ok(token)
  const connection = await connectSocket(url)
  await joinProvider(createNodeCrypto(), connection, 'warden')
  await connection.client.call(claimOperator, { token })
  const { invitation } = await connection.client.call(createInvitation, { uses: 1, lifetimeMs: 3_600_000 })
  connection.close()
  return invitation.code
}

async function atTerminal(context: TestContext, { url }: TestServer): Promise<void> {
  const directory = join(temporaryFolder(context), 'profile')
  const signUp = startAtTerminal(context, ['--profile', directory, 'signup', 'alice', '--server', url])
  const typed = ['correct horse', 'correct hose', 'correct horse', 'correct horse']
  for (const [index, password] of typed.entries()) {
    await signUp.shows(index % 2 === 0 ? 'Password: ' : 'Once more: ')
    signUp.type(`${password}\r`)
  }
  assert.equal(await signUp.ended, 0, signUp.output())
  assert.ok(!signUp.output().includes('hors') && !signUp.output().includes('hose'), 'nothing that was typed is shown')
  assert.match(signUp.output(), /two different/)

  const whoAmI = startAtTerminal(context, ['--profile', directory, 'whoami'])
  await whoAmI.shows('Password: ')
  // The mistyped end is taken back, the whole line once.
  whoAmI.type('wrong\u0015correct horsf\u007Fe\r')
  await whoAmI.shows('alice@')
  assert.equal(await whoAmI.ended, 0)

  const wrong = startAtTerminal(context, ['--profile', directory, 'whoami'])
  await wrong.shows('Password: ')
  wrong.type('wrong\r')
  assert.equal(await wrong.ended, 77)

  const interrupted = startAtTerminal(context, ['--profile', directory, 'whoami'])
  await interrupted.shows('Password: ')
  interrupted.type('\u0003')
  assert.equal(await interrupted.ended, 130)

  const unasked = await run(['--profile', directory, 'whoami', '--json'])
  assert.deepEqual([unasked.code, unasked.records.at(-1)?.['code']], [77, 'passwordNeeded'])
}

async function fromFile(context: TestContext, { url }: TestServer): Promise<void> {
  const folder = temporaryFolder(context)
  const profile = ['--profile', join(folder, 'profile')]
  const file = join(folder, 'password')
  writeFileSync(file, 'from a file\r\nnot this line\n')
  const withFile = async (args: readonly string[], input = file): Promise<number | null> => {
    const handle = openSync(input, 'r')
    const environment = { ...cleanEnvironment(), RUSHLIGHT_PASSWORD: 'of the environment' }
    const stdio = ['ignore', 'ignore', 'ignore', handle] as const
    const child = spawn(process.execPath, [MAIN, ...profile, '--password-fd', '3', ...args], {
      env: environment,
      stdio: [...stdio],
    })
    closeSync(handle)
    await once(child, 'close')
    return child.exitCode
  }
  assert.equal(await withFile(['signup', 'bobby', '--server', url]), 0)
  assert.equal(await withFile(['whoami']), 0)
  assert.equal((await run([...profile, 'whoami'], { environment: { RUSHLIGHT_PASSWORD: 'from a file' } })).code, 0)
  assert.equal(await withFile(['whoami'], '/dev/null'), 77, 'a file without a password')
  assert.equal((await run([...profile, '--password-fd', '9', 'whoami'])).code, 77, 'nothing is open there')
  assert.equal((await run([...profile, '--password-fd', 'three', 'whoami'])).code, 2)
}

async function byInvitation(context: TestContext, { url }: TestServer, code: string): Promise<void> {
  const [carla, doris] = ['carla', 'doris'].map((name) => new Person(context, name))
  assert.ok(carla && doris)
  const uninvited = await carla.do(['signup', 'carla', '--server', url, '--json'])
  assert.deepEqual([uninvited.code, uninvited.records.at(-1)?.['code']], [1, 'invitationNeeded'])
  await carla.records(['signup', 'carla', '--server', url, '--invitation', code])
  assert.equal((await carla.record(['whoami']))['name'], 'carla')
  const late = await doris.do(['signup', 'doris', '--server', url, '--invitation', code, '--json'])
  assert.deepEqual([late.code, late.records.at(-1)?.['code']], [1, 'invitationNeeded'])
}
