import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client, RoomEvent, SafetyView } from '@rushlight/core'
import { raiseGeneration } from '@rushlight/core/testing'
import type { AccountId, RoomId } from '@rushlight/protocol'
import { Gathering } from './gathering.ts'

type Pair = { readonly gathering: Gathering; readonly room: RoomId; readonly alice: Client; readonly bruno: Client }

/** Alice, bruno and carla in a room; somebody else at another provider. */
async function meet(): Promise<Pair> {
  const gathering = await Gathering.of('alice', 'bruno', 'carla', 'doris@other.test')
  const others = [accountOf(gathering, 'bruno'), accountOf(gathering, 'carla')]
  const room = await gathering.done(gathering.client('alice').createRoom('Kitchen', others))
  assert.ok(room)
  for (const name of ['bruno', 'carla']) await gathering.done(gathering.client(name).acceptRequest(room))
  return { gathering, room, alice: gathering.client('alice'), bruno: gathering.client('bruno') }
}

function accountOf(gathering: Gathering, name: string): AccountId {
  const account = gathering.host(name).account()
  assert.ok(account)
  return account
}

async function look(gathering: Gathering, client: Client, account: AccountId): Promise<SafetyView> {
  const view = await gathering.done(client.safety.view(account), 10_000)
  assert.ok(view)
  return view
}

async function eventsIn(client: Client, room: RoomId): Promise<readonly RoomEvent[]> {
  const lines = await client.messages(room, { limit: 50 })
  const events = lines.flatMap(({ body }) => (body.kind === 'event' ? [body.event] : []))
  return events.filter(({ kind }) => kind === 'cameBack' || kind === 'calledNow')
}

test('two who scan each other, or compare their number, have each other verified; coming back by the phrase takes it away once', async () => {
  const { gathering, room, alice, bruno } = await meet()
  const [a, b] = [accountOf(gathering, 'alice'), accountOf(gathering, 'bruno')]
  const shown = await look(gathering, alice, b)
  assert.equal((await look(gathering, bruno, a)).number, shown.number)

  const scanned = await gathering.done(bruno.safety.scan(a, shown.code, (await look(gathering, bruno, a)).nonce), 1000)
  assert.equal(scanned.kind, 'matches')
  assert.equal((await bruno.person(a)).verification, 'verified')
  assert.equal((await alice.person(b)).verification, 'none', 'whoever was only scanned has looked at nothing')
  assert.ok(scanned.next)
  assert.equal((await gathering.done(alice.safety.scan(b, scanned.next.code, shown.nonce), 1000)).kind, 'matchesBoth')
  assert.equal((await alice.person(b)).verification, 'verified')
  assert.equal(
    (await gathering.done(alice.safety.scan(accountOf(gathering, 'carla'), scanned.next.code, shown.nonce), 1000)).kind,
    'differs',
  )

  await gathering.done(raiseGeneration(bruno))
  assert.deepEqual(await eventsIn(alice, room), [{ kind: 'cameBack', account: b, wasVerified: true }])
  assert.deepEqual(await eventsIn(gathering.client('carla'), room), [
    { kind: 'cameBack', account: b, wasVerified: false },
  ])
  assert.deepEqual(await eventsIn(bruno, room), [{ kind: 'cameBack', account: b, wasVerified: false }])
  assert.equal((await alice.person(b)).verification, 'lapsed')
  assert.equal(
    await gathering.done(alice.safety.verify(b, shown.number), 1000),
    'differs',
    'the number of before is not the one of now',
  )

  const anew = await look(gathering, alice, b)
  assert.notEqual(anew.number, shown.number)
  assert.equal(await gathering.done(alice.safety.verify(b, anew.number), 1000), 'done')
  assert.equal((await alice.person(b)).verification, 'verified')
  await gathering.done(alice.safety.unverify(b), 1000)
  assert.equal((await alice.person(b)).verification, 'none')
})

test('whoever is verified is so on a further device, and moving to another provider is told in one line and verifies nobody less', async () => {
  const { gathering, room, alice, bruno } = await meet()
  const b = accountOf(gathering, 'bruno')
  assert.equal(await gathering.done(alice.safety.verify(b, (await look(gathering, alice, b)).number), 1000), 'done')
  await gathering.pass(10_000)
  const { client: further } = await gathering.addDevice('alice')
  assert.ok(further)
  assert.equal((await further.person(b)).verification, 'verified')
  await gathering.done(further.safety.unverify(b), 10_000)
  assert.equal((await alice.person(b)).verification, 'none', 'the other device was told')
  assert.equal(
    await gathering.done(further.safety.verify(b, (await look(gathering, further, b)).number), 10_000),
    'done',
  )

  assert.equal((await gathering.done(bruno.providers.add({ url: 'https://other.test' }))).kind, 'done')
  assert.equal((await gathering.done(bruno.providers.putFirst('other.test'))).kind, 'done')
  await gathering.pass(60_000)
  const told = { kind: 'calledNow', account: b, before: 'bruno@provider.test', after: 'bruno@other.test' } as const
  for (const client of [alice, bruno, gathering.client('carla')]) assert.deepEqual(await eventsIn(client, room), [told])
  assert.equal((await alice.person(b)).verification, 'verified')
})
