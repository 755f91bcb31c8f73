/**
 * What it takes to bring history over, and to keep it for the way back: a real server process, and the devices of one account
 * with real vaults in this one.
 *
 *   npm run bench:history -- [--lines 100000] [--json]
 *
 * The lines are written straight into the first device's vault. Measured are the seconds from the question to the last line on
 * the second device, the most memory that this process had meanwhile (both devices are in it), the size and time of the first
 * backup and of what ten messages more add to it, and the seconds in which a third device has everything back out of it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client, VAULT_SCHEMA } from '@rushlight/core'
import { fillRoom } from '@rushlight/core/testing'
import { createFetchHttp, createOpaqueLogin, createTimerClock } from '@rushlight/platform-common'
import {
  createNodeCrypto,
  createNodeFileStage,
  createWebSocketTransport,
  openNodeVault,
} from '@rushlight/platform-node'
import { openWithSchema } from '@rushlight/records'
import { numberIn, round } from './load/figures.ts'
import { endServer, startServer } from './load/server.ts'

const MIB = 1024 * 1024
const WAIT_MS_MAX = 30 * 60_000
const ADDED = 10
const password = 'correct horse battery staple'
const crypto = createNodeCrypto()

await main()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { lines: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } },
  })
  const lines = numberIn(values.lines, { min: 10, max: 1_000_000 })
  const server = await startServer(0)
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-history-'))
  const clients: Client[] = []
  const open = async (name: string): Promise<Client> => {
    const client = await openDevice(join(folder, name))
    clients.push(client)
    return client
  }
  try {
    const result = await measure(server.url, lines, open)
    process.stdout.write(`${JSON.stringify(result, undefined, values.json ? 0 : 2)}\n`)
  } finally {
    for (const client of clients) await client.close()
    rmSync(folder, { recursive: true })
    await endServer(server)
  }
}

async function measure(url: string, lines: number, open: (name: string) => Promise<Client>): Promise<unknown> {
  const first = await open('first')
  await first.signUp(url, { name: 'mirabel', password })
  await until(() => first.connection().isCaughtUp)
  const room = (await first.createRoom('Years', [])) ?? fail('no room')
  await until(async () => (await first.room(room))?.standing === 'joined')
  await fillRoom(
    first,
    room,
    Array.from({ length: lines }, (_, index) => textOf(index)),
  )
  const second = await open('second')
  await second.signIn(url, { name: 'mirabel', password })
  await until(async () => (await second.room(room))?.standing === 'joined')

  const watch = watchMemory()
  const transferSeconds = await seconds(async () => {
    await second.history.ask('all')
    await until(async () => (await second.history.view()).coming?.state === 'done')
  })
  const added = (await second.history.view()).coming?.added
  const transferMibMax = watch.end()

  const backupSeconds = await seconds(async () => {
    await first.history.keep(true)
    await until(() => first.history.keepNow())
  })
  const whole = await first.history.kept()
  const before = whole.bytes
  for (let index = 0; index < ADDED; index++) await first.send(room, { text: textOf(index) })
  const tenMoreSeconds = await seconds(() => until(() => first.isSettled(0)))
  const { bytes } = await first.history.kept()
  const third = await open('third')
  const restoreSeconds = await seconds(async () => {
    await third.signIn(url, { name: 'mirabel', password })
    await until(async () => isRestored(await third.history.kept()))
  })
  const restored = (await third.history.kept()).restoring?.added
  return {
    lines,
    added,
    transferSeconds,
    transferMibMax,
    linesPerSecond: Math.round(lines / transferSeconds),
    backupSeconds,
    backupMib: round(before / MIB),
    segments: whole.segments,
    tenMoreKib: round((bytes - before) / 1024),
    tenMoreSeconds,
    restoreSeconds,
    restored,
  }
}

function isRestored({ restoring }: Awaited<ReturnType<Client['history']['kept']>>): boolean {
  return restoring !== undefined && restoring.taken === restoring.segments
}

/** Of the length that people write. */
function textOf(index: number): string {
  return `${index} ${'The reeds stand still tonight. '.repeat(1 + (index % 4))}`
}

async function openDevice(directory: string): Promise<Client> {
  const vault = await openNodeVault({ file: join(directory, 'vault.db'), key: crypto.randomBytes(32) })
  const client = await Client.open({
    store: await openWithSchema(vault, VAULT_SCHEMA),
    clock: createTimerClock(),
    crypto,
    transport: createWebSocketTransport(),
    passwords: createOpaqueLogin(),
    log: { note: () => undefined },
    files: { stage: createNodeFileStage(directory), http: createFetchHttp(), fetchesPictures: false },
    software: 'bench',
  })
  client.start()
  return client
}

async function seconds(task: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await task()
  return round((performance.now() - begun) / 1000)
}

async function until(ask: () => boolean | Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + WAIT_MS_MAX
  while (!(await ask())) {
    if (performance.now() > endsAt) fail('it took too long')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function watchMemory(): { end(): number } {
  let most = 0
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 200)
  return {
    end() {
      clearInterval(timer)
      return Math.round(most / MIB)
    },
  }
}

function fail(what: string): never {
  throw new Error(what)
}
