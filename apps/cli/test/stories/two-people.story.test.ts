import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { becomeAcquainted, eventually, signUp, startServer } from '../support/programs.ts'
import type { Person } from '../support/programs.ts'

test('two people sign up and talk; a stranger’s words wait until they are accepted', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  const account = await alice.record(['whoami'])
  assert.deepEqual(Object.keys(account), ['type', 'id', 'name', 'handle', 'provider'])
  assert.equal(account['handle'], `alice@${server.name}`)

  const receipt = await alice.record(['send', 'bobby', 'see you at nine', '--expire', '10m', '--burn', '30s'])
  assert.equal(receipt['type'], 'receipt')
  assert.equal(receipt['status'], 'accepted')
  const nothing = await bobby.do(['receive'])
  assert.deepEqual([nothing.code, nothing.out], [0, ''])
  assert.match(nothing.err, /^1 request waits to be accepted\. See: rushlight requests$/m)
  const [request] = await bobby.records(['requests'])
  assert.equal(request?.['invitedBy'], 'alice')
  await bobby.records(['accept', 'alice'])
  assert.deepEqual(await bobby.records(['requests']), [])

  const message = await bobby.record(['receive'])
  assert.deepEqual(Object.keys(message), [
    'type',
    'id',
    'room',
    'title',
    'from',
    'text',
    'sentAt',
    'expiresAt',
    'burnAfterMs',
    'files',
  ])
  const { type, id, room, title, from, text, burnAfterMs, files } = message
  assert.deepEqual(
    { type, id, room, title, from, text, burnAfterMs, files },
    {
      type: 'message',
      id: receipt['id'],
      room: request?.['id'],
      title: 'alice',
      from: 'alice',
      text: 'see you at nine',
      burnAfterMs: 30_000,
      files: [],
    },
  )
  const aboutNow = (value: unknown, span: number): boolean =>
    typeof value === 'number' && Math.abs(value - span - Date.now()) < 60_000
  assert.ok(aboutNow(message['sentAt'], 0) && aboutNow(message['expiresAt'], 600_000))
  assert.deepEqual(await bobby.receive(), [], 'each message once per device ever')

  await bobby.records(['send', `alice@${server.name}`, 'hi\nback'])
  assert.deepEqual(await alice.receive(), ['hi\nback'])
  assert.deepEqual(
    await alice.history('bobby'),
    ['hi\nback'],
    'what burns is gone for its author when all have read it',
  )
  await alice.records(['send', 'bobby', 'stays'])
  await bobby.receive()
  await alice.receive()
  const all = await alice.records(['history', 'bobby', '--all'])
  const receipts = all.filter((one) => one['type'] === 'receipt')
  assert.deepEqual(
    receipts.map((one) => [one['status'], one['readBy']]),
    [['read', ['bobby']]],
  )
})

test('what was read burns for both, and what expires goes unread', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await becomeAcquainted(alice, bobby)
  await alice.records(['send', 'bobby', 'burns', '--burn', '5s'])
  await alice.records(['send', 'bobby', 'stays'])
  assert.deepEqual(await bobby.receive(), ['burns', 'stays'])
  await alice.records(['send', 'bobby', 'expires', '--expire', '5s'])
  const gone = async (person: Person, other: string) => {
    const texts = await person.history(other)
    return texts.includes('burns') || texts.includes('expires') ? undefined : texts
  }
  assert.deepEqual(await eventually(() => gone(bobby, 'alice'), 'burning at the reader'), ['hello', 'stays'])
  assert.deepEqual(await eventually(() => gone(alice, 'bobby'), 'burning at the author'), ['hello', 'stays'])
  assert.deepEqual(await bobby.receive(), [])
})

test('notes to self, delivered receipts, blocking, and the end of a device and of an account', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await alice.records(['send', 'alice', 'buy milk'])
  assert.deepEqual(await alice.history('alice'), ['buy milk'])
  await becomeAcquainted(alice, bobby)

  const late = await alice.do(['send', 'bobby', 'are you there?', '--wait', 'delivered', '--timeout', '1s', '--json'])
  assert.equal(late.code, 75)
  assert.deepEqual(
    late.records.map((one) => one['type']),
    ['receipt', 'error'],
  )
  const following = bobby.start(['receive', '--follow', '--json'])
  await following.line((line) => line.includes('are you there?'))
  const delivered = await alice.record(['send', 'bobby', 'good', '--wait', 'delivered'])
  assert.ok(delivered['status'] === 'delivered' || delivered['status'] === 'read')
  assert.equal(await following.kill('SIGTERM'), 0)

  await bobby.records(['block', 'alice'])
  await alice.records(['send', 'bobby', 'hello?'])
  assert.deepEqual(await bobby.receive(), [])
  await bobby.records(['unblock', 'alice'])
  await alice.records(['send', 'bobby', 'again'])
  assert.deepEqual(await bobby.receive(), ['again'])

  const [out] = await bobby.records(['signout'])
  assert.equal(out?.['event'], 'signedOut')
  assert.ok(!existsSync(bobby.directory))
  assert.equal((await bobby.do(['whoami'])).code, 77)
  await bobby.records(['signin', 'bobby', '--server', server.url])
  await bobby.records(['account', 'delete'])
  assert.ok(!existsSync(bobby.directory) || readdirSync(bobby.directory).length === 0)
  const again = await bobby.run(['signup', 'bobby', '--server', server.url, '--json'])
  assert.equal(again.code, 1)
  assert.equal(again.records.at(-1)?.['code'], 'nameTaken')
  assert.ok(!existsSync(bobby.directory), 'a sign-up that was refused leaves nothing behind')
  assert.equal((await alice.do(['signin', 'bobby', '--server', server.url])).code, 1)
})
