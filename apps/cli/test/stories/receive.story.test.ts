/** `receive` acknowledges a message only when standard output has taken it. */
import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { becomeAcquainted, eventually, parseRecord, signUp, startServer } from '../support/programs.ts'
import type { Person, TestServer } from '../support/programs.ts'

/** What is read ahead of a reader who pauses is at least this much; a moment later the pipe behind it is full, too. */
const READ_AHEAD_BYTES = 16_000
const UNTIL_FULL_MS = 300

test('each message is printed once, when it was taken', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await becomeAcquainted(alice, bobby)
  const two = { server, alice, bobby }
  await context.test('whoever reads stops reading: the message comes again, and once it was read it does not', () =>
    stopReading(two),
  )
  await context.test('out of reach: queued with exit 75, and brought by the next command', () => outOfReach(two))
  await context.test('two processes never open one vault, and the second goes through the first', () => oneVault(two))
})

type Two = { readonly server: TestServer; readonly alice: Person; readonly bobby: Person }

async function stopReading({ alice, bobby }: Two): Promise<void> {
  const daemon = alice.start(['daemon', '--stdio'])
  const send = (message: string): void =>
    daemon.write(
      `${JSON.stringify({ jsonrpc: '2.0', id: message.slice(0, 8), method: 'send', params: { recipient: 'bobby', message } })}\n`,
    )

  // A closed pipe.
  send('closed')
  await daemon.line((line) => line.includes('"closed"'))
  const deaf = bobby.start(['receive', '--json'])
  deaf.child.stdout?.destroy()
  assert.notEqual(await deaf.ended, 0)
  assert.deepEqual(await bobby.receive(), ['closed'])
  assert.deepEqual(await bobby.receive(), [])

  // A full one: nobody reads, and the process is killed with the pipe full.
  const texts = Array.from({ length: 30 }, (_, i) => `${String(i).padStart(8, '0')} ${'x'.repeat(8000)}`)
  for (const text of texts) send(text)
  await daemon.line((line) => line.includes('"00000029"'))
  const stuck = bobby.start(['receive', '--follow', '--json'])
  stuck.child.stdout?.pause()
  const socket = join(bobby.directory, 'rushlight.sock')
  await eventually(async () => (existsSync(socket) ? true : undefined), 'the socket')
  assert.equal(statSync(socket).mode & 0o777, 0o600, 'nobody else may connect')
  // Another command is answered meanwhile, without the password: the vault is open there already.
  const asked = await bobby.run(['whoami', '--json'], { environment: { RUSHLIGHT_PASSWORD: 'another' } })
  assert.equal(asked.code, 0, asked.err)
  await eventually(
    async () => ((stuck.child.stdout?.readableLength ?? 0) > READ_AHEAD_BYTES ? true : undefined),
    'text',
  )
  await new Promise((resolve) => setTimeout(resolve, UNTIL_FULL_MS))
  await stuck.kill('SIGKILL')
  stuck.child.stdout?.resume()
  await eventually(async () => (stuck.child.stdout?.readableEnded ? true : undefined), 'the end of the pipe')
  const whole = stuck.lines.filter((line) => line.endsWith('}')).map((line) => parseRecord(line)['text'])
  assert.ok(whole.length > 0 && whole.length < texts.length, `${whole.length} went through`)
  const rest = await bobby.receive()
  assert.deepEqual([...new Set([...whole, ...rest])], texts, 'none is missing, and they are in order')
  assert.ok(whole.length + rest.length - texts.length <= 1, 'only the one that was being written comes again')
  assert.deepEqual(await bobby.receive(), [])
  assert.equal(await daemon.kill('SIGTERM'), 0)
}

async function outOfReach({ server, alice, bobby }: Two): Promise<void> {
  await server.kill('SIGTERM')
  const queued = await alice.run(['send', 'bobby', 'later', '--json'])
  assert.equal(queued.code, 75)
  assert.deepEqual(
    queued.records.map((record) => record['status'] ?? record['code']),
    ['queued', 'queued'],
  )
  const plain = await alice.do(['send', 'bobby', 'even later'])
  assert.equal(plain.code, 75)
  assert.match(plain.err, /^rushlight: The provider cannot be reached/m)
  assert.deepEqual((await alice.history('bobby')).slice(-2), ['later', 'even later'])
  assert.equal((await bobby.do(['receive'])).code, 75)
  await server.start()
  await alice.records(['whoami'])
  await alice.records(['rooms'])
  assert.deepEqual(await bobby.receive(), ['later', 'even later'])
}

async function oneVault({ alice, bobby }: Two): Promise<void> {
  const following = bobby.start(['receive', '--follow', '--json'])
  // The dead process's socket lies there still; this asks whether somebody answers at it.
  const answered = async (): Promise<true | undefined> =>
    (await bobby.run(['whoami'], { environment: { RUSHLIGHT_PASSWORD: undefined } })).code === 0 ? true : undefined
  await eventually(answered, 'the socket')
  const all = await Promise.all(
    ['one', 'two'].map((text) =>
      bobby.run(['send', 'alice', text], { environment: { RUSHLIGHT_PASSWORD: undefined } }),
    ),
  )
  for (const { code, err } of all) assert.equal(code, 0, err)
  const second = await bobby.run(['daemon'])
  assert.equal(second.code, 75, 'a daemon holds the profile, or is none')
  await following.kill('SIGKILL')
  // Many at once, with nobody there: one after the other has the vault, over what the dead one left.
  const many = await Promise.all(['three', 'four', 'five'].map((text) => bobby.run(['send', 'alice', text])))
  for (const { code, err } of many) assert.equal(code, 0, err)
  const received = await alice.receive()
  assert.equal(received.length, 5, 'each once')
  assert.deepEqual(new Set(received), new Set(['one', 'two', 'three', 'four', 'five']))
}
