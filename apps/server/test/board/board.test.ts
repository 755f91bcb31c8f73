import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  BOARD_CELLS_MAX,
  boardOf,
  createPost,
  fetchNotes,
  keyOf,
  NOTE_KEPT_MS,
  NOTE_SMALL_BYTES,
  postNote,
  slotAt,
} from '@rushlight/protocol'
import type { Board as RoomBoard, BoardPost, CellPrivateKey, Crypto } from '@rushlight/protocol'
import { join } from '../../src/testing/person.ts'
import type { Person } from '../../src/testing/person.ts'
import { refused } from '../support/refused.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

type Meeting = {
  readonly world: TestProvider
  readonly alice: Person
  readonly board: RoomBoard
  readonly secret: Uint8Array
}

async function meet(slotsAway: number = 0): Promise<Meeting> {
  const world = await startProvider()
  const alice = await join(world.crypto, await world.connect(), 'alice')
  const secret = world.crypto.randomBytes(32)
  return { world, alice, secret, board: await boardAt({ world, secret }, slotsAway) }
}

function boardAt({ world, secret }: Pick<Meeting, 'world' | 'secret'>, slotsAway: number): Promise<RoomBoard> {
  const slot = slotAt(world.time.now()) + slotsAway
  return boardOf(world.crypto, secret, { provider: world.provider.record.key, slot })
}

const cellOf = (count: number): CellPrivateKey => {
  const seed = new Uint8Array(32)
  new DataView(seed.buffer).setUint32(0, count)
  return keyOf<CellPrivateKey>(seed)
}

function note(
  crypto: Crypto,
  board: RoomBoard,
  at: { readonly cell: number; readonly counter: number },
): Promise<BoardPost> {
  const sealed = crypto.randomBytes(12 + NOTE_SMALL_BYTES + 16)
  return createPost(crypto, board, { cell: cellOf(at.cell), counter: at.counter, sealed })
}

const put = ({ alice }: Meeting, post: BoardPost): Promise<unknown> => alice.connection.client.call(postNote, { post })

async function lying({ alice, board }: Meeting): Promise<readonly BoardPost[]> {
  return (await alice.connection.client.call(fetchNotes, { tag: board.tag })).posts
}

describe('the bulletin board', () => {
  test('keeps one note for each writer, the newest, for a day', async () => {
    const meeting = await meet()
    const { world, board } = meeting
    const [old, newer] = [
      await note(world.crypto, board, { cell: 1, counter: 1 }),
      await note(world.crypto, board, { cell: 1, counter: 2 }),
    ]
    await put(meeting, newer)
    await put(meeting, old)
    await put(meeting, await note(world.crypto, board, { cell: 2, counter: 1 }))
    const posts = await lying(meeting)
    assert.equal(posts.length, 2)
    assert.deepEqual(posts[0]?.body, newer.body, 'an older one does not come back')
    await world.time.skip(NOTE_KEPT_MS + 1)
    assert.deepEqual(await lying(meeting), [])
  })

  test('takes nothing from whoever has not the key of the tag, nor for a time that is far', async () => {
    const meeting = await meet()
    const { world, board } = meeting
    const stranger = await boardOf(world.crypto, world.crypto.randomBytes(32), {
      provider: world.provider.record.key,
      slot: board.slot,
    })
    const forged = await note(world.crypto, { ...board, privateKey: stranger.privateKey }, { cell: 1, counter: 1 })
    await refused(put(meeting, forged), 'signatureInvalid')
    for (const slotsAway of [-1, 1]) {
      const near = await boardAt(meeting, slotsAway)
      await put(meeting, await note(world.crypto, near, { cell: 1, counter: 1 }))
    }
    for (const slotsAway of [-2, 2]) {
      const far = await boardAt(meeting, slotsAway)
      await refused(put(meeting, await note(world.crypto, far, { cell: 1, counter: 1 })), 'signatureInvalid')
    }
    assert.deepEqual(await lying(meeting), [])
  })

  test('has room for so many writers under one tag', async () => {
    const meeting = await meet()
    const { world, board } = meeting
    for (let cell = 0; cell < BOARD_CELLS_MAX; cell++) {
      await put(meeting, await note(world.crypto, board, { cell, counter: 1 }))
    }
    await refused(put(meeting, await note(world.crypto, board, { cell: BOARD_CELLS_MAX, counter: 1 })), 'quotaExceeded')
    await put(meeting, await note(world.crypto, board, { cell: 0, counter: 2 }))
    assert.equal((await lying(meeting)).length, BOARD_CELLS_MAX)
  })
})
