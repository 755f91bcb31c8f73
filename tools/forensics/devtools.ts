/** Heap snapshots over the DevTools protocol: of pages and, through them, of the workers that they have started. */
import type { Evidence } from './scan.ts'

export async function heapsOfTabs(address: string, kinds: ReadonlySet<string> = HEAPED): Promise<readonly Evidence[]> {
  const tools = await DevTools.connect(address)
  try {
    await tools.watchTargets(undefined)
    const heaps: Evidence[] = []
    // The list grows while it is gone through: a page brings its workers.
    for (const target of tools.targets) {
      if (!kinds.has(target.kind)) continue
      if (target.kind === 'page' && kinds.size > 1) await tools.watchTargets(target.session)
      heaps.push({ place: `heap of ${target.kind}`, bytes: await tools.takeHeap(target.session) })
    }
    return heaps
  } finally {
    tools.close()
  }
}

const HEAPED: ReadonlySet<string> = new Set(['page', 'worker', 'service_worker', 'shared_worker'])

type Target = { readonly kind: string; readonly session: string }
type Message = Readonly<Record<string, unknown>>

class DevTools {
  readonly targets: Target[] = []
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #chunks = new Map<string, string[]>()
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data))))
  }

  static connect(address: string): Promise<DevTools> {
    const socket = new WebSocket(address)
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(new DevTools(socket)))
      socket.addEventListener('error', () => reject(new Error('the browser cannot be talked to')))
    })
  }

  /** Those that are there are attached to before this resolves. */
  async watchTargets(session: string | undefined): Promise<void> {
    await this.#call(
      'Target.setAutoAttach',
      { autoAttach: true, waitForDebuggerOnStart: false, flatten: true },
      session,
    )
  }

  async takeHeap(session: string): Promise<Buffer> {
    this.#chunks.set(session, [])
    await this.#call('HeapProfiler.enable', {}, session)
    await this.#call('HeapProfiler.collectGarbage', {}, session)
    await this.#call('HeapProfiler.takeHeapSnapshot', { reportProgress: false }, session)
    return Buffer.from((this.#chunks.get(session) ?? []).join(''))
  }

  close(): void {
    this.#socket.close()
  }

  #call(method: string, params: Message, session: string | undefined): Promise<unknown> {
    this.#last += 1
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(this.#last, answer)
    this.#socket.send(
      JSON.stringify({ id: this.#last, method, params, ...(session === undefined ? {} : { sessionId: session }) }),
    )
    return answer.promise
  }

  #take(message: unknown): void {
    if (!isMessage(message)) return
    const { id, method, params, sessionId, error } = message
    if (typeof id === 'number') {
      if (error === undefined) this.#waiting.get(id)?.resolve(message['result'])
      else this.#waiting.get(id)?.reject(new Error('the browser refused'))
      this.#waiting.delete(id)
    }
    if (!isMessage(params)) return
    if (method === 'HeapProfiler.addHeapSnapshotChunk')
      this.#chunks.get(String(sessionId))?.push(String(params['chunk']))
    if (method === 'Target.attachedToTarget' && isMessage(params['targetInfo'])) {
      this.targets.push({ kind: String(params['targetInfo']['type']), session: String(params['sessionId']) })
    }
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null
}
