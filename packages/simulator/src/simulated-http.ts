import type { Http, HttpAnswer, HttpRequest } from '@rushlight/core'
import type { FaultKind } from './faults.ts'
import type { NetworkPorts } from './network-ports.ts'
import type { Way } from './network.ts'

/** What a provider's host does with a request; `undefined`: it is down, or goes down over it. */
export type Answering = (request: Request, peer: string) => Promise<Response | undefined>

type Asking = Pick<Way, 'isUp'> & {
  /** As what a request or an answer that is lost counts. */
  readonly lostAs: FaultKind
}

type Travel = Asking & { readonly from: string; readonly to: string; readonly way: 'up' | 'down' }

/** Somebody notices after so long that no answer comes. */
const NOTICED_AFTER_MS = 3000

/** Single requests beside the connections: each may be lost on its way, or its answer may. */
export class HttpNetwork {
  readonly #ports: NetworkPorts
  readonly #hosts = new Map<string, Answering>()

  constructor(ports: NetworkPorts) {
    this.#ports = ports
  }

  serve(origin: string, answering: Answering): void {
    this.#hosts.set(origin, answering)
  }

  portOf(device: string, asking: Asking): Http {
    return {
      send: (request) => {
        const answer = Promise.withResolvers<HttpAnswer | undefined>()
        if (request.body !== undefined) this.#ports.watch(request.body)
        const to = new URL(request.url).host
        const come = (way: 'up' | 'down', run: () => void): void =>
          this.#travel({ ...asking, from: device, to, way }, run, answer.resolve)
        come('up', () => {
          void this.#ask(request, device).then((came) => come('down', () => answer.resolve(came)))
        })
        return { answer: answer.promise, cancel: () => answer.resolve(undefined) }
      },
    }
  }

  #travel({ from, to, way, isUp, lostAs }: Travel, arrive: () => void, give: (nothing: undefined) => void): void {
    const { scheduler, random, climate, faults, trace, isCut } = this.#ports
    trace.note(`${scheduler.now()} ${from} http ${way}`)
    const isLost = random.chance(climate().loseConnection + climate().dropFrame)
    if (isLost) faults[lostAs] += 1
    if (isLost || !isUp() || isCut({ from, to })) {
      scheduler.at(scheduler.now() + NOTICED_AFTER_MS, () => give(undefined))
      return
    }
    scheduler.at(scheduler.now() + 1 + Math.floor(random.fraction() * climate().latencyMs), arrive)
  }

  async #ask({ method, url, headers, body }: HttpRequest, device: string): Promise<HttpAnswer | undefined> {
    const { scheduler, trace } = this.#ports
    const { origin } = new URL(url)
    const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body: new Uint8Array(body) }) })
    const response = await this.#hosts.get(origin)?.(request, device)
    if (response === undefined) return undefined
    const answered = await response.bytes().catch(() => undefined)
    // It broke off in the middle.
    if (answered === undefined) return undefined
    trace.note(`${scheduler.now()} ${device} http ${method} ${response.status}`, answered)
    return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body: answered }
  }
}
