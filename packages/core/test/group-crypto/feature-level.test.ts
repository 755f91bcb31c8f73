import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import {
  APP_DATA_DICTIONARY,
  bindLeaf,
  doorOf,
  encodeAddresses,
  encodeCredential,
  encodeEntryContext,
  encodeLeafSlot,
  encodeRoomContext,
  exporter,
  hashOfDelta,
  hashOfEntry,
  keyOf,
  logId,
  parseAccountName,
  parseProviderName,
  readerTag,
  sortParticipants,
  startOf,
  verifyRecordChain,
  wrapEntry,
} from '@rushlight/protocol'
import type { Account, LeafPublicKey, PostingPublicKey, Provider, RoomState } from '@rushlight/protocol'
import { createSelf } from '../../src/account/create-self.ts'
import { judgeEntry } from '../../src/group-crypto/judge-entry.ts'
import type { Judged } from '../../src/group-crypto/judged.ts'
import { createGroup, createKeyPackage, joinGroup, stageCommit } from '../../src/group-crypto/mls/index.ts'
import { exportKey, readRoom } from '../../src/group-crypto/room-group.ts'
import type { RoomGroup } from '../../src/group-crypto/room-group.ts'

const crypto = createNodeCrypto()
const NOW = 1_764_000_000_000
const DAY_MS = 86_400_000

async function providerOf(text: string): Promise<Provider> {
  const name = parseProviderName(text)
  assert.ok(name)
  const [key, sealingKey] = [crypto.randomBytes(32), crypto.randomBytes(32)]
  return {
    name,
    key: keyOf(await crypto.ed25519PublicKey(key)),
    sealingKey: keyOf(await crypto.x25519PublicKey(sealingKey)),
    urls: [`https://${text}`],
  }
}

/** A new account, and a KeyPackage of its device whose program can judge up to that level. */
async function newcomer(text: string, featureLevel: number) {
  const name = parseAccountName(text)
  assert.ok(name)
  const provider = await providerOf('chat.example.org')
  const registration = { passwordRecord: new Uint8Array() }
  const self = await createSelf(crypto, { name, provider, passwordKey: new Uint8Array(32), madeAt: 0, registration })
  const account = await verifyRecordChain(crypto, self.chain)
  assert.ok(account)
  const signaturePrivateKey = crypto.randomBytes(32)
  const leafKey = keyOf<LeafPublicKey>(await crypto.ed25519PublicKey(signaturePrivateKey))
  const postingKey = keyOf<PostingPublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32)))
  const slot = { postingKey, reader: readerTag(crypto, crypto.randomBytes(32)) }
  const credential = await bindLeaf(crypto, self.accountKey, { account, device: self.device, leafKey })
  const device = await createKeyPackage(crypto, {
    suite: 1,
    identity: encodeCredential(credential),
    signaturePrivateKey,
    leafExtensions: encodeLeafSlot({ slot, featureLevel }),
    extensions: encodeAddresses([]),
    supportedExtensions: [APP_DATA_DICTIONARY],
    notBeforeAt: NOW - DAY_MS,
    notAfterAt: NOW + DAY_MS,
  })
  return { account, device }
}

function stateOf(accounts: readonly Account[]): RoomState {
  const participants = accounts.map(({ id, head }) => ({ account: id, role: 'moderator' as const, head }))
  return {
    format: 1,
    featureLevel: 1,
    kind: 'group',
    participants: sortParticipants(participants),
    title: '',
    timers: {},
    safety: false,
  }
}

/** Two in one room, whose programs know these levels. */
async function roomOf(levels: readonly [number, number]): Promise<readonly [RoomGroup, RoomGroup]> {
  const [alice, bob] = await Promise.all([newcomer('alice', levels[0]), newcomer('bob', levels[1])])
  const extensions = encodeRoomContext({ state: stateOf([alice.account, bob.account]) })
  const alone = await createGroup(crypto, { groupId: new Uint8Array(32), extensions, ...alice.device })
  const add = [bob.device.keyPackage]
  const staged = await stageCommit(alone, { add, remove: [], authenticatedData: new Uint8Array(), alwaysPath: true })
  assert.ok(staged.kind === 'staged' && staged.welcome !== undefined)
  const joined = await joinGroup(crypto, { welcome: staged.welcome, ...bob.device })
  assert.equal(joined.kind, 'joined')
  const [one, other] = [readRoom(crypto, staged.next), readRoom(crypto, joined.group)]
  assert.ok(one.kind === 'room' && other.kind === 'room')
  return [one.room, other.room]
}

/** What the second makes of a commit by which the first changes the room's state. */
async function judgeAfter(
  [committer, judge]: readonly [RoomGroup, RoomGroup],
  change: Partial<RoomState>,
): Promise<Judged> {
  const log = logId.fromBytes(crypto.randomBytes(32))
  const head = startOf(log)
  const delta = { removed: [], added: [] }
  const staged = await stageCommit(committer.group, {
    add: [],
    remove: [],
    extensions: encodeRoomContext({ state: { ...committer.context.state, ...change } }),
    authenticatedData: encodeEntryContext({ format: 1, head, delta }),
    alwaysPath: true,
  })
  assert.equal(staged.kind, 'staged')
  const entry = await wrapEntry(crypto, { log, wrapKey: committer.wrapKey }, staged.message)
  const child = doorOf(crypto, exportKey(staged.next, exporter.door))
  const receipt = {
    log,
    seq: 1,
    entryHash: hashOfEntry(crypto, entry),
    deltaHash: hashOfDelta(crypto, delta),
    chainBefore: head.chain,
    acceptedAt: NOW,
    child,
  }
  return judgeEntry(crypto, { room: judge, leaving: [] }, { entry, receipt })
}

test('a commit that asks for what a device of the room does not know is void, and the room goes on (R13)', async () => {
  const room = await roomOf([2, 1])
  assert.equal((await judgeAfter(room, { featureLevel: 2 })).kind, 'void')
  assert.equal((await judgeAfter(room, { featureLevel: 0xff_ff })).kind, 'void')
  const renamed = await judgeAfter(room, { title: 'Rushes' })
  assert.equal(renamed.kind, 'commit')
})

test('a program that is older than its own leaf says stops, and calls nothing void', async () => {
  const room = await roomOf([2, 2])
  assert.equal((await judgeAfter(room, { featureLevel: 2 })).kind, 'unknownFeature')
  assert.equal((await judgeAfter(room, { featureLevel: 3 })).kind, 'void')
})
