/** Whoever is slow, long or many: each is bounded by a limit of its own, which the tests here hold small to be quick. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { blobId, blobLayoutOf, FRAME_BYTES_MAX, span } from '@rushlight/protocol'
import { WebSocket } from 'ws'
import { CONTROL_FRAMES_MAX, FRAGMENTS_PER_FRAME_MAX, UNFINISHED_BYTES_PER_PEER_MAX } from '../../src/limits.ts'
import { WEB_BOUNDS } from '../../src/adapters/http-server.ts'
import { connectSocket, join } from '../../src/testing/index.ts'
import { openFront } from '../support/front.ts'
import type { Front, FrontOptions } from '../support/front.ts'

function withFront(name: string, options: FrontOptions, run: (front: Front) => Promise<void>): void {
  test(name, async () => {
    const front = await openFront(options)
    try {
      await run(front)
      assert.equal((await front.get('/healthz')).status, 200, 'everybody else is served')
    } finally {
      await front.close()
    }
  })
}

/** Says something by hand; answers what came back until the other side ended it. */
async function say(port: number, text: string, more?: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (part: string) => (answer += part))
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  more?.(socket)
  await once(socket, 'close')
  return answer
}

/** A byte now and then, as long as it is taken. */
function drip(socket: Socket): void {
  const dripping = setInterval(() => socket.write('a'), 20)
  socket.on('close', () => clearInterval(dripping))
}

const SLOW_HEADERS = { headerMs: 150, requestMs: span.HOUR_MS, soughtEveryMs: 50 }
const SLOW_BODIES = { headerMs: 400, requestMs: 400, soughtEveryMs: 50 }
const HELLO = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n'

test('what ships is bounded', () => {
  const { headerMs, requestMs, soughtEveryMs, headerBytes, socketsPerNetwork } = WEB_BOUNDS
  assert.ok(headerMs <= 15 * span.SECOND_MS && requestMs <= 5 * span.MINUTE_MS && soughtEveryMs <= headerMs)
  assert.ok(headerBytes <= 64 * 1024 && socketsPerNetwork <= 4096)
})

withFront('headers that come byte by byte', { bounds: SLOW_HEADERS }, async ({ port }) => {
  assert.match(await say(port, `${HELLO}X: `, drip), /^(HTTP\/1.1 408|$)/)
})

withFront('a socket that never says anything', { bounds: SLOW_HEADERS }, async ({ port }) => {
  assert.match(await say(port, ''), /^(HTTP\/1.1 408|$)/)
})

withFront('a body that comes byte by byte', { bounds: SLOW_BODIES }, async ({ port, world }) => {
  const crypto = createNodeCrypto()
  const { token, connection } = await join(crypto, await connectSocket(`http://localhost:${port}`), 'mallory')
  const session = world.provider.sessionOf(token)
  assert.ok(session)
  const blob = blobId.fromBytes(crypto.randomBytes(32))
  const bytes = blobLayoutOf(1).blobBytes
  const wanted = { blob, bytes, releaseHash: crypto.randomBytes(32), timeToLiveStep: 6 }
  assert.equal((await world.provider.blobs.create(session, wanted)).kind, 'done')
  const headers = [
    `PATCH /v1/blobs/${blob} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    'Upload-Offset: 0',
    'Content-Type: application/offset+octet-stream',
    `Content-Length: ${bytes}`,
  ]
  await say(port, `${headers.join('\r\n')}\r\n\r\n`, drip)
  const state = await world.provider.blobs.state(blob)
  assert.ok(state.kind === 'done' && state.result.offset > 0, 'what came before stays')
  connection.close()
})

withFront('an address and headers that are too long', { bounds: { headerBytes: 4096 } }, async ({ port }) => {
  const long = 'x'.repeat(4096)
  const end = 'Connection: close\r\n\r\n'
  assert.match(await say(port, `GET /${long} HTTP/1.1\r\nHost: localhost\r\n${end}`), /^HTTP\/1.1 431/)
  assert.match(await say(port, `${HELLO}X: ${long}\r\n${end}`), /^HTTP\/1.1 431/)
  assert.match(await say(port, `${HELLO}X: ${'x'.repeat(1000)}\r\n${end}`), /^HTTP\/1.1 200/)
})

withFront('an address that is none, asked for and knocked at', {}, async ({ port }) => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'
  assert.match(await say(port, `GET // HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`), /^HTTP\/1.1 4/)
  assert.match(await say(port, 'GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'), /^HTTP\/1.1 [245]/)
})

withFront('sockets by the thousand from one network', { bounds: { socketsPerNetwork: 20 } }, async ({ port }) => {
  const sockets = Array.from({ length: 30 }, () => connect(port, '127.0.0.1'))
  const ended = sockets.map((socket) =>
    once(
      socket.on('error', () => undefined),
      'close',
    ),
  )
  await Promise.all(ended.slice(20))
  assert.equal(sockets.filter(({ closed }) => closed).length, 10)
  for (const socket of sockets) socket.destroy()
  await Promise.all(ended)
})

withFront('a frame in more pieces than anybody cuts it into', {}, async ({ port }) => {
  const { socket, closed } = await openSocket(port)
  for (let sent = 0; sent <= FRAGMENTS_PER_FRAME_MAX && socket.readyState === WebSocket.OPEN; sent += 1) {
    socket.send(Buffer.from('a'), { fin: false })
  }
  assert.equal(await closed, 1008)
})

withFront('a frame in pieces that are too long together', {}, async ({ port }) => {
  const { socket, closed } = await openSocket(port)
  const piece = Buffer.alloc(FRAME_BYTES_MAX / 2 + 1)
  socket.send(piece, { fin: false })
  socket.send(piece, { fin: false })
  assert.equal(await closed, 1009)
})

withFront('long frames without an end on many connections', {}, async ({ port }) => {
  const piece = Buffer.alloc(FRAME_BYTES_MAX - 1024)
  const bearable = Math.floor(UNFINISHED_BYTES_PER_PEER_MAX / FRAME_BYTES_MAX)
  const sockets = await Promise.all(Array.from({ length: bearable + 1 }, () => openSocket(port)))
  for (const { socket } of sockets) socket.send(piece, { fin: false })
  assert.equal(await Promise.race(sockets.map(({ closed }) => closed)), 1006)
  const open = sockets.filter(({ socket }) => socket.readyState === WebSocket.OPEN)
  assert.equal(open.length, bearable, 'the one that went beyond is dropped, and no other')
  // What was taken back counts no longer.
  for (const { socket } of open) socket.send(Buffer.alloc(1))
  assert.deepEqual(new Set(await Promise.all(open.map(({ closed }) => closed))), new Set([1002]))
  const again = await openSocket(port)
  again.socket.send(piece, { fin: false })
  again.socket.ping()
  await once(again.socket, 'pong')
  again.socket.terminate()
})

withFront('a flood of pings, and of pongs that nobody asked for', {}, async ({ port, world }) => {
  for (const flood of ['ping', 'pong'] as const) {
    const { socket, closed } = await openSocket(port)
    for (let sent = 0; sent < CONTROL_FRAMES_MAX; sent += 1) socket[flood]()
    await new Promise((resolve) => socket.ping('', true, resolve))
    assert.equal(await closed, 1006)
  }
  assert.equal(world.notes.filter((note) => note === 'connectionDropped').length, 2)
})

async function openSocket(port: number): Promise<{ readonly socket: WebSocket; readonly closed: Promise<number> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`)
  const { promise: closed, resolve } = Promise.withResolvers<number>()
  socket.on('close', resolve)
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return { socket, closed }
}
