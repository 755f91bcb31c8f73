import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phraseOf } from '@rushlight/protocol'
import { createMemoryDisk } from '@rushlight/records'
import { composeBackup } from '../../src/account/backup.ts'
import { RecoveryPhrase } from '../../src/account/recovery-phrase.ts'
import { offlineCore } from '../offline-core.ts'

test('a confirmed phrase leaves vault and backup, and can still be checked', async () => {
  const disk = createMemoryDisk()
  const core = await offlineCore(disk)
  const phrase = new RecoveryPhrase(core)
  const words = phrase.words()
  assert.ok(words?.length === 24 && phrase.state() === 'unwritten')
  assert.ok((await composeBackup(core)).recoveryKey !== undefined)

  const places = phrase.ask()
  assert.equal(new Set(places).size, 3)
  const answers = places.map((place) => ({ place, word: ` ${words[place - 1]?.toUpperCase()} ` }))
  const [first, second] = answers
  assert.ok(first && second)
  assert.equal(await phrase.confirm(answers.with(0, { ...first, word: 'zebra' })), false)
  assert.equal(await phrase.confirm([first, second, second]), false, 'the same word twice is not three')
  assert.equal(phrase.state(), 'unwritten')
  assert.equal(await phrase.confirm(answers), true)

  await core.store.close()
  const again = await offlineCore(disk)
  const later = new RecoveryPhrase(again)
  assert.equal(later.state(), 'kept')
  assert.equal(later.words(), undefined)
  assert.equal((await composeBackup(again)).recoveryKey, undefined)
  assert.deepEqual(await later.check(words.join(' ')), { kind: 'right' })
  const other = phraseOf(again.crypto, new Uint8Array(32)).join(' ')
  assert.deepEqual(await later.check(other), { kind: 'another' })
  assert.deepEqual(await later.check('abandon'), { kind: 'wrongCount', count: 1 })
})
