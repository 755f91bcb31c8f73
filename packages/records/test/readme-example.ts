import { EVERY_KEY, createMemoryDisk, createMemoryStore, encodeUint64Key, openWithSchema } from '@rushlight/records'

const disk = createMemoryDisk()
const schema = { name: 'diary', format: 1, tables: ['entry'], migrations: {} }
const store = await openWithSchema(createMemoryStore(disk), schema)

const key = encodeUint64Key(1_764_000_000_000)
const first = Uint8Array.of(1)
const [done] = await store.commit([
  { expect: [{ table: 'entry', key, value: undefined }], put: [{ table: 'entry', key, value: first }] },
])
const [conflict] = await store.commit([
  { expect: [{ table: 'entry', key, value: undefined }], remove: [{ table: 'entry', key }] },
])
disk.crash()

const again = await openWithSchema(createMemoryStore(disk), schema)
const entries = await again.range({ table: 'entry', ...EVERY_KEY, limit: 10 })
export const shown = { done, conflict, entries }
