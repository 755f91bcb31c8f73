import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { RecordStore } from '@rushlight/records'
import { readableValues } from '../../src/vault/forensic-values.ts'
import { openNodeVault } from '../../src/vault/open-node-vault.ts'
import { comingAndGoing } from './coming-and-going.ts'
import { bytesOf, holds, temporaryFolder } from './vault-folder.ts'

const key = new Uint8Array(32).fill(5)
const table = 'note'

async function openVault(file: string) {
  const store = await openNodeVault({ file, key })
  const steal = () => readableValues({ database: bytesOf(file), log: bytesOf(`${file}-wal`), key })
  const canRead = (text: string) => steal().some((value) => holds(value, Buffer.from(text)))
  return { store, steal, canRead }
}

async function put(store: RecordStore, number: number, value: Uint8Array): Promise<void> {
  await store.commit([{ put: [{ table, key: Uint8Array.of(number), value }] }])
}

const LENGTHS = [20, 900, 3900, 4100, 30_000]

test('a thief reads values of all sizes from the log and from the database, until removal and scrub', async (context) => {
  const { store, canRead } = await openVault(join(temporaryFolder(context), 'vault'))
  for (const length of LENGTHS) await put(store, LENGTHS.indexOf(length), Buffer.alloc(length, `canary ${length} `))
  for (const length of LENGTHS) assert.ok(canRead(`canary ${length}`), `in the log, ${length} bytes`)
  await store.scrub()
  for (const length of LENGTHS) assert.ok(canRead(`canary ${length}`), `in the database, ${length} bytes`)
  await store.commit([{ remove: LENGTHS.map((_, number) => ({ table, key: Uint8Array.of(number) })) }])
  for (const length of LENGTHS) assert.ok(canRead(`canary ${length}`), `removed, not yet scrubbed, ${length} bytes`)
  await store.scrub()
  for (const length of LENGTHS) assert.ok(!canRead(`canary ${length}`), `after the scrub, ${length} bytes`)
  await store.close()
})

test('a thief reads what an overwritten value was until the scrub, and then only what it is', async (context) => {
  const { store, canRead } = await openVault(join(temporaryFolder(context), 'vault'))
  await put(store, 1, Buffer.alloc(400, 'first version'))
  await put(store, 1, Buffer.alloc(300, 'second version'))
  assert.ok(canRead('first version') && canRead('second version'))
  await store.scrub()
  assert.ok(!canRead('first version') && canRead('second version'))
  await store.close()
})

test('of a table in which thousands came and went, a thief reads the living and none of the dead', async (context) => {
  const { store, steal } = await openVault(join(temporaryFolder(context), 'vault'))
  const living = new Set<Uint8Array>()
  const dead: Uint8Array[] = []
  for (const { arriving, leaving } of comingAndGoing(200)) {
    await store.commit([{ put: arriving.map((record) => ({ table, ...record })) }])
    await store.commit([{ remove: leaving.map((record) => ({ table, key: record.key })) }])
    for (const { value } of arriving) living.add(value)
    for (const { value } of leaving) {
      living.delete(value)
      dead.push(value)
    }
  }
  await store.scrub()
  const readable = new Set(steal().map((value) => Buffer.from(value).toString()))
  const isReadable = (value: Uint8Array) => readable.has(Buffer.from(value).toString())
  assert.ok(dead.length >= 1000)
  assert.equal([...living].filter(isReadable).length, living.size)
  assert.deepEqual(dead.filter(isReadable), [])
  await store.close()
})
