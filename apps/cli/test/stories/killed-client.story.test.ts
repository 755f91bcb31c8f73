/** The real client, killed with SIGKILL at any moment: nothing that was accepted is lost, nothing comes twice. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { becomeAcquainted, eventually, parseRecord, rounds, signUp, startServer } from '../support/programs.ts'
import type { Person, Running, TestRecord, TestServer } from '../support/programs.ts'

const SEND_ROUNDS = rounds({ few: 5, many: 40 })
const DAEMON_ROUNDS = rounds({ few: 3, many: 20 })
const PER_ROUND = 20

test('nothing that was accepted is lost or comes twice', async (context) => {
  const two = await twoPeople(context)
  await context.test('`send` killed at any moment has sent its message once or not at all', () => killSends(two))
  await context.test('a daemon killed while it sends is taken over by whoever comes next', () => killDaemons(two))
  await context.test('the server killed while they write', () => killServers(two))
})

async function killSends({ alice, bobby }: Two): Promise<void> {
  const told: string[] = []
  const began = performance.now()
  assert.equal((await alice.run(['send', 'bobby', 'measured'])).code, 0)
  const tookMs = performance.now() - began
  for (let i = 0; i < SEND_ROUNDS; i += 1) {
    const text = `m${i}`
    const sending = alice.start(['send', 'bobby', text, '--json'])
    await sleep((tookMs * (i + 1)) / SEND_ROUNDS)
    await sending.kill('SIGKILL')
    if (sending.lines.some((line) => parseRecord(line)['status'] === 'accepted')) told.push(text)
  }
  // Whatever is still on the device goes out with the next command, whichever it is.
  await bringOut(alice)
  const kept = (await alice.history('bobby')).slice(1)
  const received = await bobby.receive()
  assert.deepEqual(received, kept, 'what one has kept is what the other has got, in that order, each once')
  assert.equal(new Set(received).size, received.length)
  for (const text of told) assert.ok(received.includes(text), `${text} was accepted`)
}

async function killDaemons({ alice, bobby }: Two): Promise<void> {
  const taken: unknown[] = []
  for (let round = 0; round < DAEMON_ROUNDS; round += 1) {
    const daemon = await startDaemon(alice)
    // The socket and the lock that the last one left are no obstacle, and the next one needs no password to be asked.
    if (round === 1) await alice.records(['whoami'])
    for (let i = 0; i < PER_ROUND; i += 1) {
      const params = { recipient: 'bobby', message: `r${round} m${i}`, wait: 'queued' }
      daemon.write(`${JSON.stringify({ jsonrpc: '2.0', id: i, method: 'send', params })}\n`)
    }
    const enough = (PER_ROUND * (round + 1)) / (DAEMON_ROUNDS + 1)
    await eventually(async () => (daemon.lines.length > enough ? true : undefined), 'answers')
    await daemon.kill('SIGKILL')
    taken.push(...answersIn(daemon).map((result) => result['id']))
  }
  await bringOut(alice)
  const received = await bobby.records(['receive'])
  const ids = received.map((message) => message['id'])
  assert.equal(new Set(ids).size, ids.length, 'each once')
  assert.equal(new Set(received.map((message) => message['text'])).size, ids.length)
  for (const id of taken) assert.ok(ids.includes(id), 'what was taken goes out later')
  assert.ok(taken.length >= DAEMON_ROUNDS)
}

async function killServers({ server, alice, bobby }: Two): Promise<void> {
  const following = bobby.start(['receive', '--follow', '--json'])
  const daemon = await startDaemon(alice)
  const total = 60
  for (let i = 0; i < total; i += 1) {
    const params = { recipient: 'bobby', message: `m${i}`, timeoutMs: 60_000 }
    daemon.write(`${JSON.stringify({ jsonrpc: '2.0', id: i, method: 'send', params })}\n`)
    if (i % 30 !== 15) continue
    await eventually(async () => (answersIn(daemon).length > i / 2 ? true : undefined), 'receipts')
    await server.kill('SIGKILL')
    await server.start()
  }
  const texts = (): readonly unknown[] => following.lines.map((line) => parseRecord(line)['text'])
  await eventually(async () => (texts().length >= total ? true : undefined), 'all of them', 60_000)
  await eventually(async () => (answersIn(daemon).length === total ? true : undefined), 'all receipts', 60_000)
  assert.equal(texts().length, total, 'each once')
  assert.deepEqual(new Set(texts()), new Set(Array.from({ length: total }, (_, i) => `m${i}`)))
  assert.equal(await daemon.kill('SIGTERM'), 0)
  assert.equal(await following.kill('SIGTERM'), 0)
  assert.deepEqual(await bobby.receive(), [])
}

type Two = { readonly server: TestServer; readonly alice: Person; readonly bobby: Person }

async function twoPeople(context: TestContext): Promise<Two> {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await becomeAcquainted(alice, bobby)
  return { server, alice, bobby }
}

/** Each command sends what is still on the device, as far as it comes in its time. */
async function bringOut(person: Person): Promise<void> {
  const isOut = async (): Promise<true | undefined> =>
    (await person.records(['rooms'])).every((room) => room['pending'] === 0) ? true : undefined
  await eventually(isOut, 'the end of the queue', 60_000)
}

async function startDaemon(person: Person): Promise<Running> {
  const daemon = person.start(['daemon', '--stdio'])
  daemon.write('{"jsonrpc":"2.0","id":"hello","method":"version"}\n')
  await daemon.line((line) => line.includes('"hello"'))
  return daemon
}

/** Receipts, by the order in which they came. */
function answersIn(daemon: Running): readonly TestRecord[] {
  return daemon.lines.flatMap((line) => {
    const { result } = parseRecord(line)
    return isReceipt(result) ? [result] : []
  })
}

function isReceipt(json: unknown): json is TestRecord {
  return typeof json === 'object' && json !== null && 'type' in json && json.type === 'receipt'
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
