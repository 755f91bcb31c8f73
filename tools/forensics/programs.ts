/** The real processes: a provider and people at terminals, whose logs are kept and whose memory can be looked at. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { houseRoot } from '../house/root.ts'
import { contentsOf, readIfThere } from './places.ts'
import type { Evidence } from './scan.ts'

export type Program = {
  readonly folder: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** What a program writes on standard error goes to a file that is looked through like everything else. */
export function startProgram({ folder, args, environment }: Program): ChildProcess {
  mkdirSync(folder, { recursive: true })
  const log = openSync(join(folder, 'stderr.log'), 'a')
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RUSHLIGHT_')))
  const child = spawn(process.execPath, [`--heapsnapshot-signal=${SNAPSHOT_SIGNAL}`, MAIN, ...args], {
    cwd: folder,
    env: { ...clean, LANG: 'C', NO_COLOR: '1', ...environment },
    stdio: ['pipe', 'pipe', log],
  })
  closeSync(log)
  child.stdin?.on('error', () => undefined)
  return child
}

const MAIN = join(houseRoot, 'apps/cli/src/main.ts')
const SNAPSHOT_SIGNAL = 'SIGUSR2'

export async function runProgram(program: Program): Promise<string> {
  const child = startProgram(program)
  child.stdin?.end()
  const parts: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (part: string) => parts.push(part))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`${program.args.slice(0, 4).join(' ')} ended with ${child.exitCode}`)
  return parts.join('')
}

export function pidOf(child: ChildProcess | undefined): number {
  if (child?.pid === undefined) throw new Error('the program does not run')
  return child.pid
}

export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
}

/** All that the collector would keep: Node writes it to the folder in which the program was started. */
export async function heapOf(child: ChildProcess, folder: string): Promise<Evidence> {
  const before = new Set(snapshotsIn(folder))
  child.kill(SNAPSHOT_SIGNAL)
  for (let waited = 0; waited < SNAPSHOT_MS_MAX; waited += POLL_MS) {
    await sleep(POLL_MS)
    const name = snapshotsIn(folder).find((one) => !before.has(one))
    const bytes = name === undefined ? undefined : readIfThere(join(folder, name))
    // It is whole when its last brace is there.
    if (name === undefined || bytes === undefined || !/\]\s*\}\s*$/.test(bytes.toString('latin1', bytes.length - 9)))
      continue
    rmSync(join(folder, name))
    return { place: 'heap', bytes }
  }
  throw new Error('no heap snapshot was written')
}

const SNAPSHOT_MS_MAX = 30_000
const POLL_MS = 50

function snapshotsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.heapsnapshot'))
}

/** A provider on a port that it keeps over restarts. */
export class TestProvider {
  readonly folder: string
  readonly url: string
  readonly data: string
  readonly #port: number
  #child: ChildProcess | undefined

  private constructor(folder: string, port: number) {
    this.folder = folder
    this.data = join(folder, 'data')
    this.url = `http://localhost:${port}`
    this.#port = port
  }

  get pid(): number {
    return pidOf(this.#child)
  }

  get databaseFiles(): readonly string[] {
    return ['provider.db', 'provider.db-wal'].map((name) => join(this.data, name))
  }

  /** As they lie there, each of them. */
  blobs(): readonly Uint8Array[] {
    return contentsOf(join(this.data, 'blobs'))
  }

  static async start(folder: string): Promise<TestProvider> {
    const provider = new TestProvider(folder, await freePort())
    await provider.start()
    return provider
  }

  async start(): Promise<void> {
    const args = ['serve', '--data', this.data, '--listen', `localhost:${this.#port}`]
    const child = startProgram({ folder: this.folder, args, environment: {} })
    this.#child = child
    if (child.stdout === null) throw new Error('a provider without standard output')
    for await (const line of createInterface(child.stdout)) if (line.includes('is running on')) break
    child.stdout.resume()
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child !== undefined) await endProgram(this.#child, signal)
  }

  heap(): Promise<Evidence> {
    if (this.#child === undefined) throw new Error('the provider does not run')
    return heapOf(this.#child, this.folder)
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
