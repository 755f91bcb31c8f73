/**
 * One connection of somebody who speaks JSON-RPC 2.0, a message on each line: over the profile's socket, or over this
 * process's own standard input and output. Requests are carried out side by side, and answered as they are done.
 */
import type { Readable, Writable } from 'node:stream'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Desk } from '../host/desk.ts'
import { HANDLERS } from '../host/handlers.ts'
import { createVisitor } from '../host/visitor.ts'
import type { Visitor } from '../host/visitor.ts'
import { formatJsonLine } from '../json/json-line.ts'
import { Misshapen } from '../json/shape.ts'
import { acknowledge, receive, subscribeReceive, unsubscribeReceive } from '../methods/methods.ts'
import type { ErrorRecord } from '../records/error-record.ts'
import type { Host } from '../host/open-host.ts'
import type { Messenger } from '../methods/method.ts'
import {
  COMMAND_FAILED,
  errorOf,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  METHOD_NOT_FOUND,
  notificationOf,
  PARSE_ERROR,
  parseRpc,
  resultOf,
} from './json-rpc.ts'
import type { RpcCall, RpcError } from './json-rpc.ts'
import { eachLine } from './lines.ts'
import { writeText } from '../output/write-text.ts'

export type Line = {
  readonly input: Readable
  readonly output: Writable
  /** What a failure is called where the answer goes. */
  readonly describe: (failure: CommandFailure) => Promise<ErrorRecord>
}

const IN_FLIGHT_MAX = 64
/** So that a subscription notices soon that nobody listens any more. */
const SUBSCRIPTION_WAIT_MS = 5000

/** Resolves when the other side has ended, or the profile has. */
export async function serveConnection(host: Host, line: Line): Promise<void> {
  const connection = new RpcConnection(host, line)
  try {
    await connection.run()
  } finally {
    connection.end()
  }
}

class RpcConnection {
  readonly #desk: Desk
  readonly #messenger: Messenger
  readonly #line: Line
  readonly #visitor: Visitor = createVisitor()
  readonly #subscriptions = new Set<number>()
  #lastSubscription = -1
  #inFlight = 0

  constructor(host: Host, line: Line) {
    this.#desk = host.desk
    this.#messenger = host.messengerFor(this.#visitor)
    this.#line = line
  }

  async run(): Promise<void> {
    const answers = new Set<Promise<void>>()
    try {
      await eachLine(this.#line.input, (text) => {
        if (text.trim() === '') return
        const answer = this.#take(text).finally(() => answers.delete(answer))
        answers.add(answer)
      })
    } catch {
      // The other side is gone, or speaks in lines without end: nothing of what it asked is owed any more.
    }
    // Whoever writes requests and closes still gets their answers; only waiting has no sense any more.
    this.#visitor.isEnding = true
    await Promise.all(answers)
  }

  end(): void {
    this.#subscriptions.clear()
    this.#desk.handOut.release(this.#visitor)
  }

  async #take(text: string): Promise<void> {
    const input = parseRpc(text)
    if (input.kind === 'unreadable') return this.#write(errorOf(undefined, PARSE_ERROR))
    if (input.kind === 'single') {
      const answer = await this.#answer(input.call)
      return answer === undefined ? undefined : this.#write(answer)
    }
    const answers = await Promise.all(input.calls.map((call) => this.#answer(call)))
    const owed = answers.filter((answer) => answer !== undefined)
    if (owed.length > 0) await this.#write(owed)
  }

  /** `undefined`: it was a notification. */
  async #answer(call: RpcCall | 'invalid'): Promise<unknown> {
    if (call === 'invalid') return errorOf(undefined, INVALID_REQUEST)
    const { id } = call
    if (this.#inFlight >= IN_FLIGHT_MAX) return errorOf(id, await this.#failed(new CommandFailure('tooManyRequests')))
    this.#inFlight += 1
    try {
      const result = await this.#carryOut(call)
      return id === undefined ? undefined : resultOf(id, result)
    } catch (error) {
      return id === undefined ? undefined : errorOf(id, await this.#errorOf(error))
    } finally {
      this.#inFlight -= 1
    }
  }

  async #carryOut({ method, params }: RpcCall): Promise<unknown> {
    if (method === subscribeReceive.name) {
      subscribeReceive.params.parse(params)
      return this.#subscribe()
    }
    if (method === unsubscribeReceive.name) {
      this.#subscriptions.delete(unsubscribeReceive.params.parse(params).subscription)
      return undefined
    }
    const handler = HANDLERS.get(method)
    if (handler === undefined) throw new UnknownMethod()
    if (this.#desk.isOver) throw new CommandFailure('notSignedIn')
    return handler.run(this.#desk, params, this.#visitor)
  }

  async #errorOf(error: unknown): Promise<RpcError> {
    if (error instanceof UnknownMethod) return METHOD_NOT_FOUND
    if (error instanceof Misshapen) return INVALID_PARAMS
    return error instanceof CommandFailure ? this.#failed(error) : INTERNAL_ERROR
  }

  async #failed(failure: CommandFailure): Promise<RpcError> {
    const data = await this.#line.describe(failure)
    return { code: COMMAND_FAILED, message: data.text, data }
  }

  #subscribe(): { readonly subscription: number } {
    this.#lastSubscription += 1
    const subscription = this.#lastSubscription
    this.#subscriptions.add(subscription)
    void this.#push(subscription).catch(() => this.#subscriptions.delete(subscription))
    return { subscription }
  }

  async #push(subscription: number): Promise<void> {
    while (this.#subscriptions.has(subscription) && !this.#visitor.hasGone && !this.#desk.isOver) {
      await this.#pushSome(subscription)
    }
  }

  /**
   * Each message is acknowledged when the other side's buffer has it. A function of its own: what waits for the next
   * message holds nothing of the last one.
   */
  async #pushSome(subscription: number): Promise<void> {
    const handed = await this.#messenger.call(receive, { timeoutMs: SUBSCRIPTION_WAIT_MS })
    for (const { message, ticket } of handed) {
      await writeText(this.#line.output, formatJsonLine(notificationOf(receive.name, { subscription, message })))
      await this.#messenger.call(acknowledge, { tickets: [ticket] })
    }
  }

  #write(message: unknown): Promise<void> {
    return writeText(this.#line.output, formatJsonLine(message)).catch(() => void this.#line.input.destroy())
  }
}

class UnknownMethod extends Error {
  override readonly name = 'UnknownMethod'
}
