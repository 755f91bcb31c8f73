import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node/crypto'
import { keyOf, logId, rootOf, startOf, utf8, verifyReceipt } from '@rushlight/protocol'
import type { ProviderPrivateKey, ProviderPublicKey, Receipt, ReceiptBody } from '@rushlight/protocol'
import { createMemoryDisk, createMemoryStore, RecordsError } from '@rushlight/records'
import type { Batch, CommitOutcome } from '@rushlight/records'
import type { LogCode } from '../../src/index.ts'
import { createFigures } from '../../src/turns/figures.ts'
import { createTurns } from '../../src/turns/turns.ts'
import type { Turns } from '../../src/turns/turns.ts'

const crypto = createNodeCrypto()
const key = keyOf<ProviderPrivateKey>(crypto.randomBytes(32))
const log = logId.fromBytes(crypto.randomBytes(32))

type Bench = { readonly turns: Turns; readonly commits: (readonly Batch[])[]; readonly notes: LogCode[] }

function createBench(commit?: (batches: readonly Batch[]) => Promise<readonly CommitOutcome[]>): Bench {
  const store = createMemoryStore(createMemoryDisk())
  const commits: (readonly Batch[])[] = []
  const notes: LogCode[] = []
  const turns = createTurns({
    crypto,
    schedule: { nextTurn: (run) => void setImmediate(run) },
    figures: createFigures(),
    log: { note: (code) => void notes.push(code) },
    store: {
      commit: (batches) => {
        commits.push(batches)
        return commit === undefined ? store.commit(batches) : commit(batches)
      },
    },
  })
  return { turns, commits, notes }
}

const put = (name: string, value = name): Batch => ({ put: [{ table: 'names', key: utf8(name), value: utf8(value) }] })

function body(seq: number): ReceiptBody {
  return { log, seq, entryHash: crypto.randomBytes(32), chainBefore: startOf(log).chain, acceptedAt: seq }
}

test('what is written in one turn of the event loop goes to the disk in one commit', async () => {
  const { turns, commits } = createBench()
  await Promise.all([turns.write(put('a')), turns.write(put('b')), turns.write(put('c'))])
  assert.deepEqual(
    commits.map((batches) => batches.length),
    [3],
  )
})

test('receipts of one turn share one signature, and each holds by itself', async () => {
  const { turns } = createBench()
  const told: number[] = []
  const receipts = await Promise.all(
    [1, 2, 3, 4, 5].map(async (seq): Promise<Receipt> => {
      const outcome = await turns.writeReceipted({
        body: body(seq),
        key,
        batchOf: () => put(`place ${seq}`),
        onDone: (receipt) => void told.push(receipt.body.seq),
      })
      assert.ok(outcome.kind === 'done')
      return outcome.receipt
    }),
  )
  const publicKey = keyOf<ProviderPublicKey>(await crypto.ed25519PublicKey(key))
  for (const receipt of receipts) assert.ok(await verifyReceipt(crypto, publicKey, receipt))
  const roots = new Set(receipts.map((receipt) => Buffer.from(rootOf(crypto, receipt)).toString('hex')))
  assert.equal(roots.size, 1)
  assert.deepEqual(told, [1, 2, 3, 4, 5])
})

test('nothing is told before the commit has resolved', async () => {
  const { promise, resolve } = Promise.withResolvers<readonly CommitOutcome[]>()
  const { turns } = createBench(() => promise)
  let isTold = false
  const writing = turns.write(put('a')).then(() => (isTold = true))
  await new Promise((later) => setTimeout(later, 20))
  assert.equal(isTold, false)
  resolve(['done'])
  await writing
  assert.ok(isTold)
})

test('a conflict is told to the one whose expectation failed, and to nobody else', async () => {
  const { turns } = createBench()
  const expecting: Batch = { ...put('b'), expect: [{ table: 'names', key: utf8('b'), value: utf8('something') }] }
  const outcomes = await Promise.all([turns.write(put('a')), turns.write(expecting), turns.write(put('c'))])
  assert.deepEqual(outcomes, ['done', 'conflict', 'done'])
})

test('when there is no room for all, each is tried by itself, and writing goes on when there is room again', async () => {
  let room = 0
  const { turns, notes } = createBench(async (batches) => {
    if (batches.length > room) throw new RecordsError('storageFull')
    return batches.map(() => 'done')
  })
  const refused = await Promise.allSettled([turns.write(put('a')), turns.write(put('b'))])
  assert.deepEqual(
    refused.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal(turns.acceptsWrites(), false)
  room = 1
  const written = await Promise.all([turns.write(put('a')), turns.write(put('b'))])
  assert.deepEqual(written, ['done', 'done'])
  assert.ok(turns.acceptsWrites())
  assert.deepEqual(notes, ['storageFull', 'storageBack'])
})

test('a batch that cannot be made fails its own turn and no later one', async () => {
  const { turns } = createBench()
  const broken = turns.writeReceipted({
    body: body(1),
    key,
    batchOf: () => {
      throw new Error('a bug')
    },
    onDone: () => undefined,
  })
  await assert.rejects(broken, /a bug/)
  assert.equal(await turns.write(put('a')), 'done')
})

test('much that comes at once is written in several commits, each within the limits of the store', async () => {
  const { turns, commits } = createBench(async (batches) => batches.map(() => 'done'))
  const large = { table: 'names', key: utf8('x'), value: new Uint8Array(12 * 1024 * 1024) }
  await Promise.all(Array.from({ length: 6 }, () => turns.write({ put: [large] })))
  assert.ok(commits.length > 1)
  for (const batches of commits) {
    const bytes = batches.flatMap((batch) => batch.put ?? []).reduce((sum, { value }) => sum + value.length, 0)
    assert.ok(bytes <= 64 * 1024 * 1024)
  }
})

test('it is settled when nothing is waiting or under way', async () => {
  const { turns, commits } = createBench()
  await turns.settled()
  void turns.write(put('a'))
  void turns.write(put('b'))
  await turns.settled()
  assert.equal(commits.flat().length, 2)
})
