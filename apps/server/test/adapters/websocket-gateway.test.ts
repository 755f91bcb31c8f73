import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { APPLICATION_ENTRY_BYTES_MAX, FRAME_BYTES_MAX } from '@rushlight/protocol'
import { WebSocket } from 'ws'
import { UNREAD_BYTES_MAX } from '../../src/limits.ts'
import { connectSocket, goThrough, greet, join, memberOf, openRoom, post, WireClient } from '../../src/testing/index.ts'
import type { Connected } from '../../src/testing/index.ts'
import { openFront } from '../support/front.ts'
import type { Front, FrontOptions } from '../support/front.ts'

function withFront(name: string, run: (front: Front) => Promise<void>, options: FrontOptions = {}): void {
  test(name, async () => {
    const front = await openFront(options)
    try {
      await run(front)
    } finally {
      await front.close()
    }
  })
}

/** The status with which an attempt to become a socket is refused; 101 if it is not. */
async function upgradeStatus(port: number, path: string, host = 'localhost'): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const headers = {
    host,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  }
  const asking = request({ port, host: '127.0.0.1', path, headers, agent: false })
  asking.on('response', (response) => {
    response.resume()
    resolve(response.statusCode ?? 0)
  })
  asking.on('upgrade', (_response, socket) => {
    socket.destroy()
    resolve(101)
  })
  asking.end()
  return promise
}

async function closeCode(port: number, say: (socket: WebSocket) => void): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`)
  const { promise, resolve } = Promise.withResolvers<number>()
  socket.on('open', () => say(socket))
  socket.on('close', resolve)
  socket.on('error', () => undefined)
  return promise
}

describe('the socket', () => {
  withFront('carries requests, answers and pushes', async ({ port }) => {
    const crypto = createNodeCrypto()
    const url = `http://localhost:${port}`
    const alice = await join(crypto, await connectSocket(url), 'alice')
    const bob = await join(crypto, await connectSocket(url), 'bobby')
    const room = await openRoom([alice, bob])
    const entry = crypto.randomBytes(200_000)
    const receipt = await post(await goThrough(room, memberOf(room, 0), room.doorKey), { entry })
    while (bob.connection.client.pushedItems.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    assert.deepEqual(bob.connection.client.pushedItems, [{ entry, receipt }])
    alice.connection.close()
    bob.connection.close()
  })

  withFront('stands at one path, and not over an unprotected network', async ({ port }) => {
    assert.equal(await upgradeStatus(port, '/v1/socket'), 101)
    assert.equal(await upgradeStatus(port, '/v1/socket?x'), 101)
    assert.equal(await upgradeStatus(port, '/'), 404)
    assert.equal(await upgradeStatus(port, '/v1/socket', 'chat.example.org'), 403)
  })

  withFront('is closed over what is no frame, what is text, and what is too long', async ({ port }) => {
    assert.equal(await closeCode(port, (socket) => socket.send(Buffer.from('ff00', 'hex'))), 1002)
    assert.equal(await closeCode(port, (socket) => socket.send('words')), 1002)
    assert.equal(await closeCode(port, (socket) => socket.send(Buffer.alloc(FRAME_BYTES_MAX + 1))), 1009)
  })

  withFront('is dropped when its peer does not read, and others do not notice', async ({ port, world }) => {
    const crypto = createNodeCrypto()
    const url = `http://localhost:${port}`
    const alice = await join(crypto, await connectSocket(url), 'alice')
    const { socket, connected } = await connectByHand(port)
    const bob = await join(crypto, connected, 'bobby')
    const room = await openRoom([alice, bob])
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    socket.pause()
    const entry = new Uint8Array(APPLICATION_ENTRY_BYTES_MAX)
    let sent = 0
    while (world.provider.readFigures().connectionsNow > 1) {
      await post(at, { entry })
      sent += entry.length
      assert.ok(sent < UNREAD_BYTES_MAX * 3, 'it lets a peer pile up what it likes')
    }
    assert.ok(sent >= UNREAD_BYTES_MAX)
    assert.ok(world.notes.includes('connectionDropped'))
    await post(at)
    socket.terminate()
    alice.connection.close()
  })
})

type ByHand = { readonly socket: WebSocket; readonly connected: Connected }

/** A connection whose reading can be stopped. */
async function connectByHand(port: number): Promise<ByHand> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`)
  const client = new WireClient((frame) => socket.send(frame))
  socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) client.receive(new Uint8Array(data))
  })
  socket.on('error', () => undefined)
  await new Promise((opened) => socket.once('open', opened))
  return { socket, connected: { client, greeting: await greet(client), close: () => socket.close() } }
}

test('what is no HTTP at all harms nobody', async () => {
  const front = await openFront()
  const socket = connect(front.port, '127.0.0.1', () => socket.end('\u0016\u0003\u0001 not http\r\n\r\n'))
  socket.resume()
  await new Promise((resolve) => socket.on('close', resolve))
  assert.equal((await front.get('/healthz')).status, 200)
  await front.close()
})
