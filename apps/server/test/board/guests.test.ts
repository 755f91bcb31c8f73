import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  boardOf,
  createPost,
  decodeCbor,
  EMPTY,
  fetchNotes,
  keyOf,
  NOTE_SMALL_BYTES,
  parseProviderName,
  postNote,
  RELAYED_METHODS,
  slotAt,
} from '@rushlight/protocol'
import type { BoardPost, CellPrivateKey, ProviderPublicKey } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { Board } from '../../src/board/board.ts'
import { boardRoutes } from '../../src/board/board-routes.ts'
import { NOTES_PER_PROVIDER } from '../../src/limits.ts'
import type { Caller } from '../../src/sessions/caller.ts'
import { ManualTime } from '../support/manual-time.ts'

const crypto = createNodeCrypto()

const guestOf = (name: string): Caller => ({
  peer: name,
  challenge: EMPTY,
  session: undefined,
  ...(name === '' ? {} : { guestOf: parseProviderName(name) ?? assert.fail() }),
  push: () => undefined,
  pushFrame: () => undefined,
})

test('people of other providers meet on the board, each provider within its own limit', async () => {
  const time = new ManualTime()
  const [post, fetch] = boardRoutes({ crypto, clock: time }, new Board())
  assert.ok(post && fetch)
  assert.ok(
    [post, fetch].every(({ number }) => RELAYED_METHODS.has(number)),
    'asked through their own provider',
  )
  const here = keyOf<ProviderPublicKey>(crypto.randomBytes(32))
  const board = await boardOf(crypto, crypto.randomBytes(32), { provider: here, slot: slotAt(time.now()) })
  const note = (counter: number): Promise<BoardPost> =>
    createPost(crypto, board, {
      cell: keyOf<CellPrivateKey>(crypto.randomBytes(32)),
      counter,
      sealed: crypto.randomBytes(12 + NOTE_SMALL_BYTES + 16),
    })
  const writing = { post: await note(1) }
  const write = (caller: Caller): ReturnType<typeof post.run> => post.run(caller, postNote.params.toCbor(writing))

  assert.deepEqual(await write(guestOf('')), { kind: 'refused', error: { code: 'notAuthenticated' } })
  assert.equal((await write(guestOf('b.test'))).kind, 'done')
  const read = await fetch.run(guestOf('c.test'), fetchNotes.params.toCbor({ tag: board.tag }))
  assert.equal(read.kind, 'done')
  if (read.kind === 'done') assert.equal(decodeCbor(fetchNotes.result, read.result)?.value.posts.length, 1)

  const garbled = postNote.params.toCbor({ post: { ...writing.post, body: EMPTY } })
  for (let written = 1; written < NOTES_PER_PROVIDER.burst; written++) await post.run(guestOf('b.test'), garbled)
  const refused = await write(guestOf('b.test'))
  assert.equal(refused.kind === 'refused' && refused.error.code, 'tooManyRequests')
  assert.equal((await write(guestOf('c.test'))).kind, 'done', 'one that is flooded by its people is alone in that')
})
