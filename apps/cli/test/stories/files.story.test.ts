import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { becomeAcquainted, eventually, isRecord, signUp, startServer, temporaryFolder } from '../support/programs.ts'
import type { TestRecord } from '../support/programs.ts'

const MIB = 1024 * 1024

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

function filesIn({ files }: TestRecord): readonly TestRecord[] {
  assert.ok(Array.isArray(files))
  return files.filter((file: unknown) => isRecord(file))
}

function sizesIn(folder: string): number {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  } catch {
    return 0
  }
}

test('a large file arrives whole though client and server are killed on its way, and goes with its message', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await becomeAcquainted(alice, bobby)
  const folder = temporaryFolder(context)
  const file = join(folder, 'holiday.bin')
  writeFileSync(file, randomBytes(30 * MIB))
  const blobs = join(server.data, 'blobs')
  const stage = join(alice.directory, 'files')

  const sending = alice.start(['send', 'bobby', 'look', '--file', file, '--burn', '10s'])
  await eventually(async () => (sizesIn(blobs) > 0 ? true : undefined), 'the upload began')
  await sending.kill('SIGKILL')
  await server.kill('SIGKILL')
  const atTheKill = sizesIn(blobs)
  assert.ok(atTheKill < 30 * MIB, 'killed in the middle')
  await server.start()
  await alice.records(['rooms'])
  await eventually(async () => {
    await alice.do(['receive', '--for', '1'])
    const [line] = (await alice.records(['history', 'bobby', '--all']))
      .filter((one) => one['type'] === 'receipt')
      .slice(-1)
    return line?.['status'] === 'queued' ? undefined : true
  }, 'the file was taken')

  const message = await bobby.record(['receive', '--files', join(folder, 'in')])
  const [saved] = filesIn(message)
  assert.equal(saved?.['name'], 'holiday.bin')
  assert.equal(saved['bytes'], 30 * MIB)
  assert.equal(saved['path'], join(folder, 'in', 'holiday.bin'))
  assert.equal(hashOf(join(folder, 'in', 'holiday.bin')), hashOf(file))
  const [again] = filesIn((await bobby.records(['history', 'alice', '--files', join(folder, 'in')])).at(-1) ?? {})
  assert.equal(again?.['path'], join(folder, 'in', 'holiday (1).bin'), 'nothing is written over')

  assert.ok(sizesIn(stage) > 30 * MIB && sizesIn(join(bobby.directory, 'files')) > 30 * MIB)
  await eventually(async () => {
    await Promise.all([alice.do(['rooms']), bobby.do(['rooms'])])
    const left = [stage, join(bobby.directory, 'files'), blobs].map((one) => sizesIn(one))
    return left.every((size) => size === 0) ? true : undefined
  }, 'everything of it is gone on both devices and at the server')
})

test('a blob that was changed at the server is refused, a hostile name stays in its folder, and a deleted file is gone', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await becomeAcquainted(alice, bobby)
  const folder = temporaryFolder(context)
  const file = join(folder, '..\\\u001B[31m\u202Eevil')
  writeFileSync(file, 'words')
  const blobs = join(server.data, 'blobs')
  await alice.records(['send', 'bobby', 'first', '--file', file, '--file', file])
  const first = filesIn(await bobby.record(['receive', '--files', join(folder, 'in')]))
  for (const { path } of first) assert.ok(typeof path === 'string' && path.startsWith(join(folder, 'in')))
  assert.equal(new Set(first.map(({ path }) => path)).size, 2)
  for (const name of readdirSync(join(folder, 'in'))) {
    assert.match(name, /^[\w ().[\]]+$/u)
    assert.equal(readFileSync(join(folder, 'in', name), 'utf8'), 'words')
  }

  const before = new Set(readdirSync(blobs))
  await alice.records(['send', 'bobby', 'second', '--file', file])
  const blob = readdirSync(blobs).find((name) => !before.has(name))
  assert.ok(blob)
  writeSync(openSync(join(blobs, blob), 'r+'), Buffer.of(1, 2, 3), 0, 3, 500)
  const [damaged] = filesIn(await bobby.record(['receive', '--files', join(folder, 'in')]))
  assert.equal(damaged?.['path'] ?? undefined, undefined)
  assert.equal(damaged?.['problem'], 'damaged')

  assert.equal((await alice.run(['send', 'bobby', 'x', '--file', join(folder, 'none')])).code, 66)
  const deleted = await alice.do(['account', 'delete', '--yes'])
  assert.equal(deleted.code, 0, deleted.err)
  assert.deepEqual(readdirSync(blobs), [], 'the blobs of a deleted account are gone')
})
