/** The real server, and people at terminals, each a process of its own. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url))

export class Village {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'rl-web-'))
  #server: ChildProcess | undefined
  #origin = 'http://localhost:0'
  /** The one-time link by which somebody becomes the operator; printed at the first start. */
  operatorLink = ''

  get origin(): string {
    return this.#origin
  }

  /** On a port that the system chooses, which it keeps over restarts. */
  async start({ flags = [], clockAheadMs = 0 }: Serving = {}): Promise<void> {
    const { host } = new URL(this.#origin)
    const args = ['serve', '--data', join(this.folder, 'data'), '--listen', host, ...flags]
    const server = start(args, clockAheadMs === 0 ? {} : { NODE_OPTIONS: `--import=${clockAhead(clockAheadMs)}` })
    this.#server = server
    server.stderr?.resume()
    if (server.stdout === null) throw new Error('a pipe was asked for')
    for await (const line of createInterface({ input: server.stdout })) {
      const [, origin] = /is running on (\S+)/.exec(line) ?? []
      this.#origin = origin ?? this.#origin
      const [, link] = /^\s*(http\S+#operator=\S+)/.exec(line) ?? []
      this.operatorLink = link ?? this.operatorLink
      // The last line of what it says at its start.
      if (origin !== undefined && host !== 'localhost:0') break
      if (line.includes('operator-link')) break
    }
    server.stdout.resume()
  }

  /** As if the power went. */
  async kill(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    const ended = once(server, 'close')
    server.kill('SIGKILL')
    await ended
  }

  async close(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async terminal(name: string): Promise<Terminal> {
    const terminal = new Terminal(join(this.folder, name), name)
    await terminal.run('signup', name, '--server', this.#origin)
    return terminal
  }
}

type Serving = { readonly flags?: readonly string[]; readonly clockAheadMs?: number }

/** A program that begins with this lives on a machine whose clock is wrong. */
function clockAhead(ms: number): string {
  const code = `const now = Date.now.bind(Date); Date.now = () => now() + ${ms}`
  return `data:text/javascript,${encodeURIComponent(code)}`
}

/** Somebody with the program `rushlight`. */
export class Terminal {
  readonly name: string
  readonly #profile: string

  constructor(profile: string, name: string) {
    this.#profile = profile
    this.name = name
  }

  /** Runs one command that has to go well, and gives its records. */
  async run(...args: readonly string[]): Promise<readonly unknown[]> {
    const child = start(['--profile', this.#profile, ...args, '--json'], {
      RUSHLIGHT_PASSWORD: `password of ${this.name}`,
    })
    const out: string[] = []
    const err: string[] = []
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => out.push(piece))
    child.stderr?.setEncoding('utf8').on('data', (piece: string) => err.push(piece))
    await once(child, 'close')
    if (child.exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${child.exitCode}: ${err.join('')}`)
    return out
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): unknown => JSON.parse(line))
  }

  /** Says many things, one after the other, by one process. */
  async sayAll(recipient: string, texts: readonly string[]): Promise<void> {
    const child = start(['--profile', this.#profile, 'daemon', '--stdio'], {
      RUSHLIGHT_PASSWORD: `password of ${this.name}`,
    })
    const ended = once(child, 'close')
    if (child.stdin === null || child.stdout === null) throw new Error('pipes were asked for')
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    for (const [id, message] of texts.entries()) {
      const params = { recipient, message, wait: 'queued' }
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method: 'send', params })}\n`)
      const { value: answer } = await answers.next()
      if (!String(answer).includes('"result"')) throw new Error(`send was answered with ${String(answer)}`)
    }
    child.stdin.end()
    await ended
  }

  /** Receives until so many messages are there, and gives what they say, in order. */
  async hears(count: number): Promise<readonly unknown[]> {
    const texts: unknown[] = []
    for (let round = 0; texts.length < count; round += 1) {
      if (round > 20) throw new Error(`only ${JSON.stringify(texts)} came`)
      for (const record of await this.run('receive', '--for', '1')) {
        if (typeof record === 'object' && record !== null && 'text' in record) texts.push(record.text)
      }
    }
    return texts
  }
}

function start(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RUSHLIGHT_')))
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...clean, LANG: 'C', NO_COLOR: '1', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}
