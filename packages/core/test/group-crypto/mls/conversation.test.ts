import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  exportSecret,
  joinGroup,
  membersOf,
  openApplication,
  openHandshake,
  peekMessage,
  sealApplication,
  secretsToErase,
  stageCommit,
  viewGroup,
} from '../../../src/group-crypto/mls/index.ts'
import { World } from './world.ts'

for (const suite of [1, 3, 0xf00d] as const) {
  test(`three people talk, in suite ${suite}`, async () => {
    const world = await World.of(['alice', 'bob', 'carol'], suite)
    for (const by of ['alice', 'bob', 'carol', 'bob']) {
      const message = await world.send(by, `from ${by}`)
      for (const name of ['alice', 'bob', 'carol']) {
        assert.equal(await world.read(name, message), name === by ? 'own' : `from ${by}`)
      }
    }
  })
}

test('who sent it, in which place, and what he bound to it is told with a message', async () => {
  const world = await World.of(['alice', 'bob'])
  await world.send('bob', 'first')
  const sent = await sealApplication(world.group('bob'), {
    data: Uint8Array.of(1),
    authenticatedData: Uint8Array.of(2, 3),
  })
  const opened = await openApplication(world.group('alice'), sent.message)
  assert.ok(opened.kind === 'application')
  assert.equal(opened.senderLeaf, world.leaf('bob'))
  assert.equal(opened.generation, 1)
  assert.deepEqual(opened.authenticatedData, Uint8Array.of(2, 3))
  const header = peekMessage(sent.message)
  assert.deepEqual(header?.authenticatedData, Uint8Array.of(2, 3))
  assert.equal(header.epoch, 1n)
  assert.equal(header.contentType, 'application')
})

test('a message is opened once', async () => {
  const world = await World.of(['alice', 'bob'])
  const message = await world.send('alice', 'once')
  assert.equal(await world.read('bob', message), 'once')
  assert.equal(await world.read('bob', message), 'generationGone')
})

test('a message that was changed anywhere is void, and the group stays as it was', async () => {
  const world = await World.of(['alice', 'bob'])
  const message = await world.send('alice', 'intact')
  for (let at = 0; at < message.length; at++) {
    const changed = message.slice()
    changed[at] = (changed[at] ?? 0) ^ 0x41
    assert.equal((await world.open('bob', changed)).kind, 'void', `byte ${at}`)
  }
  for (let length = 0; length < message.length; length++) {
    assert.equal((await world.open('bob', message.subarray(0, length))).kind, 'void', `length ${length}`)
  }
  assert.equal(await world.read('bob', message), 'intact')
})

test('a message of the epoch before is void', async () => {
  const world = await World.of(['alice', 'bob'])
  const message = await world.send('alice', 'late')
  await world.update('bob')
  assert.equal(await world.read('bob', message), 'otherEpoch')
})

test('a message of another group is void', async () => {
  const [one, other] = [await World.of(['alice', 'bob']), await World.of(['alice', 'bob'])]
  assert.notEqual((await one.open('bob', await other.send('alice', 'elsewhere'))).kind, 'application')
})

test('messages may arrive in any order as long as no more than twenty are missing', async () => {
  const world = await World.of(['alice', 'bob'])
  const messages: Uint8Array[] = []
  for (let i = 0; i < 25; i++) messages.push(await world.send('alice', `message ${i}`))
  const [first = new Uint8Array()] = messages
  assert.equal(await world.read('bob', messages[24] ?? first), 'message 24')
  for (const i of [4, 23, 5, 10]) assert.equal(await world.read('bob', messages[i] ?? first), `message ${i}`)
  for (const i of [0, 3]) assert.equal(await world.read('bob', messages[i] ?? first), 'generationGone')
})

test('a jump of more generations than the limit is void', async () => {
  const world = await World.of(['alice', 'bob'])
  for (let i = 0; i < 4097; i++) {
    const { next } = await sealApplication(world.group('alice'), { data: EMPTY, authenticatedData: EMPTY })
    world.groups.set('alice', next)
  }
  const beyond = await world.send('alice', 'too far')
  assert.equal(await world.read('bob', beyond), 'generationGone')
})

test('a removed member learns that he is, and follows no further', async () => {
  const world = await World.of(['alice', 'bob', 'mallory'])
  const before = world.group('mallory')
  const staged = await world.remove('alice', ['mallory'])
  assert.equal(world.groups.has('mallory'), false)
  assert.equal(membersOf(world.group('bob')).length, 2)
  const opened = await openHandshake(before, staged.message)
  assert.ok(opened.kind === 'commit' && opened.updatesPath)
  const secret = await world.send('alice', 'without mallory')
  assert.equal(await world.read('bob', secret), 'without mallory')
  for (const group of [before, opened.group]) {
    assert.equal((await openApplication(group, secret)).kind, 'void')
  }
  await world.ensureAgreement()
})

test('a single Remove always renews the path', async () => {
  const world = await World.of(['alice', 'bob'])
  const staged = await world.stage('alice', { remove: [world.leaf('bob')] })
  const opened = await openHandshake(world.group('bob'), staged.message)
  assert.ok(opened.kind === 'commit' && opened.updatesPath)
  assert.deepEqual(opened.removed, [1])
})

test('a newcomer reads nothing from before, and everything after', async () => {
  const world = await World.of(['alice', 'bob'])
  const before = await world.send('alice', 'before')
  await world.add('bob', ['carol'])
  assert.equal(await world.read('carol', before), 'otherEpoch')
  assert.equal(await world.read('carol', await world.send('alice', 'after')), 'after')
  await world.ensureAgreement()
})

test('a Welcome is of no use to anybody else', async () => {
  const world = await World.of(['alice'])
  const [bob, eve] = [await world.device('bob'), await world.device('eve')]
  const { welcome } = await world.stage('alice', { add: [bob.keyPackage] })
  assert.ok(welcome)
  const joined = await joinGroup(world.crypto, { welcome, ...eve })
  assert.deepEqual(joined, { kind: 'failed', reason: 'notForUs' })
})

test('a Welcome that was changed anywhere lets nobody in', async () => {
  const world = await World.of(['alice', 'bob'])
  const carol = await world.device('carol')
  const { welcome } = await world.stage('alice', { add: [carol.keyPackage] })
  assert.ok(welcome)
  for (let at = 0; at < welcome.length; at++) {
    const changed = welcome.slice()
    changed[at] = (changed[at] ?? 0) ^ 0x10
    const joined = await joinGroup(world.crypto, { welcome: changed, ...carol })
    assert.equal(joined.kind, 'failed', `byte ${at}`)
  }
})

test('what a commit says can be looked at before it is applied', async () => {
  const world = await World.of(['alice', 'bob', 'carol'])
  const dave = await world.device('dave', { extensions: [{ type: 0xf101, data: Uint8Array.of(5) }] })
  const extensions = [{ type: 6, data: Uint8Array.of(1, 2) }]
  const remove = [world.leaf('carol')]
  const authenticatedData = Uint8Array.of(9)
  const staged = await world.stage('alice', { add: [dave.keyPackage], remove, extensions, authenticatedData })
  const opened = await openHandshake(world.group('bob'), staged.message)
  assert.ok(opened.kind === 'commit')
  assert.deepEqual(opened.extensions, extensions)
  assert.deepEqual(opened.removed, remove)
  assert.deepEqual(opened.authenticatedData, authenticatedData)
  const [added] = opened.added
  assert.deepEqual(added?.reference, dave.reference)
  assert.deepEqual(added.extensions, [{ type: 0xf101, data: Uint8Array.of(5) }])
  assert.equal(new TextDecoder().decode(added.leaf.identity), 'dave')
  assert.equal(added.notAfterAt, 90 * 24 * 60 * 60 * 1000)
  assert.equal(new TextDecoder().decode(opened.senderLeafAfter?.identity), 'alice')
  await world.deliver('alice', staged)
  assert.deepEqual(viewGroup(world.group('bob')).extensions, extensions)
})

test('a commit that is not taken up leaves a group that never uses its key again', async () => {
  const world = await World.of(['alice', 'bob'])
  const first = await world.stage('alice', {})
  world.groups.set('alice', first.current)
  const second = await world.stage('alice', {})
  const opened = await openHandshake(world.group('bob'), second.message)
  assert.ok(opened.kind === 'commit')
  await world.deliver('alice', second)
  await world.ensureAgreement()
})

test('the first of two commits counts, and the second is void', async () => {
  const world = await World.of(['alice', 'bob', 'carol'])
  const [first, second] = [await world.stage('alice', {}), await world.stage('bob', {})]
  await world.deliver('alice', first)
  for (const name of ['alice', 'bob', 'carol']) {
    const opened = await openHandshake(world.group(name), second.message)
    assert.ok(opened.kind === 'void' && opened.reason === 'otherEpoch')
  }
  await world.ensureAgreement()
})

test('exported secrets are the same for all, and differ by label, context, length and epoch', async () => {
  const world = await World.of(['alice', 'bob'])
  const wanted = { context: Uint8Array.of(1), length: 32 }
  const secret = exportSecret(world.group('alice'), 'rushlight door', wanted)
  assert.deepEqual(exportSecret(world.group('bob'), 'rushlight door', wanted), secret)
  const others = [
    exportSecret(world.group('bob'), 'rushlight wrap', wanted),
    exportSecret(world.group('bob'), 'rushlight door', { ...wanted, context: EMPTY }),
    exportSecret(world.group('bob'), 'rushlight door', { ...wanted, length: 33 }).subarray(0, 32),
  ]
  await world.update('bob')
  others.push(exportSecret(world.group('bob'), 'rushlight door', wanted))
  assert.equal(new Set([secret, ...others].map((bytes) => bytes.toHex())).size, 5)
})

test('after the secrets of the epoch before are erased the group goes on, and the old one opens nothing', async () => {
  const world = await World.of(['alice', 'bob'])
  const message = await world.send('alice', 'unread')
  const before = world.group('bob')
  await world.update('alice')
  for (const secret of secretsToErase(before, world.group('bob'))) secret.fill(0)
  assert.equal((await openApplication(before, message)).kind, 'void')
  await world.ensureAgreement()
})

test('zeroing what a message consumed leaves the next message whole', async () => {
  const world = await World.of(['alice', 'bob'])
  for (let i = 0; i < 3; i++) {
    const sent = await sealApplication(world.group('alice'), { data: Uint8Array.of(i), authenticatedData: EMPTY })
    world.groups.set('alice', sent.next)
    const opened = await openApplication(world.group('bob'), sent.message)
    assert.ok(opened.kind === 'application')
    assert.deepEqual(opened.data, Uint8Array.of(i))
    for (const secret of [...sent.consumed, ...opened.consumed]) secret.fill(0)
    world.groups.set('bob', opened.next)
  }
})

test('what others would judge void is refused before it is sent', async () => {
  const world = await World.of(['alice', 'bob'])
  const nothing = { add: [], remove: [], authenticatedData: EMPTY }
  const refuse = async (change: object): Promise<string> => {
    const staged = await stageCommit(world.group('alice'), { ...nothing, ...change })
    return staged.kind === 'refused' ? staged.reason : staged.kind
  }
  const { keyPackage } = await world.device('carol')
  assert.equal(await refuse({ remove: [world.leaf('alice')] }), 'removeInvalid')
  assert.equal(await refuse({ remove: [7] }), 'removeInvalid')
  assert.equal(await refuse({ add: [Uint8Array.of(1)] }), 'keyPackageInvalid')
  assert.equal(await refuse({ add: [keyPackage, keyPackage] }), 'keysNotUnique')
  assert.equal(await refuse({ extensions: [{ type: 0xf999, data: EMPTY }] }), 'extensionsUnsupported')
  const twice = [
    { type: 6, data: EMPTY },
    { type: 6, data: EMPTY },
  ]
  assert.equal(await refuse({ extensions: twice }), 'extensionsInvalid')
  assert.equal(await refuse({ extensions: [{ type: 6, data: new Uint8Array(2 ** 20) }] }), 'extensionsInvalid')
  const many = Array.from({ length: 65 }, (_, type) => ({ type: 0xf200 + type, data: EMPTY }))
  assert.equal(await refuse({ extensions: many }), 'extensionsInvalid')
})

const EMPTY = new Uint8Array(0)
