import assert from 'node:assert/strict'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { becomeAcquainted, Person, signUp, startServer, temporaryFolder } from '../support/programs.ts'
import type { Ended } from '../support/programs.ts'

const PASSPHRASE = 'reeds in the wind'

test('an export is read without any server, and goes on as the same account when its provider is gone for ever', async (context) => {
  const server = await startServer(context)
  const [alice, bobby] = await signUp(context, server, ['alice', 'bobby'])
  assert.ok(alice && bobby)
  await becomeAcquainted(alice, bobby)
  const folder = temporaryFolder(context)
  const [picture, file] = [join(folder, 'reeds.txt'), join(folder, 'alice.rushlight')]
  writeFileSync(picture, 'rushes by the water')
  await alice.records(['send', 'bobby', 'the reeds', '--file', picture])
  await bobby.records(['send', 'alice', 'seen by the burning lamp', '--burn', '1h'])
  await alice.records(['send', 'bobby', 'last words'])

  const [written] = (await withPassphrase(alice, ['export', file], PASSPHRASE)).records
  assert.equal(written?.['bytes'], statSync(file).size)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.ok(!readFileSync(file).includes('rushes by the water'))
  const pages = join(folder, 'pages')
  const [readable] = await alice.records(['export', '--readable', pages, '--with-vanishing', '--room', 'bobby'])
  assert.deepEqual(
    [readable?.['files'], readable?.['kept'], readable?.['leftOut']],
    [1, 0, 1],
    'what burns is not in it',
  )
  const [rerun] = await alice.records(['export', '--readable', pages, '--with-vanishing', '--room', 'bobby'])
  assert.equal(rerun?.['kept'], 1, 'a finished file is not written again')
  const page = readdirSync(pages, { recursive: true }).find((name) => String(name).endsWith('page-0001.html'))
  assert.match(readFileSync(join(pages, String(page)), 'utf8'), /last words/)

  const id = (await alice.record(['whoami']))['id']
  await server.kill('SIGKILL')

  const stranger = new Person(context, 'nobody')
  const saved = join(folder, 'saved')
  const read = await withPassphrase(
    stranger,
    ['archive', 'read', file, '--room', 'bobby', '--files', saved],
    PASSPHRASE,
  )
  const lines = read.records.filter(({ type }) => type === 'message')
  assert.deepEqual(
    lines.map(({ text }) => text).filter((text) => text === 'the reeds' || text === 'last words'),
    ['the reeds', 'last words'],
  )
  assert.ok(!lines.some(({ text }) => text === 'seen by the burning lamp'), 'it burns, and alice has not read it')
  assert.deepEqual(
    readdirSync(saved).map((name) => readFileSync(join(saved, name), 'utf8')),
    ['rushes by the water'],
  )
  assert.ok(!existsSync(stranger.directory))

  const again = new Person(context, 'alice', { device: '2' })
  const other = await startServer(context)
  const gone = await withPassphrase(again, ['import', file, '--server', other.url], PASSPHRASE)
  assert.equal(gone.code, 0, gone.err)
  assert.equal(gone.records[0]?.['handle'], `alice@${other.name}`)
  assert.equal(gone.records[0]?.['id'], id)
  const history = (await again.records(['history', `bobby@${server.name}`])).map(({ text }) => text)
  assert.ok(history.includes('the reeds') && history.includes('last words'))
  const joined = await withPassphrase(again, ['import', file], PASSPHRASE)
  assert.equal(joined.records[0]?.['messages'], 0, 'the same file twice changes nothing')
})

/** The passphrase comes out of an open file, as in scripts. */
async function withPassphrase(person: Person, args: readonly string[], passphrase: string): Promise<Ended> {
  const file = join(person.directory, '..', 'passphrase')
  writeFileSync(file, `${passphrase}\n`)
  const fd = openSync(file, 'r')
  try {
    return await person.do([...args, '--passphrase-fd', String(fd), '--json'])
  } finally {
    closeSync(fd)
  }
}
