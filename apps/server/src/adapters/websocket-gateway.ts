import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { FRAME_BYTES_MAX, PING_EVERY_MS } from '@rushlight/protocol'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import {
  CHUNKS_PER_FRAME_MAX,
  CONTROL_FRAMES_MAX,
  FRAGMENTS_PER_FRAME_MAX,
  UNFINISHED_BYTES_PER_PEER_MAX,
  UNREAD_BYTES_MAX,
} from '../limits.ts'
import type { CloseReason } from '../ports/link.ts'
import type { Log } from '../ports/log.ts'
import type { Provider } from '../provider.ts'
import { UnfinishedFrames } from './unfinished-frames.ts'

export type GatewayParts = {
  readonly provider: Provider
  readonly log: Log
  readonly peerOf: (request: IncomingMessage) => string
  /** May this request become a socket at all? */
  readonly isAllowed: (request: IncomingMessage) => boolean
}

export interface WebSocketGateway {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends what is still connected. */
  close(): void
}

const SOCKET_PATH = '/v1/socket'

/** RFC 6455 §7.4.1. */
const CLOSE_CODES: Readonly<Record<CloseReason, number>> = { malformed: 1002, tooMuch: 1013, closing: 1001 }

/** WebSockets: one binary message is one frame. No compression: what is inside is noise, and its length must tell nothing. */
export function createWebSocketGateway({ provider, log, peerOf, isAllowed }: GatewayParts): WebSocketGateway {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: FRAME_BYTES_MAX,
    maxFragments: FRAGMENTS_PER_FRAME_MAX,
    maxBufferedChunks: CHUNKS_PER_FRAME_MAX,
    autoPong: false,
  })
  const sockets = new Set<LiveSocket>()
  const unfinished = new UnfinishedFrames(UNFINISHED_BYTES_PER_PEER_MAX)
  const pinging = setInterval(() => {
    for (const socket of sockets) socket.ping()
  }, PING_EVERY_MS).unref()

  function begin(webSocket: WebSocket, request: IncomingMessage): void {
    const socket = new LiveSocket(webSocket, log)
    const peer = peerOf(request)
    unfinished.watch(webSocket, { peer, bytes: request.socket, drop: () => socket.drop() })
    sockets.add(socket)
    webSocket.on('close', () => sockets.delete(socket))
    const connection = provider.connect({
      peer,
      send: (frame) => socket.send(frame),
      close: (reason) => webSocket.close(CLOSE_CODES[reason]),
    })
    if (connection === undefined) return
    webSocket.on('message', (data, isBinary) => {
      const frame = isBinary ? bytesOf(data) : undefined
      if (frame === undefined) webSocket.close(CLOSE_CODES.malformed)
      else connection.receive(frame)
    })
    webSocket.on('close', () => connection.closed())
  }

  return {
    upgrade(request, socket, head) {
      const pathname = URL.parse(request.url ?? '/', 'http://localhost')?.pathname
      if (pathname !== SOCKET_PATH || !isAllowed(request)) return refuse(socket, pathname === SOCKET_PATH ? 403 : 404)
      server.handleUpgrade(request, socket, head, begin)
    },
    close() {
      clearInterval(pinging)
      for (const socket of sockets) socket.end()
      server.close()
    },
  }
}

/** A socket that is dropped when its peer does not read or does not answer. */
class LiveSocket {
  readonly #socket: WebSocket
  readonly #log: Log
  #isAlive = true
  #controlFrames = 0

  constructor(socket: WebSocket, log: Log) {
    this.#socket = socket
    this.#log = log
    socket.on('pong', () => {
      this.#isAlive = true
      this.#countControl()
    })
    socket.on('ping', (data) => {
      if (this.#countControl()) socket.pong(data)
    })
    // What went wrong is told by `close`, which follows.
    socket.on('error', () => undefined)
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount + frame.length > UNREAD_BYTES_MAX) return this.drop()
    this.#socket.send(frame)
  }

  ping(): void {
    if (!this.#isAlive) return this.drop()
    this.#isAlive = false
    this.#controlFrames = 0
    this.#socket.ping()
  }

  end(): void {
    this.#socket.terminate()
  }

  /** Each ping makes an answer, which lies here as long as its peer does not read. */
  #countControl(): boolean {
    this.#controlFrames += 1
    const isBearable = this.#controlFrames <= CONTROL_FRAMES_MAX
    if (!isBearable) this.drop()
    return isBearable
  }

  drop(): void {
    this.#log.note('connectionDropped')
    this.#socket.terminate()
  }
}

/** `ws` hands over one buffer unless it is told otherwise. */
function bytesOf(data: RawData): Uint8Array | undefined {
  return Buffer.isBuffer(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}

function refuse(socket: Duplex, status: 403 | 404): void {
  socket.end(`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Not Found'}\r\nConnection: close\r\n\r\n`)
}
