/** Somebody at a terminal: a profile, and the daemon that holds it while it runs. */
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { contentsOf, filesIn } from './places.ts'
import { endProgram, heapOf, pidOf, runProgram, startProgram } from './programs.ts'
import type { Evidence } from './scan.ts'
import { profileVault, unlockProfileKey } from './vaults.ts'

export type Answer = Readonly<Record<string, unknown>>

export class Terminal {
  readonly name: string
  readonly folder: string
  readonly profile: string
  readonly #password: string
  #key: Uint8Array = new Uint8Array()
  #daemon: Daemon | undefined

  constructor(home: string, name: string) {
    this.name = name
    this.folder = join(home, name)
    this.profile = join(this.folder, 'profile')
    this.#password = `the password of ${name}`
  }

  async signUp(server: string): Promise<void> {
    await this.run(['signup', this.name, '--server', server])
    this.#key = await unlockProfileKey(this.profile, this.#password)
  }

  run(args: readonly string[]): Promise<string> {
    return runProgram(this.#program(args))
  }

  open(): void {
    this.#daemon = new Daemon(startProgram(this.#program(['daemon', '--stdio'])))
  }

  get pid(): number {
    return pidOf(this.#daemon?.child)
  }

  get isOpen(): boolean {
    return this.#daemon !== undefined
  }

  call(method: string, params: Answer): Promise<unknown> {
    if (this.#daemon === undefined) throw new Error(`nobody holds the profile of ${this.name}`)
    return this.#daemon.call(method, params)
  }

  async close(signal: NodeJS.Signals): Promise<void> {
    const daemon = this.#daemon
    this.#daemon = undefined
    if (daemon !== undefined) await endProgram(daemon.child, signal)
  }

  get vaultFiles(): readonly string[] {
    return ['vault.db', 'vault.db-wal'].map((name) => join(this.profile, name))
  }

  vaultHolds(word: string): boolean {
    return this.vault().some(({ bytes }) => bytes.includes(word))
  }

  /** Outside of the profile: it is the user's own. */
  writeFile(name: string, text: string | Uint8Array): string {
    const folder = mkdtempSync(join(tmpdir(), 'rushlight-file-'))
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  }

  removeFile(file: string): void {
    rmSync(dirname(file), { recursive: true })
  }

  /** Files of messages, encrypted. */
  stagedFiles(): readonly Uint8Array[] {
    return contentsOf(join(this.profile, 'files'))
  }

  /** Its disk as it is, and its vault as with the key. */
  *disk(): Iterable<Evidence> {
    yield* filesIn(this.folder)
  }

  vault(): readonly Evidence[] {
    return profileVault(this.profile, this.#key)
  }

  heap(): Promise<Evidence> {
    if (this.#daemon === undefined) throw new Error(`nobody holds the profile of ${this.name}`)
    return heapOf(this.#daemon.child, this.folder)
  }

  #program(args: readonly string[]): Parameters<typeof startProgram>[0] {
    return {
      folder: this.folder,
      args: ['--profile', this.profile, ...args],
      environment: { RUSHLIGHT_PASSWORD: this.#password },
    }
  }
}

/** JSON-RPC on the daemon's standard input and output. What it notifies of is heard and forgotten. */
class Daemon {
  readonly child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #last = 0

  constructor(child: ChildProcess) {
    this.child = child
    if (child.stdout === null) throw new Error('a daemon without standard output')
    createInterface(child.stdout).on('line', (line) => this.#take(line))
    child.once('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the daemon has ended'))
      this.#waiting.clear()
    })
  }

  call(method: string, params: Answer): Promise<unknown> {
    this.#last += 1
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(this.#last, answer)
    this.child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: this.#last, method, params })}\n`)
    return answer.promise
  }

  #take(line: string): void {
    const message: unknown = JSON.parse(line)
    if (typeof message !== 'object' || message === null || !('id' in message)) return
    const answer = this.#waiting.get(Number(message.id))
    this.#waiting.delete(Number(message.id))
    if ('error' in message) answer?.reject(new Error(`refused: ${JSON.stringify(message.error)}`))
    else answer?.resolve('result' in message ? message.result : undefined)
  }
}
