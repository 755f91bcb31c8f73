import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { concat } from '../../src/bytes/bytes.ts'
import { signLabelled } from '../../src/crypto/labelled.ts'
import { isPolicySuccessor, policyBytes } from '../../src/room/policy.ts'
import type { SignedPolicy } from '../../src/room/policy.ts'
import { capability, hasCapability } from '../../src/room/role.ts'
import { encodeRoomContext, parseRoomContext } from '../../src/room/room-state.ts'
import { extend, nextOf, SAMPLE_TIME } from '../../src/testing/vectors/cast.ts'
import { samplePolicy } from '../../src/testing/vectors/room-vectors.ts'
import { alice, bob, carol, createView, crypto, DAY_MS, dora, judge, leafFor } from './sample-room.ts'
import { withoutParticipant, withParticipant } from './sample-room.ts'

describe('a commit in a group', () => {
  test('that changes nothing is allowed, by whoever has a leaf', async () => {
    const view = await createView()
    for (const committer of [0, 1, 2]) assert.equal(await judge(view, { committer }), 'allowed')
    assert.equal(await judge(view, { committer: 3 }), 'noCommitter')
  })

  test('names, timers, safety and people are the moderators’', async () => {
    const view = await createView()
    const added = await leafFor(dora)
    const attempts = [
      { state: { title: 'Other' } },
      { state: { timers: { expireMs: 5_000 } } },
      { state: { timers: {} } },
      { state: { safety: true } },
      { state: withParticipant(view, dora), added: [added], carried: [dora.account] },
      { state: withParticipant(view, dora), carried: [dora.account] },
      { state: withoutParticipant(view, carol), removed: [2] },
      { state: withParticipant(view, carol, 'banned'), removed: [2] },
      { state: withParticipant(view, bob, 'moderator') },
    ]
    for (const attempt of attempts) {
      assert.equal(await judge(view, attempt), 'allowed')
      assert.equal(await judge(view, { ...attempt, committer: 1 }), 'notAllowed')
    }
    assert.equal(await judge(view, { state: { kind: 'direct' } }), 'kindChanged')
    assert.equal(await judge(view, { state: { featureLevel: 0 } }), 'featureLevelLowered')
  })

  test('asks for no more than every device can judge', async () => {
    const view = await createView()
    assert.equal(await judge(view, { state: { featureLevel: 2 } }), 'featureUnsupported')
    const able = { ...view, leaves: view.leaves.map((leaf) => ({ ...leaf, featureLevel: 2 })) }
    assert.equal(await judge(able, { state: { featureLevel: 2 } }), 'allowed')
    const raised = { ...able, context: { state: { ...able.context.state, featureLevel: 2 } } }
    const old = await leafFor(dora)
    const attempt = { state: withParticipant(raised, dora), added: [old], carried: [dora.account] }
    assert.equal(await judge(raised, attempt), 'featureUnsupported')
    const put = { ...attempt, added: [{ ...old, leaf: { ...old.leaf, featureLevel: 2 } }] }
    assert.equal(await judge(raised, put), 'allowed')
  })

  test('whoever asked to leave may be taken out by anybody, and nobody else', async () => {
    const view = { ...(await createView()), leaving: [carol.account.id] }
    const gone = { state: withoutParticipant(view, carol), removed: [2], committer: 1 }
    assert.equal(await judge(view, gone), 'allowed')
    assert.equal(await judge(view, { ...gone, updatesPath: false }), 'noPath')
    assert.equal(await judge({ ...view, leaving: [] }, gone), 'notAllowed')
    assert.equal(await judge(view, { ...gone, removed: [] }), 'leafWithoutParticipant')
    assert.equal(await judge(view, { committer: 1, removed: [2] }), 'notAllowed')
  })

  test('a device comes in under the newest record, listed, bound, alive, once', async () => {
    const view = await createView()
    const added = await leafFor(dora)
    const state = withParticipant(view, dora)
    const attempt = { state, added: [added], carried: [dora.account] }
    const elsewhere = await leafFor(carol)
    const withLeaf = (leaf: Partial<typeof added.leaf>) => ({
      ...attempt,
      added: [{ ...added, leaf: { ...added.leaf, ...leaf } }],
    })
    assert.equal(await judge(view, attempt), 'allowed')
    assert.equal(await judge(view, { ...attempt, carried: [] }), 'recordMissing')
    assert.equal(await judge(view, { ...attempt, carried: [carol.account] }), 'recordMissing')
    assert.equal(await judge(view, withLeaf({ leafKey: elsewhere.leaf.leafKey })), 'credentialInvalid')
    const other = { ...added.leaf.credential, device: carol.device }
    assert.equal(await judge(view, withLeaf({ credential: other })), 'credentialInvalid')
    assert.equal(await judge(view, { ...attempt, added: [added, added] }), 'deviceTwice')
    for (const [notBefore, notAfter, verdict] of [
      [SAMPLE_TIME + DAY_MS, SAMPLE_TIME + 2 * DAY_MS, 'allowed'],
      [SAMPLE_TIME + DAY_MS + 1, SAMPLE_TIME + 2 * DAY_MS, 'lifetimeInvalid'],
      [SAMPLE_TIME - 9 * DAY_MS, SAMPLE_TIME - DAY_MS, 'allowed'],
      [SAMPLE_TIME - 9 * DAY_MS, SAMPLE_TIME - DAY_MS - 1, 'lifetimeInvalid'],
      [SAMPLE_TIME, SAMPLE_TIME + 91 * DAY_MS, 'allowed'],
      [SAMPLE_TIME, SAMPLE_TIME + 91 * DAY_MS + 1, 'lifetimeInvalid'],
    ] as const) {
      assert.equal(await judge(view, { ...attempt, added: [{ ...added, notBefore, notAfter }] }), verdict)
    }
  })

  test('a reseat takes a device out and lets it in again, by any member', async () => {
    const view = await createView()
    const again = { committer: 1, removed: [2], added: [await leafFor(carol)], carried: [carol.account] }
    assert.equal(await judge(view, again), 'allowed')
    assert.equal(await judge(view, { ...again, added: [await leafFor(dora)] }), 'notAllowed')
  })

  test('records go up, by a chain that continues them, and take revoked devices out (R16)', async () => {
    const view = await createView()
    const publicKey = alice.account.record.accountKey
    const moved = { ...nextOf(carol.account), devices: [], accountKey: publicKey }
    const newer = await extend(crypto, carol.account, { signer: 'account', key: carol.accountKey, record: moved })
    const newest = { ...carol, account: newer }
    const raise = { committer: 1, state: withParticipant(view, newest), removed: [2], carried: [newer] }
    assert.equal(await judge(view, raise), 'allowed')
    assert.equal(await judge(view, { ...raise, carried: [] }), 'recordMissing')
    const raised = {
      ...view,
      context: { state: { ...view.context.state, ...raise.state } },
      leaves: view.leaves.slice(0, 2),
    }
    const lowered = { committer: 1, state: withParticipant(raised, carol), carried: [carol.account] }
    assert.equal(await judge(raised, lowered), 'recordLowered')
    const aside = await extend(crypto, carol.account, {
      signer: 'account',
      key: carol.accountKey,
      record: nextOf(carol.account),
    })
    const ahead = await extend(crypto, aside, { signer: 'account', key: carol.accountKey, record: nextOf(aside) })
    const branch = { committer: 1, state: withParticipant(raised, { ...carol, account: ahead }), carried: [ahead] }
    assert.equal(await judge(raised, branch), 'recordLowered', 'counting ahead on another branch does not help')
    const recovery = { ...nextOf(carol.account), generation: 1 }
    const undone = await extend(crypto, carol.account, { signer: 'recovery', key: carol.recoveryKey, record: recovery })
    const rescue = { committer: 1, state: withParticipant(raised, { ...carol, account: undone }), carried: [undone] }
    assert.equal(await judge(raised, rescue), 'allowed', 'a greater generation need not continue what it undoes')
  })

  test('the hub was asked for exactly what the commit says (R9)', async () => {
    const view = await createView()
    const added = await leafFor(dora)
    const attempt = { state: withParticipant(view, dora), added: [added], carried: [dora.account] }
    const slot = { ...added.leaf.slot, addresses: added.addresses }
    const [first] = view.leaves
    assert.ok(first)
    for (const delta of [
      { removed: [], added: [] },
      { removed: [], added: [slot, slot] },
      { removed: [first.slot.postingKey], added: [slot] },
      { removed: [], added: [{ ...slot, addresses: [] }] },
      { removed: [], added: [{ ...slot, reader: first.slot.reader }] },
      { removed: [], added: [{ ...slot, postingKey: first.slot.postingKey }] },
    ]) {
      assert.equal(await judge(view, { ...attempt, delta }), 'deltaDiffers')
    }
  })
})

test('a conversation of two takes in its second and nobody else; both set its timers', async () => {
  const whole = await createView('direct')
  assert.equal(await judge(whole, { committer: 1, state: { timers: { burnMs: 5_000 } } }), 'allowed')
  assert.equal(await judge(whole, { state: withParticipant(whole, dora), carried: [dora.account] }), 'notAllowed')
  assert.equal(await judge(whole, { state: withoutParticipant(whole, bob), removed: [1] }), 'notAllowed')
  assert.equal(await judge(whole, { state: { safety: true } }), 'notAllowed')
  const alone = {
    ...whole,
    context: { state: { ...whole.context.state, ...withoutParticipant(whole, bob) } },
    leaves: whole.leaves.slice(0, 1),
  }
  const attempt = { state: withParticipant(alone, bob), added: [await leafFor(bob)], carried: [bob.account] }
  assert.equal(await judge(alone, attempt), 'allowed')
})

describe('the policy slot', () => {
  test('is first filled by a moderator, then changed by the organisation’s key alone, and only forwards', async () => {
    const view = await createView()
    const policy = await samplePolicy(crypto)
    assert.equal(await judge(view, { policy }), 'allowed')
    assert.equal(await judge(view, { policy, committer: 1 }), 'notAllowed')
    const forged = { ...policy, rules: new Uint8Array() }
    assert.equal(await judge(view, { policy: forged }), 'policyChanged')
    const set = { ...view, context: { ...view.context, policy } }
    assert.equal(await judge(set, { policy: await samplePolicy(crypto, 2), committer: 1 }), 'allowed')
    assert.equal(await judge(set, { policy: { ...policy, signature: new Uint8Array(64) } }), 'policyChanged')
    const later = { ...view, context: { ...view.context, policy: await samplePolicy(crypto, 3) } }
    assert.equal(await judge(later, { policy }), 'policyChanged')
  })

  test('cannot be emptied or taken over', async () => {
    const policy = await samplePolicy(crypto)
    assert.equal(await isPolicySuccessor(crypto, policy, undefined), false)
    const key = crypto.randomBytes(32)
    const unsigned = {
      format: 1,
      organisationKey: await crypto.ed25519PublicKey(key),
      version: 9,
      rules: policy.rules,
    } as const
    const signature = await signLabelled({ crypto, label: 'policy' }, key, policyBytes(unsigned))
    const other: SignedPolicy = { ...unsigned, signature }
    assert.equal(await isPolicySuccessor(crypto, undefined, other), true)
    assert.equal(await isPolicySuccessor(crypto, policy, other), false)
  })
})

test('of a context that a newer version made, an older one says so; of a broken one, that it is broken', async () => {
  const { context } = await createView()
  const [extension] = encodeRoomContext({ state: { ...context.state, featureLevel: 2 } })
  assert.ok(extension)
  assert.deepEqual(parseRoomContext([extension]), { kind: 'unknownFeature', featureLevel: 2 })
  const [good] = encodeRoomContext(context)
  assert.ok(good)
  const foreign = { type: good.type, data: concat(good.data, Uint8Array.of(0)) }
  for (const extensions of [[], [good, good], [{ ...good, type: 7 }], [foreign]]) {
    assert.deepEqual(parseRoomContext(extensions), { kind: 'malformed' })
  }
  const turned = { ...context.state, participants: context.state.participants.toReversed() }
  assert.deepEqual(parseRoomContext(encodeRoomContext({ state: turned })), { kind: 'malformed' })
  const empty = { ...context.state, participants: [] }
  assert.deepEqual(parseRoomContext(encodeRoomContext({ state: empty })), { kind: 'malformed' })
  const titled = { ...context.state, kind: 'direct' as const, participants: context.state.participants.slice(0, 2) }
  assert.deepEqual(parseRoomContext(encodeRoomContext({ state: titled })), { kind: 'malformed' })
})

const capabilities = Object.keys(capability).filter((name): name is keyof typeof capability => name in capability)
const roles = ['banned', 'member', 'moderator'] as const

test('a greater role never loses a capability, and a banned one has none', () => {
  fc.assert(
    fc.property(fc.constantFrom(...capabilities), fc.constantFrom('self', 'direct', 'group'), (wanted, kind) => {
      assert.equal(hasCapability(kind, 'banned', wanted), false)
      if (hasCapability(kind, 'member', wanted)) assert.equal(hasCapability(kind, 'moderator', wanted), true)
      for (const role of roles)
        if (kind !== 'group' && role !== 'banned') {
          assert.equal(hasCapability(kind, role, wanted), hasCapability('direct', 'member', wanted))
        }
    }),
  )
  const numbers = Object.values(capability)
  assert.equal(new Set(numbers).size, numbers.length)
})

test('whatever members without office try together, the room’s roles, title and safety stay', async () => {
  const view = await createView()
  const attempts = fc.record(
    {
      title: fc.string({ maxLength: 5 }),
      safety: fc.boolean(),
      role: fc.constantFrom(...roles),
      isGone: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(attempts, fc.constantFrom(1, 2), async ({ title, safety, role, isGone }, committer) => {
      const people =
        isGone === true ? withoutParticipant(view, alice) : withParticipant(view, alice, role ?? 'moderator')
      const state = {
        ...(title === undefined ? {} : { title }),
        ...(safety === undefined ? {} : { safety }),
        ...people,
      }
      const verdict = await judge(view, { state, committer, removed: isGone === true ? [0] : [] })
      const { state: before } = view.context
      const isSame = (title ?? before.title) === before.title && (safety ?? false) === before.safety
      const keepsAlice = isGone !== true && (role ?? 'moderator') === 'moderator'
      assert.equal(verdict === 'allowed', isSame && keepsAlice)
    }),
    { numRuns: 100 },
  )
})
