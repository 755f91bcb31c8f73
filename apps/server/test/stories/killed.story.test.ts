import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { followsHead, headAfter, pullLog, REQUESTS_IN_FLIGHT_MAX, startOf, verifyReceipt } from '@rushlight/protocol'
import type { LogItem, Receipt } from '@rushlight/protocol'
import {
  attach,
  connectSocket,
  goThrough,
  join as joinAs,
  memberOf,
  newKey,
  openRoom,
  submit,
  takeSeat,
  commitOf,
} from '../../src/testing/index.ts'
import type { AtDoor, Member, Posting, Room } from '../../src/testing/index.ts'
import { inFolder, serveProcess } from '../support/serve-process.ts'

const crypto = createNodeCrypto()
const ROUNDS = process.env['RUSHLIGHT_LONG'] === undefined ? 6 : 12
const ENTRIES_PER_ROUND = 30

type Tried = { readonly posting: Posting; receipt: Receipt | undefined }

/** The member as it comes back, over a new connection. */
async function comeBack(url: string, { person, ...member }: Member): Promise<Member> {
  return { ...member, person: { ...person, connection: await connectSocket(url) } }
}

/** Posts what has no receipt yet, until the connection ends; each receipt is kept as soon as it comes. */
function postAll(at: AtDoor, tried: readonly Tried[]): void {
  const owed = tried.filter(({ receipt }) => receipt === undefined).slice(0, REQUESTS_IN_FLIGHT_MAX)
  for (const one of owed) void post(at, one)
}

async function post(at: AtDoor, tried: Tried): Promise<void> {
  const result = await submit(at, tried.posting)
  assert.ok(result.kind === 'accepted', result.kind)
  tried.receipt = result.receipt
}

async function pullAll(room: Room, { person, reader }: Member): Promise<readonly LogItem[]> {
  const items: LogItem[] = []
  for (;;) {
    const params = { log: room.log, reader, after: items.length }
    const part = await person.connection.client.call(pullLog, params)
    items.push(...part.items)
    if (items.length >= part.head) return items
  }
}

test(`killed ${ROUNDS} times while it takes entries: every receipt stands, and no place was given twice`, async () => {
  await inFolder(async (folder) => {
    let server = await serveProcess(folder, '--listen', 'localhost:0')
    const port = ['--listen', `localhost:${server.port}`]
    const alice = await joinAs(crypto, await connectSocket(server.url), 'alice')
    const bob = await joinAs(crypto, await connectSocket(server.url), 'bobby')
    const room = await openRoom([alice, bob])
    const tried: Tried[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let i = 0; i < ENTRIES_PER_ROUND; i += 1) {
        const entry = crypto.randomBytes(100 + i)
        tried.push({ posting: { idempotencyKey: newKey(crypto), entry }, receipt: undefined })
      }
      const at = await goThrough(room, await comeBack(server.url, memberOf(room, 0)), room.doorKey)
      postAll(at, tried)
      await new Promise((resolve) => setTimeout(resolve, crypto.randomBytes(1)[0]))
      await server.kill('SIGKILL')
      server = await serveProcess(folder, ...port)
    }
    const reader = await comeBack(server.url, memberOf(room, 1))
    const items = await pullAll(room, reader)
    const { key } = reader.person.connection.greeting.provider
    let head = startOf(room.log)
    for (const { receipt } of items) {
      assert.ok(await verifyReceipt(crypto, key, receipt))
      assert.ok(followsHead(receipt, head, 0), `place ${receipt.body.seq}`)
      head = headAfter(crypto, receipt.body)
    }
    const known = tried.flatMap(({ posting, receipt }) => (receipt === undefined ? [] : [{ posting, receipt }]))
    assert.ok(known.length > ROUNDS, `${known.length} receipts were given`)
    for (const { posting, receipt } of known) {
      const item = items[receipt.body.seq - 1]
      assert.deepEqual(item?.receipt, receipt)
      assert.deepEqual(item?.entry, posting.entry)
    }
    const entries = new Set(items.map(({ entry }) => Buffer.from(entry ?? []).toString('hex')))
    assert.equal(entries.size, items.length, 'an entry submitted again has one place')
    await server.kill('SIGTERM')
  })
})

test('neither data nor log holds a secret of a room, nor the log anything of anybody', async () => {
  await inFolder(async (folder) => {
    const server = await serveProcess(folder, '--listen', 'localhost:0')
    const alice = await joinAs(crypto, await connectSocket(server.url), 'alice')
    const bob = await joinAs(crypto, await connectSocket(server.url), 'bobby')
    const carol = await joinAs(crypto, await connectSocket(server.url), 'carol')
    const room = await openRoom([alice, bob])
    const seat = await takeSeat(carol)
    bob.connection.close()
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    const part = commitOf(crypto, { added: [seat] })
    for (const posting of [{}, { commit: part }]) assert.equal((await submit(at, posting)).kind, 'accepted')
    const below = await goThrough(room, seat, part.childKey)
    assert.equal((await submit(below, { addresses: seat.slot.addresses })).kind, 'accepted')
    await submit(below, { entry: new Uint8Array(300_000) }).catch(() => undefined)
    await attach(alice.connection, bob.queue)
    const secrets: readonly (readonly [string, Uint8Array])[] = [
      ['a door key', room.doorKey],
      ['the key of a child door', part.childKey],
      ['a submit key', at.submitKey],
      ...[...room.members, seat].flatMap(({ postingKey, reader, slot, person }) => [
        ['a posting key', slot.postingKey] as const,
        ['a private posting key', postingKey] as const,
        ['a reader secret', reader] as const,
        ['a queue secret', person.queue.secret] as const,
        ...slot.addresses.flatMap(({ pointer, itemKey }) => [
          ['a pointer', pointer] as const,
          ['an item key', itemKey] as const,
        ]),
      ]),
    ]
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const disk = Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))))
    await server.kill('SIGTERM')
    const said = server.said().slice(server.said().indexOf('24.'))
    for (const [what, secret] of secrets) {
      for (const written of writings(secret)) assert.equal(disk.includes(written), false, `${what} on the disk`)
      for (const written of writings(secret))
        assert.equal(Buffer.from(said).includes(written), false, `${what} in the log`)
    }
    for (const word of ['alice', 'bobby', 'carol', '127.0.0.1', room.log, alice.account.account.id, alice.queue.id]) {
      assert.equal(said.includes(word), false, 'the log tells of somebody')
    }
    assert.ok(disk.includes(Buffer.from(room.log, 'base64url')), 'the search finds what is there')
  })
})

function writings(secret: Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(secret)
  return [bytes, ...(['hex', 'base64', 'base64url'] as const).map((form) => Buffer.from(bytes.toString(form)))]
}
