import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import {
  bootId,
  encodeFrame,
  hello,
  incarnation,
  keyOf,
  parseFrame,
  parseProviderName,
  REQUEST_TIMEOUT_MS,
  span,
  WIRE_FORMAT,
} from '@rushlight/protocol'
import type { Frame, HelloResult } from '@rushlight/protocol'
import { createAlarms } from '../../src/engine/alarms.ts'
import { Link } from '../../src/link/link.ts'
import type { ConnectionEvents } from '../../src/ports/transport.ts'

/** A provider behind a line that may die without a word, and a client's link to it, in virtual time. */
class Line {
  #now = 1_764_000_000_000
  #alarm: { readonly at: number; readonly ring: () => void } | undefined
  readonly said: Frame[] = []
  isDead = false
  losses = 0
  connections = 0
  readonly link: Link

  constructor(noticesSilence: boolean) {
    const clock = {
      now: () => this.#now,
      setAlarm: (at: number, ring: () => void) => void (this.#alarm = { at, ring }),
      clearAlarm: () => void (this.#alarm = undefined),
      watchJumps: () => undefined,
    }
    const ports = {
      transport: {
        noticesSilence,
        connect: (_: string, events: ConnectionEvents) => this.#connect(events),
      },
      clock,
      alarms: createAlarms(clock),
      crypto: createNodeCrypto(),
      log: { note: () => undefined },
      software: 'test',
    }
    this.link = new Link('https://chat.example.org', ports, {
      onOpen: () => undefined,
      onPush: () => undefined,
      onUnknown: () => undefined,
      onLost: () => void (this.losses += 1),
    })
  }

  #connect(events: ConnectionEvents) {
    this.connections += 1
    queueMicrotask(() => events.onOpen())
    return {
      send: (bytes: Uint8Array) => {
        const frame = parseFrame(bytes)
        assert.ok(frame?.kind === 'request')
        this.said.push(frame)
        const result = hello.result.toCbor(greeting(this.#now))
        if (!this.isDead) queueMicrotask(() => events.onFrame(encodeFrame({ kind: 'answer', id: frame.id, result })))
      },
      close: () => undefined,
    }
  }

  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      const alarm = this.#alarm
      if (alarm === undefined || alarm.at > end) break
      this.#alarm = undefined
      this.#now = Math.max(this.#now, Math.ceil(alarm.at))
      alarm.ring()
    }
    this.#now = end
  }
}

function greeting(now: number): HelloResult {
  const name = parseProviderName('chat.example.org')
  assert.ok(name)
  return {
    format: WIRE_FORMAT,
    features: [],
    software: 'test',
    provider: {
      name,
      key: keyOf(new Uint8Array(32)),
      sealingKey: keyOf(new Uint8Array(32)),
      urls: ['https://chat.example.org'],
    },
    incarnation: incarnation.fromBytes(new Uint8Array(16)),
    boot: bootId.fromBytes(new Uint8Array(16)),
    now,
    challenge: new Uint8Array(32),
    registration: 'open',
    fileBytesMax: 1,
  }
}

test('a line that died without a word is noticed by asking, and made anew (LK5)', async () => {
  const line = new Line(false)
  line.link.start()
  await line.pass(10 * span.MINUTE_MS)
  assert.equal(line.losses, 0)
  assert.ok(line.said.length >= 8 && line.said.length <= 12, 'once in about a minute somebody is asked')
  line.isDead = true
  await line.pass(span.MINUTE_MS + 5 * span.SECOND_MS + REQUEST_TIMEOUT_MS)
  assert.ok(line.losses >= 1)
  line.isDead = false
  await line.pass(2 * span.MINUTE_MS)
  assert.equal(line.link.state, 'open')
  line.link.stop()
  const before = line.said.length
  await line.pass(10 * span.MINUTE_MS)
  assert.equal(line.said.length, before, 'who has stopped asks nobody (LK4)')
})

test('where the transport notices it itself, nobody is asked', async () => {
  const line = new Line(true)
  line.link.start()
  await line.pass(10 * span.MINUTE_MS)
  assert.deepEqual([line.said.length, line.connections], [1, 1])
})
