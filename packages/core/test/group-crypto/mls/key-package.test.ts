import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseKeyPackage } from '../../../src/group-crypto/mls/index.ts'
import { World } from './world.ts'

const DAY_MS = 24 * 60 * 60 * 1000

test('a KeyPackage says what was put in, and is signed', async () => {
  const world = new World()
  const leafExtensions = [{ type: 0xf100, data: Uint8Array.of(1) }]
  const extensions = [{ type: 0xf101, data: Uint8Array.of(2, 3) }]
  const signaturePrivateKey = world.crypto.randomBytes(32)
  const notBeforeAt = 1_700_000_000_000
  const notAfterAt = notBeforeAt + 90 * DAY_MS
  const options = { leafExtensions, extensions, signaturePrivateKey, notBeforeAt, notAfterAt }
  const created = await world.device('alice', options)
  const view = await parseKeyPackage(world.crypto, created.keyPackage)
  assert.ok(view)
  assert.equal(view.suite, 1)
  assert.deepEqual(view.reference, created.reference)
  assert.equal(new TextDecoder().decode(view.leaf.identity), 'alice')
  assert.deepEqual(view.leaf.signatureKey, await world.crypto.ed25519PublicKey(signaturePrivateKey))
  assert.deepEqual(view.leaf.extensions, leafExtensions)
  assert.deepEqual(view.leaf.supportedExtensions, [6, 0xf100])
  assert.deepEqual(view.extensions, extensions)
  assert.deepEqual([view.notBeforeAt, view.notAfterAt], [notBeforeAt, notAfterAt])
})

test('a lifetime covers the times given though MLS counts in whole seconds', async () => {
  const world = new World()
  const { keyPackage } = await world.device('alice', { notBeforeAt: 1999, notAfterAt: 5001 })
  const view = await parseKeyPackage(world.crypto, keyPackage)
  assert.deepEqual([view?.notBeforeAt, view?.notAfterAt], [1000, 6000])
})

test('a KeyPackage that was changed or cut anywhere is none', async () => {
  const world = new World()
  const { keyPackage } = await world.device('alice', { extensions: [{ type: 0xf101, data: new Uint8Array(9) }] })
  for (let at = 0; at < keyPackage.length; at++) {
    const changed = keyPackage.slice()
    changed[at] = (changed[at] ?? 0) ^ 0x21
    assert.equal(await parseKeyPackage(world.crypto, changed), undefined, `byte ${at}`)
    assert.equal(await parseKeyPackage(world.crypto, keyPackage.subarray(0, at)), undefined, `length ${at}`)
  }
  assert.equal(await parseKeyPackage(world.crypto, Uint8Array.of(...keyPackage, 0)), undefined)
})

test('no two KeyPackages share a key', async () => {
  const world = new World()
  const created = [await world.device('alice'), await world.device('alice')]
  const views = await Promise.all(created.map(({ keyPackage }) => parseKeyPackage(world.crypto, keyPackage)))
  const keys = views.flatMap((view) => (view === undefined ? [] : [view.leaf.encryptionKey, view.leaf.signatureKey]))
  assert.equal(new Set(keys.map((key) => key.toHex())).size, 4)
})

test('an extension twice, or one of the leaf that the leaf does not know, is refused', async () => {
  const world = new World()
  const twice = [
    { type: 0xf101, data: new Uint8Array(1) },
    { type: 0xf101, data: new Uint8Array(2) },
  ]
  for (const options of [{ extensions: twice }, { leafExtensions: twice }]) {
    const { keyPackage } = await world.device('alice', options)
    assert.equal(await parseKeyPackage(world.crypto, keyPackage), undefined)
  }
})
