import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { logId } from '../../src/ids/ids.ts'
import { keyOf } from '../../src/ids/keys.ts'
import type { ProviderPublicKey } from '../../src/ids/keys.ts'
import { followsHead, headAfter, startOf, verifyReceipt } from '../../src/log/receipt.ts'
import type { Receipt } from '../../src/log/receipt.ts'
import { applyDelta, replaceAddresses } from '../../src/log/roster.ts'
import { sampleProvider } from '../../src/testing/vectors/cast.ts'
import { sampleReceipts } from '../../src/testing/vectors/delivery-vectors.ts'
import { sampleSlot } from '../../src/testing/vectors/room-vectors.ts'
import { withSeed } from '../../src/testing/vectors/seeded-crypto.ts'

const crypto = withSeed(createNodeCrypto(), 'receipts')
const hub = await sampleProvider(crypto, 'chat.example.org')
const key = keyOf<ProviderPublicKey>(hub.key)
const log = logId.fromBytes(crypto.randomBytes(32))

describe('receipts of one turn', () => {
  test('are each good under the one signature, however many there are', async () => {
    for (const count of [1, 2, 3, 4, 5, 7, 8, 9, 33]) {
      const receipts = await sampleReceipts(crypto, { hub, log }, count)
      assert.equal(receipts.length, count)
      for (const receipt of receipts) assert.equal(await verifyReceipt(crypto, key, receipt), true, `${count}`)
    }
  })

  test('form a chain in which no place can be left out, doubled, or go back in time', async () => {
    const receipts = await sampleReceipts(crypto, { hub, log }, 6)
    let head = startOf(log)
    for (const receipt of receipts) {
      assert.equal(followsHead(receipt, head, receipt.body.acceptedAt), true)
      assert.equal(followsHead(receipt, head, receipt.body.acceptedAt + 1), false, 'time never goes back')
      const after = headAfter(crypto, receipt.body)
      assert.equal(followsHead(receipt, after, 0), false, 'not twice')
      for (const other of receipts) if (other !== receipt) assert.equal(followsHead(other, head, 0), false)
      head = after
    }
  })

  test('are void when anything of them is changed', async () => {
    const [, receipt] = await sampleReceipts(crypto, { hub, log }, 5)
    assert.ok(receipt)
    const { body, path } = receipt
    const [step, ...others] = path
    assert.ok(step)
    const { deltaHash, child, ...shorter } = body
    assert.ok(deltaHash !== undefined && child !== undefined)
    const forged: readonly Receipt[] = [
      { ...receipt, body: { ...body, seq: 3 } },
      { ...receipt, body: { ...body, acceptedAt: body.acceptedAt + 1 } },
      { ...receipt, body: { ...body, entryHash: new Uint8Array(32) } },
      { ...receipt, body: { ...shorter, deltaHash } },
      { ...receipt, path: others },
      { ...receipt, path: [{ ...step, left: !step.left }, ...others] },
    ]
    for (const one of forged) assert.equal(await verifyReceipt(crypto, key, one), false)
  })
})

test('a delta takes out only who is there, brings in only who is not, and keeps the order', async () => {
  const roster = await Promise.all([1, 2, 3].map(() => sampleSlot(crypto, hub)))
  const [first, second, third] = roster
  const fourth = await sampleSlot(crypto, hub)
  assert.ok(first && second && third)
  assert.deepEqual(applyDelta(roster, { removed: [second.postingKey], added: [fourth] }), [first, third, fourth])
  assert.equal(applyDelta(roster, { removed: [fourth.postingKey], added: [] }), undefined)
  assert.equal(applyDelta(roster, { removed: [first.postingKey, first.postingKey], added: [] }), undefined)
  assert.equal(applyDelta(roster, { removed: [], added: [first] }), undefined)
  assert.equal(applyDelta(roster, { removed: [], added: [fourth, fourth] }), undefined)
  assert.deepEqual(applyDelta(roster, { removed: [first.postingKey], added: [first] }), [second, third, first])
  const moved = { postingKey: second.postingKey, addresses: fourth.addresses }
  assert.deepEqual(
    replaceAddresses(roster, moved)?.map(({ addresses }) => addresses),
    [first.addresses, fourth.addresses, third.addresses],
  )
  assert.equal(replaceAddresses([first], { ...moved }), undefined)
})
