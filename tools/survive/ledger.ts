/**
 * The ledger: a process of its own that holds the other end of every client's output, and counts. It believes no client
 * about another: sent is what a sender's `send` printed, arrived what a device's `receive` printed.
 */
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { isRecord } from 'rushlight/testing'
import { FIRST_LINE_FD, LINES_MAX } from './ledger-words.ts'
import type { Word } from './ledger-words.ts'
import { Tally } from './tally.ts'

const tally = new Tally()
const devices = new Map<number, string>()

for (let line = 0; line < LINES_MAX; line += 1) {
  const socket = new Socket({ fd: FIRST_LINE_FD + line, readable: true, writable: false })
  socket.on('error', () => undefined)
  eachLine(socket, (message) => listen(devices.get(line) ?? '', message))
}
eachLine(process.stdin, obey)
// Nobody asks any more.
process.stdin.on('end', () => process.exit(0))

function eachLine(input: Readable, take: (message: Readonly<Record<string, unknown>>) => void): void {
  createInterface(input).on('line', (line) => {
    const message: unknown = JSON.parse(line)
    if (isRecord(message)) take(message)
  })
}

/** JSON-RPC, as `daemon --stdio` prints it: answers, and notifications of what was received. */
function listen(device: string, message: Readonly<Record<string, unknown>>): void {
  const { id, method, params, result } = message
  if (method === 'receive' && isRecord(params)) tally.noteReceived(device, params['message'], Date.now())
  if (typeof id !== 'number') return
  tally.noteSent(device, result)
  say({ kind: 'answer', device, id, answer: message })
}

function obey(order: Readonly<Record<string, unknown>>): void {
  const { kind, line, device, room, ask } = order
  if (kind === 'device' && typeof line === 'number' && typeof device === 'string') devices.set(line, device)
  if (kind === 'room' && typeof room === 'string' && Array.isArray(order['devices'])) {
    tally.setRoom(room, order['devices'].map(String))
  }
  if (kind === 'count' && typeof ask === 'number') say({ kind: 'count', ask, count: tally.count() })
}

function say(word: Word): void {
  process.stdout.write(`${JSON.stringify(word)}\n`)
}
