import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordStore, RecordsErrorCode, Schema } from '../src/index.ts'
import { EVERY_KEY, RecordsError, createMemoryDisk, createMemoryStore, openWithSchema } from '../src/index.ts'

const key = Uint8Array.of(1)
const value = Uint8Array.of(2)
const schema: Schema = { name: 'vault', format: 1, tables: ['notes'], migrations: {} }
const isCode = (code: RecordsErrorCode) => (error: unknown) => error instanceof RecordsError && error.code === code

async function putNote(store: RecordStore, table = 'notes'): Promise<void> {
  await store.commit([{ put: [{ table, key, value }] }])
}

test('an empty store gets its name and format, and is known again', async () => {
  const store = createMemoryStore(createMemoryDisk())
  await putNote(await openWithSchema(store, schema))
  const again = await openWithSchema(store, schema)
  assert.deepEqual(await again.get('notes', [key]), [value])
})

test('a newer format, another kind and an unmarked store are refused and left untouched', async () => {
  const disk = createMemoryDisk()
  const store = createMemoryStore(disk)
  await openWithSchema(store, { ...schema, format: 7 })
  const before = disk.image()
  await assert.rejects(openWithSchema(store, { ...schema, format: 6 }), isCode('formatTooNew'))
  await assert.rejects(openWithSchema(store, { ...schema, name: 'provider', format: 7 }), isCode('otherSchema'))
  assert.deepEqual(disk.image(), before)

  const unmarked = createMemoryStore(createMemoryDisk())
  await putNote(unmarked)
  await assert.rejects(openWithSchema(unmarked, schema), isCode('otherSchema'))
})

test('an old store is led forward one format at a time, and its old shape is scrubbed', async () => {
  const disk = createMemoryDisk()
  const store = createMemoryStore(disk)
  await putNote(await openWithSchema(store, schema))
  const steps: number[] = []
  const third: Schema = {
    name: 'vault',
    format: 3,
    tables: ['texts'],
    migrations: {
      async 1(before) {
        steps.push(1)
        const [note] = await before.range({ table: 'notes', ...EVERY_KEY, limit: 1 })
        assert.deepEqual(note, { key, value })
        await before.commit([{ put: [{ table: 'texts', key, value: Uint8Array.of(3) }] }])
      },
      async 2(before) {
        steps.push(2)
        await before.commit([{ removeRange: [{ table: 'notes', ...EVERY_KEY }] }])
      },
    },
  }
  const opened = await openWithSchema(store, third)
  assert.deepEqual(steps, [1, 2])
  assert.deepEqual(await opened.get('texts', [key]), [Uint8Array.of(3)])
  assert.deepEqual(await store.get('notes', [key]), [undefined])
  assert.deepEqual(disk.remnants(), [])
  await openWithSchema(store, third)
  assert.deepEqual(steps, [1, 2], 'nothing is migrated twice')
})

test('a migration that was cut off is run again, those before it are not', async () => {
  const disk = createMemoryDisk({ delay: () => Promise.resolve() })
  await openWithSchema(createMemoryStore(disk), schema)
  disk.crash()
  const steps: number[] = []
  const reached = Promise.withResolvers<void>()
  const cutOff: Schema = {
    ...schema,
    format: 3,
    migrations: {
      async 1() {
        steps.push(1)
      },
      async 2() {
        steps.push(2)
        reached.resolve()
        if (steps.length < 3) await new Promise(() => {})
      },
    },
  }
  void openWithSchema(createMemoryStore(disk), cutOff)
  await reached.promise
  disk.crash()
  await openWithSchema(createMemoryStore(disk), cutOff)
  assert.deepEqual(steps, [1, 2, 2])
})

test('a format that no migration leads out of is refused', async () => {
  const store = createMemoryStore(createMemoryDisk())
  await openWithSchema(store, schema)
  await assert.rejects(openWithSchema(store, { ...schema, format: 2 }), isCode('formatTooOld'))
})

test('tables that the schema does not list are out of reach, the mark of the format above all', async () => {
  const store = await openWithSchema(createMemoryStore(createMemoryDisk()), schema)
  for (const table of ['meta', 'other']) {
    await assert.rejects(store.get(table, [key]), isCode('outOfBounds'))
    await assert.rejects(store.range({ table, ...EVERY_KEY, limit: 1 }), isCode('outOfBounds'))
    await assert.rejects(putNote(store, table), isCode('outOfBounds'))
    await assert.rejects(store.commit([{ removeRange: [{ table, ...EVERY_KEY }] }]), isCode('outOfBounds'))
  }
})
