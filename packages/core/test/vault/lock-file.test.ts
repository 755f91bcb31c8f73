import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { span } from '@rushlight/protocol'
import { openGuarded, readLock, setEraseAfter } from '../../src/vault/lock-file.ts'
import type { GuardedOpening, LockStore } from '../../src/vault/lock-file.ts'
import { createVaultKey } from '../../src/vault/vault-key.ts'
import { NOW } from '../offline-core.ts'

const crypto = createNodeCrypto()
/** Argon2id itself has its own tests; here it would only take time. */
const ports = {
  crypto,
  hash: { argon2id: async (password: string) => crypto.sha256(new TextEncoder().encode(password)) },
}

function memoryLock(): LockStore {
  let kept: Uint8Array | undefined
  return {
    load: async () => kept,
    store: async (bytes) => {
      kept = bytes
    },
  }
}

async function door(): Promise<{
  readonly lock: LockStore
  readonly attempt: (password: string, now: number) => Promise<GuardedOpening>
}> {
  const { file } = await createVaultKey(ports, 'right')
  const lock = memoryLock()
  return { lock, attempt: (password, now) => openGuarded(ports, { password, file, now }, lock) }
}

describe('the door of a vault', () => {
  test('makes each wrong password after the third wait longer, and tries nothing, not even the right one, before', async () => {
    const { lock, attempt } = await door()
    const waits: number[] = []
    let now = NOW
    for (let i = 0; i < 11; i++) {
      const opening = await attempt('wrong', now)
      assert.ok(opening.kind === 'wrongPassword')
      waits.push(opening.waitMs / span.SECOND_MS)
      if (opening.waitMs > 0) assert.equal((await attempt('right', now + opening.waitMs - 1)).kind, 'wait')
      now += opening.waitMs
    }
    assert.deepEqual(waits, [0, 0, 0, 5, 15, 60, 300, 900, 3600, 3600, 3600])
    assert.equal((await attempt('right', now)).kind, 'opened')
    assert.deepEqual(await readLock(lock, now), { waitMs: 0, triesLeft: undefined }, 'the right one forgives all')
  })

  test('makes nobody wait longer than the whole of it for a clock that was put back', async () => {
    const { lock, attempt } = await door()
    for (let i = 0; i < 4; i++) await attempt('wrong', NOW)
    assert.equal((await readLock(lock, NOW - 365 * span.DAY_MS)).waitMs, 5 * span.SECOND_MS)
  })

  test('says at the tenth wrong one that all is to be erased, if that was chosen, and counts down to it', async () => {
    const { lock, attempt } = await door()
    await setEraseAfter(lock, 10)
    let now = NOW
    for (let left = 9; left > 0; left--) {
      const opening = await attempt('wrong', now)
      assert.ok(opening.kind === 'wrongPassword')
      assert.equal(opening.triesLeft, left)
      now += opening.waitMs
    }
    assert.equal((await attempt('wrong', now)).kind, 'erase')
  })

  test('keeps what was chosen when the password was right, and takes a damaged file for none', async () => {
    const { lock, attempt } = await door()
    await setEraseAfter(lock, 10)
    await attempt('wrong', NOW)
    assert.equal((await attempt('right', NOW)).kind, 'opened')
    assert.deepEqual(await readLock(lock, NOW), { waitMs: 0, triesLeft: 10 })
    await lock.store(Uint8Array.of(1, 2, 3))
    assert.deepEqual(await readLock(lock, NOW), { waitMs: 0, triesLeft: undefined })
  })
})
