import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createFileBlobStore } from '../../src/adapters/file-blob-store.ts'
import { createMemoryBlobStore } from '../../src/adapters/memory-blob-store.ts'
import { blobStoreExam } from '../../src/testing/index.ts'

for (const { name, run } of blobStoreExam) {
  test(`blobs in files: ${name}`, async (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'rushlight-blobs-'))
    context.after(() => rmSync(folder, { recursive: true }))
    await run(async () => createFileBlobStore(join(folder, 'blobs')))
  })

  test(`blobs in memory: ${name}`, async () => {
    const store = createMemoryBlobStore()
    await run(async () => store)
  })
}
