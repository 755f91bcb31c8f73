import assert from 'node:assert/strict'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { createPeerOf } from '../../src/adapters/peer-of.ts'

function request(address: string, forwarded?: string): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  const message = new IncomingMessage(socket)
  if (forwarded !== undefined) message.headers['x-forwarded-for'] = forwarded
  return message
}

test('the same address is the same peer, another is another, and neither can be read from it', () => {
  const peerOf = createPeerOf(false)
  assert.equal(peerOf(request('192.0.2.1')), peerOf(request('192.0.2.1')))
  assert.notEqual(peerOf(request('192.0.2.1')), peerOf(request('192.0.2.2')))
  assert.equal(peerOf(request('::ffff:192.0.2.1')), peerOf(request('192.0.2.1')))
  assert.notEqual(createPeerOf(false)(request('192.0.2.1')), peerOf(request('192.0.2.1')), 'after a restart')
})

test('whoever has a whole network of addresses is one peer', () => {
  const peerOf = createPeerOf(false)
  assert.equal(peerOf(request('2001:db8:1:2::5')), peerOf(request('2001:db8:1:2:ffff::9')))
  assert.equal(peerOf(request('2001:db8::1')), peerOf(request('2001:db8:0:0:1::')))
  assert.notEqual(peerOf(request('2001:db8:1:2::5')), peerOf(request('2001:db8:1:3::5')))
})

test('what a client claims of itself counts only behind a proxy of ours, and then only what that has seen', () => {
  const alone = createPeerOf(false)
  assert.equal(alone(request('192.0.2.1', '198.51.100.7')), alone(request('192.0.2.1')))
  const behind = createPeerOf(true)
  assert.equal(behind(request('127.0.0.1', 'lies, 198.51.100.7')), behind(request('127.0.0.1', '198.51.100.7')))
  assert.notEqual(behind(request('127.0.0.1', '198.51.100.8')), behind(request('127.0.0.1', '198.51.100.7')))
  assert.equal(behind(request('192.0.2.1')), behind(request('192.0.2.1', '')))
})
