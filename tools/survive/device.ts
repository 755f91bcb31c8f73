import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRecord } from 'rushlight/testing'
import type { Person } from 'rushlight/testing'
import type { Ledger } from './ledger-link.ts'

type Params = Readonly<Record<string, unknown>>
type Answer = Readonly<Record<string, unknown>>

/** How long it may take until somebody is in a room. */
const PATIENCE_MS = 60_000
const ASKED_EVERY_MS = 250
/** Who sends into a loss waits for as long as one may take. */
const SEND_MS_MAX = 120_000

/** One device: a real terminal client that holds its profile, `daemon --stdio`, and shows whatever comes. */
export class Device {
  readonly name: string
  /** As people elsewhere write it. */
  readonly handle: string
  readonly #person: Person
  readonly #ledger: Ledger
  #child: ChildProcess | undefined
  readonly #errors: string[] = []
  #lastCall = 0
  #said = 0

  constructor(person: Person, { handle, ledger }: { readonly handle: string; readonly ledger: Ledger }) {
    this.name = handle
    this.handle = handle
    this.#person = person
    this.#ledger = ledger
  }

  async open(): Promise<void> {
    const child = this.#person.startInto(this.#ledger.outputOf(this.name), ['daemon', '--stdio'])
    this.#child = child
    child.stdin?.on('error', () => undefined)
    child.stderr?.setEncoding('utf8').on('data', (part: string) => this.#errors.push(part))
    child.once('exit', () => this.#ledger.forget(this.name))
    await this.call('subscribeReceive', undefined)
  }

  async call(method: string, params: Params | undefined): Promise<unknown> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`${this.name} does not run: ${this.#errors.join('').trim()}`)
    }
    this.#lastCall += 1
    const answer = this.#ledger.answer(this.name, this.#lastCall)
    child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: this.#lastCall, method, params })}\n`)
    const said = recordOf(await answer)
    if (said['error'] !== undefined) throw new Error(`${this.name}, ${method}: ${JSON.stringify(said['error'])}`)
    return said['result']
  }

  /** Waits until it was put into the room, and wants to be in it. */
  async enter(room: string): Promise<void> {
    const endsAt = performance.now() + PATIENCE_MS
    for (let standing = ''; standing !== 'joined';) {
      if (performance.now() > endsAt) throw new Error(`${this.name} is still not in the room: ${standing || 'unknown'}`)
      const rooms = await this.call('listRooms', { local: true })
      const found = (Array.isArray(rooms) ? rooms : []).map(recordOf).find(({ id }) => id === room)
      const { standing: now } = found ?? {}
      standing = typeof now === 'string' ? now : ''
      if (standing === 'request') await this.call('acceptRequest', { recipient: room })
      else if (standing !== 'joined') await sleep(ASKED_EVERY_MS)
    }
  }

  /** Something that nobody said before, and what became of it. */
  async say(recipient: string, words: string): Promise<Answer> {
    this.#said += 1
    const message = `${words}, said ${this.name} (${this.#said})`
    return recordOf(await this.call('send', { recipient, message, timeoutMs: SEND_MS_MAX }))
  }
}

export function recordOf(json: unknown): Answer {
  if (!isRecord(json)) throw new Error('not a record')
  return json
}
