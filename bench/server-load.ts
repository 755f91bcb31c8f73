/**
 * What a delivered message costs a provider, measured from outside: the real server process with its disk, spoken to over
 * loopback by pairs of devices.
 *
 *   npm run bench:server -- [--pairs 100] [--seconds 10] [--rate MESSAGES_PER_SECOND] [--window 8] [--json]
 *
 * Each pair has a room of two; one posts entries of 512 bytes, the other is pushed them. At a rate, messages start at fixed
 * times whatever happens (an open loop): a message that had to wait for its turn counts from when it was due. With --rate 0
 * each sender keeps `window` submits under way (a closed loop: how much it can). CPU is what the server process says it has
 * used, so it holds everything: TLS apart. It stops by itself, and gives up when the server does not keep up.
 */
import { parseArgs } from 'node:util'
import { createNodeCrypto } from '@rushlight/platform-node'
import { connectSocket, goThrough, join, memberOf, openRoom, post } from '@rushlight/server/testing'
import type { AtDoor, Person } from '@rushlight/server/testing'
import { inTime, numberIn, percentiles, round } from './load/figures.ts'
import type { Percentiles } from './load/figures.ts'
import { endServer, letters, startServer } from './load/server.ts'
import type { Server } from './load/server.ts'

type Load = {
  readonly pairs: number
  readonly seconds: number
  readonly window: number
  /** Of all pairs together; 0: as much as it can. */
  readonly rate: number
}
type Pair = { readonly at: AtDoor; readonly receiver: Person }

const ENTRY_BYTES = 512
const WARM_UP_SECONDS = 2
/** How long after its time a run may still be waiting for messages. */
const LATE_MS_MAX = 30_000
const PAIRS_MAX = 1000
const SECONDS_MAX = 600
const RATE_MAX = 100_000
const WINDOW_MAX = 256
const crypto = createNodeCrypto()

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      pairs: { type: 'string', default: '100' },
      seconds: { type: 'string', default: '10' },
      window: { type: 'string', default: '8' },
      rate: { type: 'string', default: '200' },
      json: { type: 'boolean', default: false },
    },
  })
  const load: Load = {
    pairs: numberIn(values.pairs, { min: 1, max: PAIRS_MAX }),
    seconds: numberIn(values.seconds, { min: 1, max: SECONDS_MAX }),
    window: numberIn(values.window, { min: 1, max: WINDOW_MAX }),
    rate: numberIn(values.rate, { min: 0, max: RATE_MAX }),
  }
  const server = await startServer(0)
  try {
    const pairs: Pair[] = []
    for (let i = 0; i < load.pairs; i += 1) pairs.push(await createPair(server.url, i))
    // A first round makes both engines compile what is measured afterwards.
    await run(pairs, { ...load, seconds: WARM_UP_SECONDS, rate: 0 }, server)
    const result = await run(pairs, load, server)
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`)
  } finally {
    await endServer(server)
  }
}

async function createPair(url: string, index: number): Promise<Pair> {
  // Each pair comes from a place of its own, as in life: what one place may do is limited.
  const from = `10.0.${index >> 8}.${index & 0xff}`
  const sender = await join(crypto, await connectSocket(url, from), `sender${letters(index)}`)
  const receiver = await join(crypto, await connectSocket(url, from), `reader${letters(index)}`)
  const room = await openRoom([sender, receiver])
  return { at: await goThrough(room, memberOf(room, 0), room.doorKey), receiver }
}

type Figures = { readonly cpuSeconds: number; readonly commits: number; readonly rssMib: number }

type Result = Load & {
  readonly delivered: number
  readonly tookSeconds: number
  readonly perSecond: number
  readonly cpuMicrosecondsPerMessage: number
  readonly messagesPerCommit: number
  readonly acceptedMs: Percentiles
  readonly deliveredMs: Percentiles
  readonly rssMib: number
}
async function run(pairs: readonly Pair[], load: Load, server: Server): Promise<Result> {
  const before = await readFigures(server.url)
  const began = performance.now()
  const spreadMs = load.rate > 0 ? 1000 / load.rate : 0
  const all = Promise.all(pairs.map((pair, i) => runPair(pair, load, began + i * spreadMs)))
  const measured = await inTime(all, load.seconds * 1000 + LATE_MS_MAX)
  const seconds = (performance.now() - began) / 1000
  const after = await readFigures(server.url)
  const delivered = measured.reduce((sum, { deliveredMs }) => sum + deliveredMs.length, 0)
  return {
    ...load,
    delivered,
    tookSeconds: round(seconds),
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
  const delivered = new Set<number>()
  let heard = Promise.withResolvers<void>()
  client.onPush = (push) => {
    const now = performance.now()
    for (const { entry } of push.kind === 'entries' ? push.items : []) {
      if (entry === undefined) continue
      const number = new DataView(entry.buffer, entry.byteOffset).getUint32(0)
      if (delivered.has(number)) continue
      delivered.add(number)
      measured.deliveredMs.push(now - (sentAt[number] ?? now))
    }
    heard.resolve()
    heard = Promise.withResolvers()
  }
  const send = async (number: number, dueAt: number): Promise<void> => {
    const entry = crypto.randomBytes(ENTRY_BYTES)
    new DataView(entry.buffer, entry.byteOffset).setUint32(0, number)
    sentAt[number] = dueAt
    await post(at, { entry })
    measured.acceptedMs.push(performance.now() - dueAt)
  }
  await (load.rate > 0 ? sendAtTimes(load, began, send) : sendInWindow(load, began, send))
  while (delivered.size < sentAt.length) await heard.promise
  return measured
}

type Send = (number: number, dueAt: number) => Promise<void>

async function sendInWindow({ seconds, window }: Load, began: number, send: Send): Promise<void> {
  const endsAt = began + seconds * 1000
  let next = 0
  const lane = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const number = next
      next += 1
      await send(number, performance.now())
    }
  }
  await Promise.all(Array.from({ length: window }, lane))
}

async function sendAtTimes({ seconds, pairs, rate }: Load, began: number, send: Send): Promise<void> {
  const everyMs = (1000 * pairs) / rate
  const count = Math.max(1, Math.floor((seconds * 1000) / everyMs))
  const sending: Promise<void>[] = []
  for (let number = 0; number < count; number += 1) {
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
