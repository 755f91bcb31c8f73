/** A provider and a few people at terminals, who say what makes a good picture. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { houseRoot } from '../house/root.ts'
import { runCommand } from '../process/run-command.ts'

const PROGRAM = join(houseRoot, 'apps/cli/bin/rushlight')
const COMMAND_TIMEOUT_MS = 60_000

export class Village {
  readonly #home: string
  #server: ChildProcess | undefined
  #url = ''

  constructor(home: string) {
    this.#home = home
  }

  get url(): string {
    return this.#url
  }

  async open(): Promise<void> {
    const args = ['serve', '--data', join(this.#home, 'data'), '--listen', 'localhost:0']
    const server = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#server = server
    for await (const line of createInterface({ input: server.stdout })) {
      const [, url] = /is running on (\S+)/.exec(line) ?? []
      if (url === undefined) continue
      this.#url = url
      break
    }
    server.stdout.resume()
    for (const name of ['mira', 'joost', 'sanne']) await this.does(name, 'signup', name, '--server', this.#url)
  }

  async close(): Promise<void> {
    const server = this.#server
    if (server === undefined || server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }

  /** One command of the program, by one of the people. */
  async does(name: string, ...args: readonly string[]): Promise<void> {
    const outcome = await runCommand({
      program: PROGRAM,
      args: ['--profile', join(this.#home, name), ...args],
      cwd: this.#home,
      env: { ...process.env, RUSHLIGHT_PASSWORD: `password of ${name}` },
      timeoutMs: COMMAND_TIMEOUT_MS,
      output: 'keep',
    })
    if (outcome.kind !== 'ended' || outcome.exitCode !== 0) throw new Error(`${args[0]}: ${outcome.output}`)
  }
}
