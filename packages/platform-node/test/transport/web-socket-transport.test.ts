import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { createWebSocketTransport } from '../../src/transport/web-socket-transport.ts'

type Told = { readonly kind: 'open' | 'lost' } | { readonly kind: 'frame'; readonly frame: Uint8Array }

/** What a connection tells, to be waited for one after the other. */
function createEars() {
  const told: Told[] = []
  let heard = Promise.withResolvers<void>()
  const tell = (one: Told): void => {
    told.push(one)
    heard.resolve()
    heard = Promise.withResolvers()
  }
  return {
    told,
    events: {
      onOpen: () => tell({ kind: 'open' }),
      onFrame: (frame: Uint8Array) => tell({ kind: 'frame', frame }),
      onLost: () => tell({ kind: 'lost' }),
    },
    async next(): Promise<Told | undefined> {
      while (told.length === 0) await heard.promise
      return told.shift()
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function listen(context: { after(run: () => void): void }, onSocket: (socket: WebSocket, path: string) => void) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server.on('connection', (socket, request) => onSocket(socket, request.url ?? ''))
  await new Promise((resolve) => server.once('listening', resolve))
  context.after(() => {
    for (const socket of server.clients) socket.terminate()
    server.close()
  })
  const port = portOf(server.address())
  return `http://127.0.0.1:${port}`
}

test('frames go both ways, and the end is told once', async (context) => {
  const paths: string[] = []
  const url = await listen(context, (socket, path) => {
    paths.push(path)
    socket.on('message', (data: Buffer) => (data.length === 0 ? socket.close() : socket.send(data)))
  })
  const ears = createEars()
  const connection = createWebSocketTransport().connect(url, ears.events)
  assert.deepEqual(ears.told, [])
  assert.deepEqual(await ears.next(), { kind: 'open' })
  assert.deepEqual(paths, ['/v1/socket'])
  const large = new Uint8Array(3_000_000).fill(5)
  connection.send(large)
  assert.deepEqual(await ears.next(), { kind: 'frame', frame: large })
  connection.send(new Uint8Array())
  assert.deepEqual(await ears.next(), { kind: 'lost' })
  connection.send(Uint8Array.of(1))
  connection.close()
  assert.deepEqual(ears.told, [])
})

test('whoever closes hears nothing more, and what was sent before still arrives', async (context) => {
  const arrived = Promise.withResolvers<number>()
  const url = await listen(context, (socket) => socket.on('message', (data: Buffer) => arrived.resolve(data.length)))
  const ears = createEars()
  const connection = createWebSocketTransport().connect(url, ears.events)
  await ears.next()
  connection.send(new Uint8Array(100_000))
  connection.close()
  assert.equal(await arrived.promise, 100_000)
  assert.deepEqual(ears.told, [])
})

test('nobody there, no address, and a text in place of bytes are all lost connections', async (context) => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const port = portOf(server.address())
  await new Promise((resolve) => server.close(resolve))
  for (const url of [`http://127.0.0.1:${port}`, 'not an address']) {
    const ears = createEars()
    createWebSocketTransport().connect(url, ears.events)
    assert.deepEqual(ears.told, [], 'nothing is told before connect returns')
    assert.deepEqual(await ears.next(), { kind: 'lost' })
  }
  const url = await listen(context, (socket) => socket.send('hello'))
  const ears = createEars()
  createWebSocketTransport().connect(url, ears.events)
  assert.deepEqual(await ears.next(), { kind: 'open' })
  assert.deepEqual(await ears.next(), { kind: 'lost' })
})

test('a connection that was given up before it could be made tells nothing', async (context) => {
  const url = await listen(context, () => undefined)
  const ears = createEars()
  createWebSocketTransport().connect(url, ears.events).close()
  createWebSocketTransport().connect('not an address', ears.events).close()
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual(ears.told, [])
})
