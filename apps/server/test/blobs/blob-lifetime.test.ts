import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BLOB_TIME_TO_LIVE_STEP_MAX,
  blobId,
  blobLayoutOf,
  blobTimeToLiveMs,
  blobTimeToLiveStep,
  ERASE_WITHIN_MS,
  EXPIRE_MS_MAX,
  FILE_BYTES_MAX,
  span,
  timeToLiveStep,
} from '@rushlight/protocol'
import { BLOB_BYTES_PER_ACCOUNT } from '../../src/limits.ts'
import { join } from '../../src/testing/index.ts'
import { startProvider } from '../support/test-provider.ts'

test('no message lives longer than its file may, and up to a month the steps are those of entries', () => {
  assert.ok(blobTimeToLiveMs(blobTimeToLiveStep(EXPIRE_MS_MAX)) >= EXPIRE_MS_MAX)
  assert.equal(blobTimeToLiveStep(undefined), BLOB_TIME_TO_LIVE_STEP_MAX)
  for (const ms of [1, span.MINUTE_MS, span.DAY_MS + 1, 30 * span.DAY_MS]) {
    assert.equal(blobTimeToLiveStep(ms), timeToLiveStep(ms))
    assert.ok(blobTimeToLiveMs(blobTimeToLiveStep(ms)) >= ms)
  }
  assert.equal(blobTimeToLiveMs(blobTimeToLiveStep(31 * span.DAY_MS)), 90 * span.DAY_MS)
})

test('a file is there for as long as the longest message, then it goes', async () => {
  const world = await startProvider()
  const { provider, time, crypto } = world
  const { token } = await join(crypto, await world.connect(), 'alice')
  const session = provider.sessionOf(token)
  assert.ok(session)
  const bytes = crypto.randomBytes(blobLayoutOf(1).blobBytes)
  const blob = blobId.fromBytes(crypto.sha256(bytes))
  const releaseHash = crypto.randomBytes(32)
  const wanted = { blob, bytes: bytes.length, releaseHash, timeToLiveStep: blobTimeToLiveStep(EXPIRE_MS_MAX) }
  assert.equal((await provider.blobs.create(session, wanted)).kind, 'done')
  const pieces = async function* () {
    yield bytes
  }
  assert.equal((await provider.blobs.append(blob, 0, pieces())).kind, 'done')
  await time.skip(EXPIRE_MS_MAX - span.MINUTE_MS)
  assert.equal((await provider.blobs.find(blob, 'peer')).kind, 'done')
  await time.skip(span.MINUTE_MS + ERASE_WITHIN_MS)
  assert.equal((await provider.blobs.find(blob, 'peer')).kind, 'refused')
})

test('what is to lie for a year counts like thirteen that lie for a month', async () => {
  const world = await startProvider({ fileBytesMax: FILE_BYTES_MAX })
  const { provider, crypto } = world
  const bytes = blobLayoutOf(FILE_BYTES_MAX).blobBytes
  for (const [name, lifetimeMs, countMax] of [
    ['alice', 30 * span.DAY_MS, Math.floor(BLOB_BYTES_PER_ACCOUNT.count / bytes)],
    ['bobby', EXPIRE_MS_MAX, Math.floor(BLOB_BYTES_PER_ACCOUNT.count / (13 * bytes))],
  ] as const) {
    const { token } = await join(crypto, await world.connect(), name)
    const session = provider.sessionOf(token)
    assert.ok(session)
    let taken = 0
    for (let more = true; more; taken += more ? 1 : 0) {
      const blob = blobId.fromBytes(crypto.randomBytes(32))
      const releaseHash = crypto.randomBytes(32)
      const timeToLiveStep = blobTimeToLiveStep(lifetimeMs)
      more = (await provider.blobs.create(session, { blob, bytes, releaseHash, timeToLiveStep })).kind === 'done'
    }
    assert.equal(taken, countMax, name)
  }
})
