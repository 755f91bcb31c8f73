/** The conductor's side of the ledger. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Stream } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isRecord } from 'rushlight/testing'
import type { Scope } from 'rushlight/testing'
import { FIRST_LINE_FD, LINES_MAX } from './ledger-words.ts'
import type { Order } from './ledger-words.ts'
import type { Count } from './tally.ts'

const LEDGER = fileURLToPath(new URL('ledger.ts', import.meta.url))
const ASKED_EVERY_MS = 200
const LINES = Array.from({ length: LINES_MAX }, () => 'pipe' as const)

export class Ledger {
  readonly #child: ChildProcess
  readonly #lines = new Map<string, number>()
  readonly #calls = new Map<string, PromiseWithResolvers<unknown>>()
  readonly #counts = new Map<number, PromiseWithResolvers<Count>>()
  #last = 0

  constructor(scope: Scope) {
    this.#child = spawn(process.execPath, [LEDGER], { stdio: ['pipe', 'pipe', 'inherit', ...LINES] })
    scope.after(() => void this.#child.kill('SIGKILL'))
    this.#child.stdin?.on('error', () => undefined)
    if (this.#child.stdout !== null) createInterface(this.#child.stdout).on('line', (line) => this.#hear(line))
    this.#child.once('close', () => this.#end())
  }

  /** Where a device's output has to go; the same one for a process that takes the place of another. */
  outputOf(device: string): Stream {
    const line = this.#lines.get(device) ?? this.#lines.size
    if (!this.#lines.has(device)) this.#tell({ kind: 'device', line, device })
    this.#lines.set(device, line)
    const stream: unknown = Array.from<unknown>(this.#child.stdio)[FIRST_LINE_FD + line]
    if (!(stream instanceof Stream)) throw new Error('more devices than the ledger has lines')
    return stream
  }

  /** The answer to a call that a device was or is going to be asked. */
  answer(device: string, id: number): Promise<unknown> {
    const waiting = Promise.withResolvers<unknown>()
    this.#calls.set(`${device} ${id}`, waiting)
    return waiting.promise
  }

  /** Its process has ended: it answers nothing of what it was asked any more. */
  forget(device: string): void {
    for (const [name, { reject }] of this.#calls) {
      if (!name.startsWith(`${device} `)) continue
      this.#calls.delete(name)
      reject(new Error(`${device} has ended`))
    }
  }

  setRoom(room: string, devices: readonly string[]): void {
    this.#tell({ kind: 'room', room, devices })
  }

  count(): Promise<Count> {
    this.#last += 1
    const waiting = Promise.withResolvers<Count>()
    this.#counts.set(this.#last, waiting)
    this.#tell({ kind: 'count', ask: this.#last })
    return waiting.promise
  }

  /** Until everything that is owed has arrived, or the time is over. */
  async settled(timeoutMs: number): Promise<Count> {
    const endsAt = performance.now() + timeoutMs
    for (;;) {
      const count = await this.count()
      if (count.sent === count.arrived || performance.now() > endsAt) return count
      await sleep(ASKED_EVERY_MS)
    }
  }

  #tell(order: Order): void {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`)
  }

  #hear(line: string): void {
    const word: unknown = JSON.parse(line)
    if (!isRecord(word)) return
    const { kind, device, id, answer, ask } = word
    if (kind === 'count' && typeof ask === 'number') {
      this.#counts.get(ask)?.resolve(countIn(word['count']))
      this.#counts.delete(ask)
    }
    if (kind !== 'answer') return
    const name = `${String(device)} ${String(id)}`
    this.#calls.get(name)?.resolve(answer)
    this.#calls.delete(name)
  }

  #end(): void {
    const error = new Error('the ledger has ended')
    for (const { reject } of [...this.#calls.values(), ...this.#counts.values()]) reject(error)
  }
}

function countIn(json: unknown): Count {
  if (!isRecord(json) || !isRecord(json['missing'])) throw new Error('not a count')
  const number = (name: string): number => Number(json[name])
  return {
    sent: number('sent'),
    arrived: number('arrived'),
    doubled: number('doubled'),
    lastAt: number('lastAt'),
    missing: Object.fromEntries(Object.entries(json['missing']).map(([name, count]) => [name, Number(count)])),
  }
}
