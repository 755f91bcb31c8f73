import type { Connection, ConnectionEvents, Transport } from '@rushlight/core'

/**
 * The way to a provider in a browser: one WebSocket, one binary message for each frame. Works in pages and workers.
 */
export function createWebSocketTransport(): Transport {
  return {
    // Pings are not shown to a page.
    noticesSilence: false,
    connect(url, events) {
      const socket = openSocket(url)
      if (socket === undefined) return failedConnection(events)
      return followSocket(socket, events)
    },
  }
}

const SOCKET_PATH = '/v1/socket'
/** More than this unsent means that nobody reads at the other end. */
const UNSENT_BYTES_MAX: number = 16 * 1024 * 1024

function openSocket(url: string): WebSocket | undefined {
  try {
    const address = new URL(SOCKET_PATH, url)
    address.protocol = address.protocol === 'http:' ? 'ws:' : 'wss:'
    const socket = new WebSocket(address)
    socket.binaryType = 'arraybuffer'
    return socket
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
  const ending = new AbortController()
  const { signal } = ending

  function end(): void {
    ending.abort()
    socket.close()
  }

  function lose(): void {
    if (signal.aborted) return
    end()
    events.onLost()
  }

  socket.addEventListener('open', () => events.onOpen(), { signal })
  socket.addEventListener('close', lose, { signal })
  socket.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) events.onFrame(new Uint8Array(data))
      else lose()
    },
    { signal },
  )
  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return
      if (socket.bufferedAmount + frame.length > UNSENT_BYTES_MAX) return lose()
      socket.send(new Uint8Array(frame))
    },
    close: end,
  }
}
