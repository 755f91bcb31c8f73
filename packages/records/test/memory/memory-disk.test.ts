import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { RecordStore, RecordsErrorCode } from '../../src/index.ts'
import { EVERY_KEY, RecordsError, createMemoryDisk, createMemoryStore } from '../../src/index.ts'

const isCode = (code: RecordsErrorCode) => (error: unknown) => error instanceof RecordsError && error.code === code
const table = 't'
const put = (key: number, value = key) => ({ put: [{ table, key: Uint8Array.of(key), value: Uint8Array.of(value) }] })

async function keysIn(store: RecordStore): Promise<number[]> {
  const records = await store.range({ table, ...EVERY_KEY, limit: 100 })
  return records.map((record) => record.key[0] ?? -1)
}

/** Time that stands still until it is moved on by one step. */
function createStillTime() {
  const waiting: (() => void)[] = []
  return {
    delay: () => new Promise<void>((resolve) => waiting.push(resolve)),
    async step() {
      await new Promise((resolve) => setImmediate(resolve))
      waiting.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

test('a commit is neither answered nor readable before it is synced', async () => {
  const time = createStillTime()
  const store = createMemoryStore(createMemoryDisk({ delay: time.delay }))
  const seen: string[] = []
  let answer = 'waiting'
  const commit = store.commit([put(1)])
  void commit.finally(() => (answer = 'answered'))
  for (let step = 0; step < 2; step += 1) {
    seen.push(`${answer}, ${(await keysIn(store)).length} records`)
    await time.step()
  }
  assert.deepEqual(await commit, ['done'])
  seen.push(`${answer}, ${(await keysIn(store)).length} records`)
  assert.deepEqual(seen, ['waiting, 0 records', 'waiting, 0 records', 'answered, 1 records'])
})

test('a crash keeps a prefix of the batches that were not synced, each whole, and all that was answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(5), fc.nat(4), async (kept, steps) => {
      const time = createStillTime()
      const disk = createMemoryDisk({ delay: time.delay, chooseKept: (unsynced) => Math.min(kept, unsynced) })
      const store = createMemoryStore(disk)
      let isAnswered = false
      const batches = [put(1), put(2), put(3), { ...put(4), remove: [{ table, key: Uint8Array.of(1) }] }]
      void store.commit(batches).finally(() => (isAnswered = true))
      for (let step = 0; step < steps; step += 1) await time.step()
      const wasAnswered = isAnswered
      disk.crash()
      const left = await keysIn(createMemoryStore(disk))
      const prefixes = [[], [1], [1, 2], [1, 2, 3], [2, 3, 4]]
      assert.ok(
        prefixes.some((prefix) => prefix.join() === left.join()),
        `left ${left.join()}`,
      )
      if (wasAnswered) assert.deepEqual(left, [2, 3, 4])
    }),
  )
})

test('after a crash nothing pending is ever answered, and the old store refuses everything', async () => {
  const time = createStillTime()
  const disk = createMemoryDisk({ delay: time.delay, chooseKept: (unsynced) => unsynced })
  const store = createMemoryStore(disk)
  let isAnswered = false
  const note = () => (isAnswered = true)
  store.commit([put(1)]).then(note, note)
  store.commit([put(2)]).then(note, note)
  await time.step()
  disk.crash()
  for (let step = 0; step < 5; step += 1) await time.step()
  assert.equal(isAnswered, false)
  await assert.rejects(store.get(table, [Uint8Array.of(1)]), isCode('closed'))
  await assert.rejects(store.commit([put(1)]), isCode('closed'))
  await assert.rejects(store.scrub(), isCode('closed'))
  await assert.rejects(store.close(), isCode('closed'))
  const again = createMemoryStore(disk)
  assert.deepEqual(await keysIn(again), [1], 'the first was written and kept, the second never reached the disk')
})

test('a disk has one store at a time', async () => {
  const disk = createMemoryDisk()
  const store = createMemoryStore(disk)
  assert.throws(() => createMemoryStore(disk), isCode('inUse'))
  await store.close()
  await createMemoryStore(disk).close()
})

test('a full disk refuses commits and goes on answering', async () => {
  let isFull = false
  const store = createMemoryStore(createMemoryDisk({ isFull: () => isFull }))
  await store.commit([put(1)])
  isFull = true
  await assert.rejects(store.commit([put(2)]), isCode('storageFull'))
  assert.deepEqual(await keysIn(store), [1])
  isFull = false
  await store.commit([put(3)])
  assert.deepEqual(await keysIn(store), [1, 3])
})

test('overwritten and removed values are on the disk until they are scrubbed', async () => {
  const disk = createMemoryDisk()
  const store = createMemoryStore(disk)
  await store.commit([put(1, 0xaa), put(1, 0xbb), put(2, 0xcc)])
  await store.commit([{ remove: [{ table, key: Uint8Array.of(2) }] }])
  assert.deepEqual(disk.remnants(), [Uint8Array.of(0xaa), Uint8Array.of(0xcc)])
  for (const byte of [0xaa, 0xbb, 0xcc]) assert.ok(disk.image().includes(byte))
  await store.scrub()
  assert.deepEqual(disk.remnants(), [])
  assert.deepEqual(disk.image(), Uint8Array.of(1, 0xbb))
})
