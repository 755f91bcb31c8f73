/**
 * What dead providers cost the people of a living one: the real server process with rooms whose members are at ten others,
 * which are real processes, too. The time in which a sender's message is accepted is measured while all ten answer, and
 * while five do not: three are killed, and two stand still, so that whoever asks them waits for nothing.
 *
 *   npm run bench:federation -- [--senders 10] [--seconds 10] [--rate MESSAGES_PER_SECOND] [--rounds 3] [--json]
 *
 * Both are measured in turns, `rounds` times each. Messages start at fixed times whatever happens (an open loop). It ends with
 * 0 only if the ratio of both p99 is at most 1.1.
 */
import { parseArgs } from 'node:util'
import { createNodeCrypto } from '@rushlight/platform-node'
import { connectSocket, goThrough, join, memberOf, openRoom, post } from '@rushlight/server/testing'
import type { AtDoor, Person } from '@rushlight/server/testing'
import { inTime, numberIn, percentiles, round } from './load/figures.ts'
import type { Percentiles } from './load/figures.ts'
import { endServer, letters, startServer, stopServer } from './load/server.ts'
import type { Server } from './load/server.ts'

type Load = { readonly senders: number; readonly seconds: number; readonly rate: number; readonly rounds: number }

type Result = Load & {
  readonly noneDeadMs: Percentiles
  readonly halfDeadMs: Percentiles
  /** Of the p99 with five dead to that with none. */
  readonly ratio: number
}

const PEERS = 10
const KILLED = 3
const STANDING_STILL = 2
const RATIO_MAX = 1.1
const ENTRY_BYTES = 512
const WARM_UP_SECONDS = 3
const LATE_MS_MAX = 30_000
/** Until a provider is asked again that did not answer: PEER_PAUSE_MS_MAX at most, mostly much less. */
const RECOVERS_MS = 5_000
const crypto = createNodeCrypto()

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      senders: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '10' },
      rate: { type: 'string', default: '40' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  })
  const load: Load = {
    senders: numberIn(values.senders, { min: 1, max: 100 }),
    seconds: numberIn(values.seconds, { min: 1, max: 600 }),
    rate: numberIn(values.rate, { min: 1, max: 10_000 }),
    rounds: numberIn(values.rounds, { min: 1, max: 20 }),
  }
  const servers: Server[] = []
  try {
    for (let i = 0; i <= PEERS; i += 1) servers.push(await startServer(0))
    const result = await compare(servers, load)
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`)
    process.exitCode = result.ratio <= RATIO_MAX ? 0 : 1
  } finally {
    for (const server of servers) server.process.kill('SIGCONT')
    await Promise.all(servers.map(endServer))
  }
}

async function compare(servers: Server[], load: Load): Promise<Result> {
  const [hub] = servers
  if (hub === undefined) throw new Error('no server')
  const senders: AtDoor[] = []
  const people = await Promise.all(servers.slice(1).map(({ url }, i) => personAt(url, PEERS * 1000 + i)))
  for (let i = 0; i < load.senders; i += 1) senders.push(await openWith(await personAt(hub.url, i), people))
  await run(senders, { ...load, seconds: WARM_UP_SECONDS })
  const [noneDead, halfDead] = [new Array<number>(), new Array<number>()]
  for (let i = 0; i < load.rounds; i += 1) {
    noneDead.push(...(await run(senders, load)))
    const revive = await killSome(servers)
    halfDead.push(...(await run(senders, load)))
    await revive()
  }
  const [noneDeadMs, halfDeadMs] = [percentiles(noneDead), percentiles(halfDead)]
  return { ...load, noneDeadMs, halfDeadMs, ratio: round(halfDeadMs.p99 / noneDeadMs.p99) }
}

async function personAt(url: string, index: number): Promise<Person> {
  const from = `10.1.${index >> 8}.${index & 0xff}`
  return join(crypto, await connectSocket(url, from), `person${letters(index % 10_000)}`)
}

async function openWith(sender: Person, others: readonly Person[]): Promise<AtDoor> {
  const room = await openRoom([sender, ...others])
  return goThrough(room, memberOf(room, 0), room.doorKey)
}

/** Answers how they all come back. */
async function killSome(servers: Server[]): Promise<() => Promise<void>> {
  const standing = servers.slice(1, 1 + STANDING_STILL)
  for (const { process } of standing) process.kill('SIGSTOP')
  const places = Array.from({ length: KILLED }, (_, i) => 1 + STANDING_STILL + i)
  const killed = servers.slice(1 + STANDING_STILL, 1 + STANDING_STILL + KILLED)
  await Promise.all(killed.map((server) => stopServer(server, 'SIGKILL')))
  return async () => {
    for (const { process } of standing) process.kill('SIGCONT')
    for (const place of places) {
      const before = servers[place]
      if (before !== undefined) servers[place] = await startServer(before.port, before.folder)
    }
    await new Promise((resolve) => setTimeout(resolve, RECOVERS_MS))
  }
}

/** How long each message took until it was accepted, counted from when it was due. */
async function run(senders: readonly AtDoor[], { seconds, rate }: Load): Promise<readonly number[]> {
  const count = seconds * rate
  const [began, everyMs] = [performance.now(), 1000 / rate]
  const sending: Promise<number>[] = []
  for (let number = 0; number < count; number += 1) {
    const dueAt = began + number * everyMs
    const waitMs = dueAt - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    const sender = senders[number % senders.length]
    if (sender !== undefined) sending.push(sendOne(sender, dueAt))
  }
  return inTime(Promise.all(sending), LATE_MS_MAX)
}

async function sendOne(sender: AtDoor, dueAt: number): Promise<number> {
  await post(sender, { entry: crypto.randomBytes(ENTRY_BYTES) })
  return performance.now() - dueAt
}
