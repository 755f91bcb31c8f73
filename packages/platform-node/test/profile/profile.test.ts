import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createProfile, unlockProfile } from '../../src/profile/open-profile.ts'
import type { Unlocked, UnlockedProfile } from '../../src/profile/open-profile.ts'
import { wipeProfile } from '../../src/profile/profile-files.ts'
import { isProfileInUse, vaultFailureOf } from '../../src/profile/vault-failure.ts'
import { bytesOf, temporaryFolder } from '../vault/vault-folder.ts'

const password = 'correct horse'
/** Nobody has to wait for a slip. */
const firstWrong = { kind: 'wrongPassword', waitMs: 0, triesLeft: undefined }
const at = { table: 'self', key: Uint8Array.of(1) }

function profileOf(unlocked: Unlocked): UnlockedProfile {
  if (unlocked.kind !== 'unlocked') throw new Error(unlocked.kind)
  return unlocked.profile
}

test('a profile is a folder for its owner alone, and opens again with its password only', async (context) => {
  const directory = join(temporaryFolder(context), 'some', 'profile')
  assert.deepEqual(await unlockProfile({ directory, password }), { kind: 'absent' })
  const store = await profileOf(await createProfile({ directory, password })).openStore()
  await store.commit([{ put: [{ ...at, value: Uint8Array.of(7) }] }])
  await store.close()
  assert.deepEqual(readdirSync(directory).toSorted(), ['vault.db', 'vault.key'])
  assert.equal(statSync(directory).mode & 0o777, 0o700)
  for (const name of readdirSync(directory)) assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600)
  assert.deepEqual(await unlockProfile({ directory, password: 'wrong' }), firstWrong)
  const again = await profileOf(await unlockProfile({ directory, password })).openStore()
  assert.deepEqual(await again.get(at.table, [at.key]), [Uint8Array.of(7)])
  await again.close()
})

test('who makes a profile where there is one gets that one, or nothing', async (context) => {
  const directory = temporaryFolder(context)
  const first = profileOf(await createProfile({ directory, password }))
  const before = bytesOf(join(directory, 'vault.key'))
  assert.deepEqual(await createProfile({ directory, password: 'other' }), firstWrong)
  assert.equal((await createProfile({ directory, password })).kind, 'unlocked')
  assert.deepEqual(bytesOf(join(directory, 'vault.key')), before)
  await (await first.openStore()).close()
})

test('two who make one profile at the same time share one key', async (context) => {
  const directory = temporaryFolder(context)
  const [one, other] = await Promise.all([
    createProfile({ directory, password }),
    createProfile({ directory, password }),
  ])
  const store = await profileOf(one).openStore()
  await store.commit([{ put: [{ ...at, value: Uint8Array.of(1) }] }])
  await store.close()
  const again = await profileOf(other).openStore()
  assert.deepEqual(await again.get(at.table, [at.key]), [Uint8Array.of(1)])
  await again.close()
  assert.deepEqual(readdirSync(directory).toSorted(), ['vault.db', 'vault.key'])
})

test('a second one who wants a vault that is held hears so, and gets it afterwards', async (context) => {
  const directory = temporaryFolder(context)
  const profile = profileOf(await createProfile({ directory, password }))
  const store = await profile.openStore()
  assert.equal(await isProfileInUse(directory), true)
  await assert.rejects(profile.openStore(), (error) => vaultFailureOf(error) === 'inUse')
  await store.close()
  assert.equal(await isProfileInUse(directory), false)
  await (await profile.openStore()).close()
})

test('damaged, foreign, huge and lost key files are told, and nothing is changed', async (context) => {
  const directory = temporaryFolder(context)
  await (await profileOf(await createProfile({ directory, password })).openStore()).close()
  const file = join(directory, 'vault.key')
  const good = bytesOf(file)
  for (const bad of [new Uint8Array(), good.subarray(1), Buffer.alloc(100_000, 1), Buffer.from('hello')]) {
    writeFileSync(file, bad)
    assert.deepEqual(await unlockProfile({ directory, password }), { kind: 'unreadable' })
    assert.ok(Buffer.from(bad).equals(bytesOf(file)))
  }
  const flipped = new Uint8Array(good)
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
  writeFileSync(file, flipped)
  assert.deepEqual(await unlockProfile({ directory, password }), firstWrong)
  writeFileSync(file, good)
  assert.equal((await unlockProfile({ directory, password })).kind, 'unlocked')
  wipeProfile(join(directory, 'nothing'))
  unlinkSync(file)
  assert.deepEqual(await unlockProfile({ directory, password }), { kind: 'unreadable' })
})

test('a damaged vault is told by its code', async (context) => {
  const directory = temporaryFolder(context)
  const profile = profileOf(await createProfile({ directory, password }))
  await (await profile.openStore()).close()
  writeFileSync(join(directory, 'vault.db'), Buffer.alloc(8192, 3))
  await assert.rejects(profile.openStore(), (error) => vaultFailureOf(error) === 'wrongKey')
})

test('a wiped profile is gone, but for what others put beside it', async (context) => {
  const directory = join(temporaryFolder(context), 'profile')
  await (await profileOf(await createProfile({ directory, password })).openStore()).close()
  writeFileSync(join(directory, 'vault.key.0123'), 'left behind by a crash')
  writeFileSync(join(directory, 'mine.txt'), 'somebody else’s')
  wipeProfile(directory)
  assert.deepEqual(readdirSync(directory), ['mine.txt'])
  assert.deepEqual(await unlockProfile({ directory, password }), { kind: 'absent' })
  wipeProfile(directory)
  mkdirSync(join(directory, '..', 'empty'))
  wipeProfile(join(directory, '..', 'empty'))
  assert.ok(!existsSync(join(directory, '..', 'empty')))
})

test('a place where no profile can be is told, not thrown as it comes', async (context) => {
  const folder = temporaryFolder(context)
  writeFileSync(join(folder, 'file'), '')
  const directory = join(folder, 'file', 'profile')
  await assert.rejects(createProfile({ directory, password }), (error) => vaultFailureOf(error) === 'notFound')
  if (process.getuid?.() === 0) return
  chmodSync(folder, 0o500)
  await assert.rejects(
    createProfile({ directory: join(folder, 'profile'), password }),
    (error) => vaultFailureOf(error) === 'notFound',
  )
  chmodSync(folder, 0o700)
})
