import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createFileOperatorLinks, createOperatorLink } from '../../src/adapters/file-operator-links.ts'

function inFolder(name: string, run: (folder: string) => Promise<void>): void {
  test(name, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rushlight-links-'))
    try {
      await run(join(folder, 'links'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}

inFolder('a link works once, for whoever is first', async (folder) => {
  const links = createFileOperatorLinks(folder)
  assert.equal(await links.isOpen('guess'), false, 'before there is any')
  const token = await createOperatorLink(folder)
  assert.equal(await links.isOpen(token), true)
  assert.equal(await links.redeem('guess'), false)
  const tries = await Promise.all([1, 2, 3, 4, 5].map(() => links.redeem(token)))
  assert.equal(tries.filter(Boolean).length, 1)
  assert.equal(await links.isOpen(token), false)
  assert.deepEqual(readdirSync(folder), [])
})

inFolder('the folder gives no link away', async (folder) => {
  const token = await createOperatorLink(folder)
  const [file] = readdirSync(folder)
  assert.ok(file)
  assert.equal(`${file} ${readFileSync(join(folder, file), 'utf8')}`.includes(token), false)
  assert.equal(statSync(join(folder, file)).mode & 0o077, 0)
  assert.equal(statSync(folder).mode & 0o077, 0)
})

inFolder('a link expires', async (folder) => {
  const links = createFileOperatorLinks(folder)
  const token = await createOperatorLink(folder)
  const [file] = readdirSync(folder)
  writeFileSync(join(folder, file ?? ''), String(Date.now() - 1))
  assert.equal(await links.isOpen(token), false)
  assert.equal(await links.redeem(token), false)
})

inFolder('a token that names a place in the file system names nothing', async (folder) => {
  const links = createFileOperatorLinks(folder)
  await createOperatorLink(folder)
  for (const token of ['../links', '.', '', '/etc/passwd']) assert.equal(await links.redeem(token), false)
  assert.equal(readdirSync(folder).length, 1)
})
