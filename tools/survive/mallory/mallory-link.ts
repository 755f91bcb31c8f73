import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isRecord } from 'rushlight/testing'
import type { Person } from 'rushlight/testing'
import type { Stage } from '../stage.ts'

const PROGRAM = fileURLToPath(new URL('mallory.ts', import.meta.url))

export type MalloryDeed = 'garble' | 'seize' | 'lie' | 'split' | 'flood'

/** The conductor's side of a member who means harm. */
export class Mallory {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<string>>()
  #last = 0

  constructor(stage: Stage, { directory, password }: Person) {
    const child = spawn(process.execPath, [PROGRAM, directory], {
      env: { ...process.env, RUSHLIGHT_PASSWORD: password },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child = child
    const ended = once(child, 'exit')
    stage.after(async () => {
      child.kill('SIGKILL')
      await ended
    })
    child.stdin.on('error', () => undefined)
    createInterface(child.stdout).on('line', (line) => this.#hear(JSON.parse(line)))
    child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('mallory has ended'))
    })
  }

  /** What came of it, in the words of the hub. */
  order(room: string, deed: MalloryDeed): Promise<string> {
    this.#last += 1
    const waiting = Promise.withResolvers<string>()
    this.#waiting.set(this.#last, waiting)
    this.#child.stdin?.write(`${JSON.stringify({ id: this.#last, room, do: deed })}\n`)
    return waiting.promise
  }

  #hear(answer: unknown): void {
    if (isRecord(answer)) this.#waiting.get(Number(answer['id']))?.resolve(JSON.stringify(answer['outcome']))
  }
}
