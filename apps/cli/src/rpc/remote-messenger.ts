import type { Socket } from 'node:net'
import { CommandFailure } from '../failure/command-failure.ts'
import type { FailureCode } from '../failure/command-failure.ts'
import { formatJsonLine, parseJson } from '../json/json-line.ts'
import { isObject, Misshapen } from '../json/shape.ts'
import type { Messenger, Method } from '../methods/method.ts'
import { errorShape } from '../records/error-record.ts'
import { eachLine } from './lines.ts'

type Pending = {
  readonly resolve: (result: unknown) => void
  readonly reject: (failure: CommandFailure) => void
}

/** Asks whoever listens at the other end of a profile's socket. */
export class RemoteMessenger implements Messenger {
  readonly #socket: Socket
  readonly #pending = new Map<number, Pending>()
  #lastId = 0

  constructor(socket: Socket) {
    this.#socket = socket
    // What went wrong is told by the end of the lines.
    socket.on('error', () => undefined)
    void this.#read()
  }

  async call<P, R>(method: Method<P, R>, params: P): Promise<R> {
    if (this.#socket.destroyed) throw new CommandFailure('holderGone')
    this.#lastId += 1
    const id = this.#lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, { resolve, reject })
    this.#socket.write(formatJsonLine({ jsonrpc: '2.0', method: method.name, params, id }))
    try {
      return method.result.parse(await promise)
    } catch (error) {
      throw error instanceof Misshapen ? new CommandFailure('bug', { cause: error }) : error
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  async #read(): Promise<void> {
    try {
      await eachLine(this.#socket, (line) => this.#settle(parseJson(line)))
    } catch {
      // The connection broke: all that is pending is told below.
    }
    this.#socket.destroy()
    for (const { reject } of this.#pending.values()) reject(new CommandFailure('holderGone'))
    this.#pending.clear()
  }

  #settle(answer: unknown): void {
    if (!isObject(answer) || typeof answer['id'] !== 'number') return
    const pending = this.#pending.get(answer['id'])
    this.#pending.delete(answer['id'])
    if (answer['error'] === undefined) pending?.resolve(answer['result'])
    else void failureOf(answer['error']).then((failure) => pending?.reject(failure))
  }
}

async function failureOf(error: unknown): Promise<CommandFailure> {
  try {
    const { code, choices, retryAfterMs } = errorShape.parse(isObject(error) ? error['data'] : undefined)
    const { isFailureCode } = await import('../failure/is-failure-code.ts')
    const known: FailureCode = isFailureCode(code) ? code : 'bug'
    return new CommandFailure(known, { choices, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
  } catch (cause) {
    return new CommandFailure('bug', { cause })
  }
}
