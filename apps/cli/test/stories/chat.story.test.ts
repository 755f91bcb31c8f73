/** The full-screen client in a pseudo terminal of its own, as `script` makes one; it carries hostile callers meanwhile. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { becomeAcquainted, eventually, signUp, startServer } from '../support/programs.ts'
import type { Person } from '../support/programs.ts'
import { startAtTerminal } from '../support/pseudo-terminal.ts'

const ENTER_SCREEN = '\u001B[?1049h'
const LEAVE_SCREEN = '\u001B[?1049l'

test('two people talk over the whole screen, and nobody who calls at the socket disturbs it', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await becomeAcquainted(alice, bobby)
  const piped = await alice.run(['chat'])
  assert.equal(piped.code, 69)
  assert.match(piped.err, /This needs a terminal/)

  await bobby.records(['send', 'alice', 'evil \u001B]0;owned\u0007\u001B[2J text', '--burn', '5s'])
  const environment = { RUSHLIGHT_PASSWORD: alice.password }
  const chat = startAtTerminal(context, ['--profile', alice.directory, 'chat'], environment)
  await chat.shows('Notes to self')
  await chat.shows('online')
  assert.equal((await alice.records(['history', 'bobby'])).length, 2, 'commands go through it; unopened nothing burns')
  chat.type('\u001B[B')
  await chat.shows('evil ␛]0;owned␇␛[2J text')
  assert.ok(!chat.output().includes('\u001B]0;') && !chat.output().includes('\u001B[2J'))
  await chat.shows('burning:')
  chat.type('see you at nine\r')
  await eventually(async () => ((await bobby.receive()).includes('see you at nine') ? true : undefined), 'the message')
  chat.type('/expire 10m\r')
  await chat.shows('alice set: gone after 10m')
  await eventually(async () => ((await alice.history('bobby')).length === 2 ? true : undefined), 'burning')

  await callBadly(alice)
  assert.equal((await alice.run(['whoami'], { environment: { RUSHLIGHT_PASSWORD: undefined } })).code, 0)
  chat.type('\u0003')
  assert.equal(await chat.ended, 0)
  const output = chat.output()
  assert.ok(output.includes(ENTER_SCREEN) && output.lastIndexOf(LEAVE_SCREEN) > output.lastIndexOf(ENTER_SCREEN))
  assert.ok(output.lastIndexOf('\u001B[?25h') > output.lastIndexOf(ENTER_SCREEN), 'the cursor is back')
  const colored = output.split('\u001B[').filter((part) => /^[\d;]*3\dm/.test(part))
  assert.deepEqual(colored, [], 'NO_COLOR is heeded')
})

/** Nonsense, lines without end, and half a request from somebody who stays. */
async function callBadly({ directory }: Person): Promise<void> {
  const path = join(directory, 'rushlight.sock')
  const call = (text: string): Promise<string> => {
    const socket = connect(path)
    let answer = ''
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.end(text)
    // Reset or closed: `once` would take the first for a failure.
    return new Promise((resolve) => socket.on('close', () => resolve(answer)))
  }
  const half = connect(path)
  half.write('{"jsonrpc":"2.0","id":1,"meth')
  const codesOf = (answer: string): readonly number[] =>
    Array.from(answer.matchAll(/-32\d\d\d/g), ([code]) => Number(code)).toSorted((a, b) => b - a)
  const nonsense = ['nonsense', '[]', '{"id":1}', '{"jsonrpc":"2.0","id":2,"method":"explode"}']
  const wrong = '{"jsonrpc":"2.0","id":3,"method":"send","params":{"recipient":"bobby","massage":"hi"}}'
  const answers = await call([...nonsense, wrong, ''].join('\n'))
  assert.deepEqual(codesOf(answers), [-32_600, -32_600, -32_601, -32_602, -32_700])
  const batch = '[{"jsonrpc":"2.0","id":"a","method":"version"},{"jsonrpc":"2.0","method":"version"},7]\n'
  assert.match(await call(batch), /^\[\{.*"id":"a"\},\{.*-32600.*\}\]\n$/)
  const many = `[${Array.from({ length: 65 }, () => '{"jsonrpc":"2.0","id":1,"method":"version"}').join()}]\n`
  assert.deepEqual(codesOf(await call(many)), [-32_600])
  assert.equal(await call('x'.repeat(3 * 1024 * 1024)), '', 'a line without end ends the connection')
  half.destroy()
}
