import type { WebSocket } from 'ws'

/** What `ws` puts around a ping or pong of a client: two bytes, and the mask. */
const CONTROL_HEADER_BYTES = 6

/**
 * What has come of frames whose end has not: it lies in memory, and whoever sends slowly says how long. Counted for each
 * peer over all of its connections.
 */
export class UnfinishedFrames {
  readonly #bytesOf = new Map<string, number>()
  readonly #bytesMax: number

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** To be called before anything is read. `drop` ends the connection that went beyond the limit. */
  watch(webSocket: WebSocket, { peer, bytes, drop }: Watched): void {
    let own = 0
    let isDropped = false
    const change = (wanted: number): void => {
      const to = isDropped ? 0 : wanted
      const all = (this.#bytesOf.get(peer) ?? 0) - own + to
      own = to
      if (all === 0) this.#bytesOf.delete(peer)
      else this.#bytesOf.set(peer, all)
      if (all <= this.#bytesMax) return
      isDropped = true
      drop()
      // It has ended for us: the others of the same peer have room again.
      change(0)
    }
    const takeControl = (data: Buffer): void => change(Math.max(0, own - data.length - CONTROL_HEADER_BYTES))
    // Before the reader, which has told of the message when it has seen its last byte.
    bytes.prependListener('data', (chunk: Uint8Array) => change(own + chunk.length))
    webSocket.on('message', () => change(0))
    webSocket.on('ping', takeControl)
    webSocket.on('pong', takeControl)
    webSocket.on('close', () => change(0))
  }
}

type Watched = {
  readonly peer: string
  readonly bytes: NodeJS.ReadableStream
  readonly drop: () => void
}
