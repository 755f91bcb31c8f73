/**
 * A member who means harm: a real client in a process of its own, on a profile that the terminal client made, which does
 * what no client would. Orders come in on standard input, and what came of each goes out.
 */
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@rushlight/core'
import { lieAboutHead, submitGarbledCommit, submitUnauthorisedCommit } from '@rushlight/core/testing'
import { createFetchHttp, createOpaqueLogin, createTimerClock } from '@rushlight/platform-common'
import {
  createNodeCrypto,
  createNodeFileStage,
  createNodeLog,
  createWebSocketTransport,
  unlockProfile,
} from '@rushlight/platform-node'
import { roomId } from '@rushlight/protocol'
import type { Crypto, RoomId } from '@rushlight/protocol'
import { isRecord } from 'rushlight/testing'

const FLOODED = 700
const BROUGHT = 2
const CONNECTED_POLL_MS = 50
/** What seals the secrets of a path for others; what else is as long as this goes wrong, too, and nobody misses it. */
const PATH_SECRET_BYTES = 32

/** What was brought so far: nothing of it counts, and all of it is spoken over. */
const over: Uint8Array[] = []
const half = halfUnreadable(createNodeCrypto())
const client = await openClient(half.crypto)
client.start()
createInterface(process.stdin).on('line', (line) => void obey(JSON.parse(line)))
process.stdin.on('end', () => process.exit(0))

async function openClient(crypto: Crypto): Promise<Client> {
  const [directory = '', password = ''] = [process.argv[2], process.env['RUSHLIGHT_PASSWORD']]
  const unlocked = await unlockProfile({ directory, password })
  if (unlocked.kind !== 'unlocked') throw new Error(`the profile is ${unlocked.kind}`)
  return Client.open({
    store: await unlocked.profile.openStore(),
    clock: createTimerClock(),
    crypto,
    transport: createWebSocketTransport(),
    passwords: createOpaqueLogin(),
    log: createNodeLog({}),
    files: { stage: createNodeFileStage(directory), http: createFetchHttp(), fetchesPictures: false },
    software: 'mallory',
  })
}

/** A commit made by it is right for every other one of those who get a secret of its path sealed to them, and for no more. */
function halfUnreadable(crypto: Crypto): { readonly crypto: Crypto; isOn: boolean } {
  let count = 0
  const state = {
    isOn: false,
    crypto: {
      ...crypto,
      async sealAesGcm(key, nonce, message) {
        const sealed = await crypto.sealAesGcm(key, nonce, message)
        if (!state.isOn || message.data.length !== PATH_SECRET_BYTES) return sealed
        count += 1
        return count % 2 === 0 ? sealed : crypto.randomBytes(sealed.length)
      },
    } satisfies Crypto,
  }
  return state
}

async function obey(order: unknown): Promise<void> {
  if (!isRecord(order)) return
  const room = roomId.parse(String(order['room']))
  let outcome: unknown
  try {
    await isConnected()
    outcome = await carryOut(String(order['do']), room)
  } catch (error) {
    outcome = { failed: error instanceof Error ? error.message : 'unknown' }
  }
  process.stdout.write(`${JSON.stringify({ id: order['id'], outcome: outcome ?? 'done' })}\n`)
}

async function isConnected(): Promise<void> {
  while (!client.connection().isCaughtUp) await sleep(CONNECTED_POLL_MS)
}

async function carryOut(what: string, room: RoomId | undefined): Promise<unknown> {
  if (room === undefined) throw new Error('no room')
  switch (what) {
    case 'garble':
      return repeat(room, submitGarbledCommit)
    case 'seize':
      return repeat(room, submitUnauthorisedCommit)
    case 'lie':
      return lieAboutHead(client, room)
    case 'split':
      return split(room)
    case 'flood':
      return flood(room)
    default:
      throw new Error('no such order')
  }
}

/** Each over the one before; answers what the hub said. */
async function repeat(room: RoomId, submit: typeof submitGarbledCommit): Promise<readonly string[]> {
  const answers: string[] = []
  for (let times = 0; times < BROUGHT; times += 1) {
    const { answer, entryHash } = await submit(client, room, over)
    answers.push(answer.kind === 'answer' ? answer.value.kind : answer.kind)
    if (answer.kind === 'answer' && answer.value.kind === 'accepted') over.push(entryHash)
  }
  return answers
}

/** A commit that half of the room cannot follow. */
async function split(room: RoomId): Promise<unknown> {
  half.isOn = true
  return client.changeRoom(room, { kind: 'title', title: 'Half of it' })
}

async function flood(room: RoomId): Promise<unknown> {
  const sent = await Promise.all(Array.from({ length: FLOODED }, (_, i) => client.send(room, { text: `flood ${i}` })))
  return sent.length
}
