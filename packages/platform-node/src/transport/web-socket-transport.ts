import type { Connection, ConnectionEvents, Transport } from '@rushlight/core'
import { FRAME_BYTES_MAX, PING_EVERY_MS, span } from '@rushlight/protocol'
import { WebSocket } from 'ws'
import type { RawData } from 'ws'

/** The way to a provider in Node: one WebSocket, one binary message for each frame. */
export function createWebSocketTransport(): Transport {
  return {
    noticesSilence: true,
    connect(url, events) {
      const socket = openSocket(url)
      return socket === undefined ? failedConnection(events) : followSocket(socket, events)
    },
  }
}

const SOCKET_PATH = '/v1/socket'
/** More than this unsent means that nobody reads at the other end. */
const UNSENT_BYTES_MAX: number = 16 * 1024 * 1024
const HANDSHAKE_MS_MAX: number = 10 * span.SECOND_MS
/** The provider pings; without one for so long the line is dead, though nobody has said so. */
const SILENCE_MS_MAX: number = 2.5 * PING_EVERY_MS
/** How long what was sent last may take to leave. */
const GOODBYE_MS_MAX: number = 2 * span.SECOND_MS

function openSocket(url: string): WebSocket | undefined {
  try {
    const address = new URL(SOCKET_PATH, url)
    address.protocol = address.protocol === 'http:' ? 'ws:' : 'wss:'
    return new WebSocket(address, {
      // What is inside is noise, and its length must tell nothing.
      perMessageDeflate: false,
      maxPayload: FRAME_BYTES_MAX,
      handshakeTimeout: HANDSHAKE_MS_MAX,
    })
  } catch {
    return undefined
  }
}

/** Nothing may be told before `connect` has returned. */
function failedConnection(events: ConnectionEvents): Connection {
  let isClosed = false
  queueMicrotask(() => {
    if (!isClosed) events.onLost()
  })
  return {
    send: () => undefined,
    close() {
      isClosed = true
    },
  }
}

function followSocket(socket: WebSocket, events: ConnectionEvents): Connection {
  let isOver = false
  const silence = setTimeout(() => lose(), SILENCE_MS_MAX).unref()

  function end(): void {
    isOver = true
    clearTimeout(silence)
    if (socket.readyState !== WebSocket.OPEN) return socket.terminate()
    socket.close()
    setTimeout(() => socket.terminate(), GOODBYE_MS_MAX).unref()
  }

  function lose(): void {
    if (isOver) return
    isOver = true
    clearTimeout(silence)
    socket.terminate()
    events.onLost()
  }

  socket.on('open', () => {
    if (!isOver) events.onOpen()
  })
  // What went wrong is told by `close`, which follows.
  socket.on('error', () => undefined)
  socket.on('close', () => lose())
  socket.on('ping', () => void silence.refresh())
  socket.on('message', (data, isBinary) => {
    if (isOver) return
    silence.refresh()
    const frame = isBinary ? bytesOf(data) : undefined
    if (frame === undefined) lose()
    else events.onFrame(frame)
  })
  return {
    send(frame) {
      if (isOver || socket.readyState !== WebSocket.OPEN) return
      if (socket.bufferedAmount + frame.length > UNSENT_BYTES_MAX) lose()
      else socket.send(frame)
    },
    close: end,
  }
}

/** `ws` hands over one buffer unless it is told otherwise. */
function bytesOf(data: RawData): Uint8Array | undefined {
  return Buffer.isBuffer(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined
}
