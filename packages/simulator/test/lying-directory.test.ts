import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimKeyPackages, decodeCbor, encodeFrame, parseFrame } from '@rushlight/protocol'
import type { AccountId, ClaimResult } from '@rushlight/protocol'
import { Gathering, MINUTE_MS } from './gathering.ts'

type Lie = (honest: ClaimResult, of: AccountId) => ClaimResult | 'garbage' | undefined

/**
 * A provider that answers alice's claims of KeyPackages with what `lie` makes of them; `undefined`: with nothing at all. Signs nothing, since
 * it has nobody's key.
 */
function answerWith({ world }: Gathering, lie: Lie): void {
  const asked = new Map<number, AccountId>()
  world.swallows = ({ device, way, frame, hand }) => {
    const parsed = device === 'alice' ? parseFrame(frame) : undefined
    if (parsed?.kind === 'request' && way === 'up' && parsed.method === claimKeyPackages.number) {
      const params = decodeCbor(claimKeyPackages.params, parsed.params)
      if (params !== undefined) asked.set(parsed.id, params.value.account)
    }
    const of = parsed?.kind === 'answer' && way === 'down' ? asked.get(parsed.id) : undefined
    if (of === undefined || parsed?.kind !== 'answer') return false
    asked.delete(parsed.id)
    const honest = decodeCbor(claimKeyPackages.result, parsed.result)
    const told = honest === undefined ? undefined : lie(honest.value, of)
    if (told === undefined) return true
    const result = told === 'garbage' ? [new Uint8Array(99)] : claimKeyPackages.result.toCbor(told)
    hand(encodeFrame({ kind: 'answer', id: parsed.id, result }))
    return true
  }
}

function accountOf(gathering: Gathering, name: string): AccountId {
  return gathering.host(name).account() ?? assert.fail(name)
}

test('a directory that serves an older record brings no device into a room that was removed since (R35)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const alice = gathering.client('alice')
  const stolen = await gathering.addDevice('bruno')
  const bruno = accountOf(gathering, 'bruno')
  // What the provider would say of bruno with both devices; alice gets no answer this time.
  let older: ClaimResult | undefined
  answerWith(gathering, (honest, of) => {
    if (of === bruno) older ??= honest
    return undefined
  })
  await gathering.done(alice.createRoom('never', [bruno]))
  assert.equal(older?.keyPackages.length, 2)
  gathering.world.swallows = () => false
  assert.ok(stolen.client)
  await gathering.done(stolen.client.signOut(), 5 * MINUTE_MS)

  // Alice hears of bruno's newer record in a room with him.
  const known = await gathering.done(alice.createRoom('known', [bruno]), 5 * MINUTE_MS)
  assert.ok(known)
  assert.equal((await alice.room(known))?.devices, 2)
  answerWith(gathering, (honest, of) => (of === bruno ? older : honest))
  const room = await gathering.done(alice.createRoom('Rushes', [bruno]), 2 * MINUTE_MS)
  assert.ok(room)
  assert.equal((await alice.room(room))?.devices, 1, 'neither the removed device nor a stale KeyPackage')
  gathering.world.swallows = () => false
  await gathering.pass(5 * MINUTE_MS)
  assert.equal((await alice.room(room))?.devices, 2)
})

test('a directory that slips in a device which no record lists, or talks nonsense, brings in nobody', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'mallory')
  const alice = gathering.client('alice')
  const [bruno, mallory] = [accountOf(gathering, 'bruno'), accountOf(gathering, 'mallory')]
  let ghost: readonly Uint8Array[] = []
  answerWith(gathering, ({ keyPackages }, of) => {
    if (of === mallory) ghost = keyPackages
    return undefined
  })
  await gathering.done(alice.createRoom('never', [mallory]))
  assert.equal(ghost.length, 1)
  answerWith(gathering, (honest) => ({ ...honest, keyPackages: [...honest.keyPackages, ...ghost] }))
  const room = await gathering.done(alice.createRoom('Rushes', [bruno]))
  assert.ok(room)
  assert.equal((await alice.room(room))?.devices, 2, 'alice and bruno')

  answerWith(gathering, () => 'garbage')
  const other = await gathering.done(alice.createRoom('Reeds', [bruno]))
  assert.ok(other)
  assert.equal((await alice.room(other))?.devices, 1)
  gathering.world.swallows = () => false
  await gathering.pass(3 * MINUTE_MS)
  assert.equal((await alice.room(other))?.devices, 2, 'it is asked again')
})
