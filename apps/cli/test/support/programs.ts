/** Real processes of the real program: a provider, and people at terminals, each with a profile of their own. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stream } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { prepareCheapProfile } from './cheap-key.ts'
import { runHere } from './run-here.ts'

/** Whatever was begun in it ends with it: a test, or a whole play. */
export interface Scope {
  after(task: () => void | Promise<void>): void
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** How often something is tried that chance decides: seldom, unless `RUSHLIGHT_LONG` asks for the long version. */
export function rounds({ few, many }: { readonly few: number; readonly many: number }): number {
  return (process.env['RUSHLIGHT_LONG'] ?? '') === '' ? few : many
}

export type Ended = {
  /** `undefined`: ended by a signal. */
  readonly code: number | undefined
  readonly out: string
  readonly err: string
  /** What stands on the lines of standard output. */
  readonly records: readonly TestRecord[]
}

/** A record as a test looks at it. */
export type TestRecord = Readonly<Record<string, unknown>>

export type RunOptions = {
  readonly input?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Ends it, if it has not ended by then. */
  readonly scope?: Scope
}

type Starting = {
  readonly environment: RunOptions['environment']
  /** Where its output goes instead of to us. */
  readonly output?: Stream
}

/** A process that goes on; its lines can be waited for. */
export interface Running {
  readonly child: ChildProcess
  readonly lines: readonly string[]
  write(text: string): void
  /** The first line that fits, of those there are or of those to come. */
  line(fits: (line: string) => boolean): Promise<string>
  kill(signal: NodeJS.Signals): Promise<number | undefined>
  readonly ended: Promise<number | undefined>
}

export function temporaryFolder(context: Scope): string {
  const folder = mkdtempSync(join(tmpdir(), 'rl-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Nothing that is set for this run of the tests counts for the program, and it speaks English without colours. */
export function cleanEnvironment(): Readonly<Record<string, string | undefined>> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('RUSHLIGHT_'))
  return { ...Object.fromEntries(others), LANG: 'C', NO_COLOR: '1' }
}

function start(args: readonly string[], { environment, output }: Starting): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['pipe', output ?? 'pipe', 'pipe'],
  })
}

async function exitCodeOf(child: ChildProcess): Promise<number | undefined> {
  await once(child, 'close')
  return child.exitCode ?? undefined
}

/** Runs one command to its end. */
export async function run(args: readonly string[], { input, environment, scope }: RunOptions = {}): Promise<Ended> {
  const child = start(args, { environment })
  const ended = exitCodeOf(child)
  if (scope !== undefined) endWith(scope, child, ended)
  const [out, err] = [collect(child, 'stdout'), collect(child, 'stderr')]
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input ?? '')
  const code = await ended
  const text = out.join('')
  return { code, out: text, err: err.join(''), records: recordsOf(text) }
}

export function startProgram(
  context: Scope,
  args: readonly string[],
  environment: RunOptions['environment'] = {},
): Running {
  const child = start(args, { environment })
  const lines: string[] = []
  let rest = ''
  let heard = Promise.withResolvers<void>()
  child.stdin?.on('error', () => undefined)
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    heard.resolve()
    heard = Promise.withResolvers()
  })
  const errors = collect(child, 'stderr')
  const ended = exitCodeOf(child)
  void ended.then(() => heard.resolve())
  endWith(context, child, ended)
  return {
    child,
    lines,
    ended,
    write: (text) => void child.stdin?.write(text),
    async line(fits) {
      for (let seen = 0; ;) {
        const more = heard.promise
        for (; seen < lines.length; seen += 1) {
          const line = lines[seen] ?? ''
          if (fits(line)) return line
        }
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended early: ${errors.join('')}`)
        await more
      }
    },
    async kill(signal) {
      child.kill(signal)
      return ended
    },
  }
}

function endWith(scope: Scope, child: ChildProcess, ended: Promise<unknown>): void {
  scope.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
}

export interface TestServer {
  readonly url: string
  readonly data: string
  readonly name: string
  start(more?: readonly string[]): Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
}

/** A provider on a port of its own, which it keeps over restarts. */
export async function startServer(context: Scope, environment: RunOptions['environment'] = {}): Promise<TestServer> {
  const data = temporaryFolder(context)
  const port = await freePort()
  let running: Running | undefined
  const server: TestServer = {
    data,
    url: `http://localhost:${port}`,
    name: `localhost:${port}`,
    async start(more = []) {
      running = startProgram(context, ['serve', '--data', data, '--listen', `localhost:${port}`, ...more], environment)
      await running.line((line) => line.includes('is running on'))
    },
    async kill(signal) {
      await running?.kill(signal)
    },
  }
  await server.start()
  return server
}

export class Person {
  readonly name: string
  readonly password: string
  readonly directory: string
  readonly #context: Scope
  readonly #more: NonNullable<RunOptions['environment']>

  constructor(
    context: Scope,
    name: string,
    { device = '', environment = {} }: { device?: string; environment?: NonNullable<RunOptions['environment']> } = {},
  ) {
    this.name = name
    this.password = `password of ${name}`
    this.directory = join(temporaryFolder(context), `profile${device}`)
    this.#context = context
    this.#more = environment
  }

  /** A process of its own. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return run(['--profile', this.directory, ...args], {
      ...options,
      environment: this.#environment(options.environment ?? {}),
      scope: this.#context,
    })
  }

  /** The same command in this process, which spares it the start. */
  async do(args: readonly string[]): Promise<Ended> {
    if (['signup', 'signin'].includes(args[0] ?? '') && !existsSync(this.directory)) {
      await prepareCheapProfile(this.directory, this.password)
    }
    // Only a start can bring the names of other places (`clientEnvironment`).
    if (this.#more['NODE_OPTIONS'] !== undefined) return this.run(args)
    const environment = { ...cleanEnvironment(), ...this.#environment() }
    const said = await runHere(['--profile', this.directory, ...args], environment)
    return { ...said, records: recordsOf(said.out) }
  }

  /** Runs a command that has to go well, and gives its records. */
  async records(args: readonly string[]): Promise<readonly TestRecord[]> {
    const ended = await this.do([...args, '--json'])
    if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}: ${ended.err}`)
    return ended.records
  }

  async record(args: readonly string[]): Promise<TestRecord> {
    const [record] = await this.records(args)
    if (record === undefined) throw new Error(`${args.join(' ')} printed nothing`)
    return record
  }

  /** The texts that `receive` prints now. */
  async receive(): Promise<readonly unknown[]> {
    return (await this.records(['receive'])).map((record) => record['text'])
  }

  async history(recipient: string): Promise<readonly unknown[]> {
    return (await this.records(['history', recipient, '--limit', '1000'])).map((record) => record['text'])
  }

  start(args: readonly string[], environment?: RunOptions['environment']): Running {
    return startProgram(this.#context, ['--profile', this.directory, ...args], this.#environment(environment))
  }

  /** A process whose output goes elsewhere, as a shell's pipe would have it. */
  startInto(output: Stream, args: readonly string[]): ChildProcess {
    const child = start(['--profile', this.directory, ...args], { environment: this.#environment(), output })
    endWith(this.#context, child, exitCodeOf(child))
    return child
  }

  #environment(more: NonNullable<RunOptions['environment']> = {}): NonNullable<RunOptions['environment']> {
    return { RUSHLIGHT_PASSWORD: this.password, ...this.#more, ...more }
  }
}

/** People with accounts at the server. */
export async function signUp(context: Scope, server: TestServer, names: readonly string[]): Promise<readonly Person[]> {
  const people = names.map((name) => new Person(context, name))
  await Promise.all(people.map((person) => person.records(['signup', person.name, '--server', server.url])))
  return people
}

/** Two who know each other already: neither has to be accepted. */
export async function becomeAcquainted(one: Person, other: Person): Promise<void> {
  await one.records(['send', other.name, 'hello'])
  await other.records(['accept', one.name])
  await other.receive()
}

/** Asks until the answer is there. */
export async function eventually<T>(ask: () => Promise<T | undefined>, what: string, timeoutMs = 20_000): Promise<T> {
  const endsAt = performance.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() >= endsAt) throw new Error(`never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export function isRecord(json: unknown): json is TestRecord {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

export function parseRecord(line: string): TestRecord {
  const json: unknown = JSON.parse(line)
  if (!isRecord(json)) throw new Error('not a record')
  return json
}

function recordsOf(text: string): readonly TestRecord[] {
  return text.split('\n').flatMap((line) => (line.startsWith('{"') ? [parseRecord(line)] : []))
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): readonly string[] {
  const parts: string[] = []
  child[stream]?.setEncoding('utf8').on('data', (chunk: string) => parts.push(chunk))
  return parts
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
