/**
 * What a delivered message costs a provider, measured from outside: the real server process with its disk, spoken to over
 * loopback by pairs of devices.
 *
 *   node bench/server-load.ts [--pairs 100] [--messages 200] [--window 8] [--rate MESSAGES_PER_SECOND] [--json]
 *
 * Each pair has a room of two; one posts entries of 512 bytes, the other is pushed them. Without --rate each sender keeps
 * `window` submits under way (a closed loop: how much it can); with it, messages start at fixed times whatever happens (an
 * open loop: how long they take). CPU is what the server process says it has used, so it holds everything: TLS apart.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { parseArgs } from 'node:util'
import { createNodeCrypto } from '@rushlight/platform-node'
import { connectSocket, goThrough, join, memberOf, openRoom, post } from '@rushlight/server/testing'
import type { AtDoor, Person } from '@rushlight/server/testing'

type Load = { readonly pairs: number; readonly messages: number; readonly window: number; readonly rate: number }
type Pair = { readonly at: AtDoor; readonly receiver: Person }
type Server = { readonly process: ChildProcess; readonly url: string; readonly folder: string }

const ENTRY_BYTES = 512
const crypto = createNodeCrypto()

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '100' },
      messages: { type: 'string', default: '200' },
      window: { type: 'string', default: '8' },
      rate: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  })
  const load: Load = {
    pairs: Number(values.pairs),
    messages: Number(values.messages),
    window: Number(values.window),
    rate: Number(values.rate),
  }
  const server = await startServer()
  try {
    const pairs: Pair[] = []
    for (let i = 0; i < load.pairs; i += 1) pairs.push(await createPair(server.url, i))
    // A first round makes both engines compile what is measured afterwards.
    await run(pairs, { ...load, messages: Math.min(50, load.messages), rate: 0 }, server)
    const result = await run(pairs, load, server)
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`)
  } finally {
    server.process.kill('SIGTERM')
    await once(server.process, 'exit')
    rmSync(server.folder, { recursive: true })
  }
}

async function startServer(): Promise<Server> {
  const folder = mkdtempSync(joinPath(tmpdir(), 'rushlight-load-'))
  const main = joinPath(import.meta.dirname, '../apps/server/src/main.ts')
  const args = [main, 'serve', '--data', folder, '--listen', 'localhost:0', '--trust-proxy']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const text = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))))
  const url = /http:\/\/localhost:\d+/.exec(text)?.[0]
  if (url === undefined) throw new Error('the server did not say where it is')
  return { process: child, url, folder }
}

async function createPair(url: string, index: number): Promise<Pair> {
  // Each pair comes from a place of its own, as in life: what one place may do is limited.
  const from = `10.0.${index >> 8}.${index & 0xff}`
  const sender = await join(crypto, await connectSocket(url, from), `sender${letters(index)}`)
  const receiver = await join(crypto, await connectSocket(url, from), `reader${letters(index)}`)
  const room = await openRoom([sender, receiver])
  return { at: await goThrough(room, memberOf(room, 0), room.doorKey), receiver }
}

/** Names that no two of look alike: numbers would. */
function letters(index: number): string {
  const digits = index.toString(10).padStart(4, '0')
  return digits.replaceAll(/./g, (digit) => 'abefhkpqxz'.charAt(Number(digit)))
}

type Figures = { readonly cpuSeconds: number; readonly commits: number; readonly rssMib: number }

type Result = Load & {
  readonly delivered: number
  readonly seconds: number
  readonly perSecond: number
  readonly cpuMicrosecondsPerMessage: number
  readonly messagesPerCommit: number
  readonly acceptedMs: Percentiles
  readonly deliveredMs: Percentiles
  readonly rssMib: number
}
type Percentiles = { readonly p50: number; readonly p99: number; readonly max: number }

async function run(pairs: readonly Pair[], load: Load, server: Server): Promise<Result> {
  const before = await readFigures(server.url)
  const began = performance.now()
  const measured = await Promise.all(pairs.map((pair, i) => runPair(pair, load, began + i)))
  const seconds = (performance.now() - began) / 1000
  const after = await readFigures(server.url)
  const delivered = measured.reduce((sum, { deliveredMs }) => sum + deliveredMs.length, 0)
  return {
    ...load,
    delivered,
    seconds: round(seconds),
    perSecond: Math.round(delivered / seconds),
    cpuMicrosecondsPerMessage: round(((after.cpuSeconds - before.cpuSeconds) / delivered) * 1e6),
    messagesPerCommit: round(delivered / (after.commits - before.commits)),
    acceptedMs: percentiles(measured.flatMap(({ acceptedMs }) => acceptedMs)),
    deliveredMs: percentiles(measured.flatMap(({ deliveredMs }) => deliveredMs)),
    rssMib: Math.round(after.rssMib),
  }
}

type Measured = { readonly acceptedMs: number[]; readonly deliveredMs: number[] }

/** A message carries its number; when it was to be sent is remembered here. */
async function runPair({ at, receiver }: Pair, load: Load, began: number): Promise<Measured> {
  const { client } = receiver.connection
  const sentAt: number[] = []
  const measured: Measured = { acceptedMs: [], deliveredMs: [] }
  client.pushes.length = 0
  const arrived = new Promise<void>((resolve) => {
    client.onPush = (push) => {
      const now = performance.now()
      for (const { entry } of push.kind === 'entries' ? push.items : []) {
        const number = entry === undefined ? 0 : new DataView(entry.buffer, entry.byteOffset).getUint32(0)
        measured.deliveredMs.push(now - (sentAt[number] ?? now))
      }
      if (measured.deliveredMs.length >= load.messages) resolve()
    }
  })
  const send = async (number: number, dueAt: number): Promise<void> => {
    const entry = crypto.randomBytes(ENTRY_BYTES)
    new DataView(entry.buffer, entry.byteOffset).setUint32(0, number)
    sentAt[number] = dueAt
    await post(at, { entry })
    measured.acceptedMs.push(performance.now() - dueAt)
  }
  await (load.rate > 0 ? sendAtTimes(load, began, send) : sendInWindow(load, send))
  await arrived
  return measured
}

type Send = (number: number, dueAt: number) => Promise<void>

async function sendInWindow({ messages, window }: Load, send: Send): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < messages) {
      const number = next
      next += 1
      await send(number, performance.now())
    }
  }
  await Promise.all(Array.from({ length: window }, lane))
}

async function sendAtTimes({ messages, pairs, rate }: Load, began: number, send: Send): Promise<void> {
  const everyMs = (1000 * pairs) / rate
  const sending: Promise<void>[] = []
  for (let number = 0; number < messages; number += 1) {
    const dueAt = began + number * everyMs
    const wait = dueAt - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    sending.push(send(number, dueAt))
  }
  await Promise.all(sending)
}

async function readFigures(url: string): Promise<Figures> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const read = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return {
    cpuSeconds: read('process_cpu_seconds_total'),
    commits: read('rushlight_commits_total'),
    rssMib: read('process_resident_memory_bytes') / 1024 / 1024,
  }
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
