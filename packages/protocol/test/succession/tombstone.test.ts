import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { keyOf } from '../../src/ids/keys.ts'
import type { ProviderPrivateKey } from '../../src/ids/keys.ts'
import { publicProvider, sampleProvider } from '../../src/testing/vectors/cast.ts'
import type { SampleProvider } from '../../src/testing/vectors/cast.ts'
import { signTombstone, tombstoneOf, verifyTombstone } from '../../src/succession/tombstone.ts'
import type { Tombstone } from '../../src/succession/tombstone.ts'

const crypto = createNodeCrypto()
const one = await sampleProvider(crypto, 'one.example.org')
const two = await sampleProvider(crypto, 'two.example.org')
const leaving: Tombstone = { format: 1, provider: publicProvider(one), kind: 'leaving', madeAt: 10, endsAt: 20 }

const sign = (tombstone: Tombstone, by: SampleProvider = one): ReturnType<typeof signTombstone> =>
  signTombstone(crypto, keyOf<ProviderPrivateKey>(by.signingSeed), tombstone)

async function holds(tombstone: Tombstone, by?: SampleProvider): Promise<boolean> {
  return (await verifyTombstone(crypto, await sign(tombstone, by))) !== undefined
}

describe('A tombstone', () => {
  test('holds if the key that it speaks of signed it, and nobody else', async () => {
    assert.ok(await holds(leaving))
    assert.ok(!(await holds(leaving, two)))
    const signed = await sign(leaving)
    const bent = signed.tombstone.with(0, (signed.tombstone[0] ?? 0) ^ 1)
    assert.equal(await verifyTombstone(crypto, { ...signed, tombstone: bent }), undefined)
  })

  test('says one thing that makes sense', async () => {
    const renamed = { ...publicProvider(one), name: two.name }
    const rekeyed = { ...publicProvider(two), name: one.name }
    assert.ok(await holds({ ...leaving, kind: 'moved', successor: renamed }))
    assert.ok(await holds({ ...leaving, kind: 'newKey', successor: rekeyed }))
    assert.ok(await holds({ ...leaving, successor: publicProvider(two) }))
    assert.ok(!(await holds({ ...leaving, kind: 'moved' })), 'moved, but not where to')
    assert.ok(!(await holds({ ...leaving, kind: 'moved', successor: publicProvider(two) })), 'moved to another key')
    assert.ok(!(await holds({ ...leaving, kind: 'newKey', successor: renamed })), 'the same key again')
    assert.ok(!(await holds({ ...leaving, successor: publicProvider(one) })), 'leaves for itself')
  })

  test('is taken back by a later one of the same key, and by no other', () => {
    const back: Tombstone = { ...leaving, kind: 'staying', madeAt: 11 }
    const ofTwo: Tombstone = { ...back, provider: publicProvider(two), madeAt: 99 }
    assert.equal(tombstoneOf([leaving], one.key), leaving)
    assert.equal(tombstoneOf([back, leaving], one.key), undefined)
    assert.equal(tombstoneOf([leaving, ofTwo], one.key), leaving)
    assert.equal(tombstoneOf([leaving], two.key), undefined)
    assert.equal(tombstoneOf([{ ...leaving, madeAt: 12 }, back], one.key)?.madeAt, 12)
  })
})
