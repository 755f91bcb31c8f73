import assert from 'node:assert/strict'
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
import type {
  Account,
  Credential,
  Delta,
  Extension,
  LeafPublicKey,
  PostingPublicKey,
  Provider,
  ReceiptBody,
  RecordChain,
  Role,
  RoomState,
  SlotKeys,
} from '@rushlight/protocol'
import { createSelf } from '../../../src/account/create-self.ts'
import type { SelfRow } from '../../../src/account/self-row.ts'
import { judgeEntry } from '../../../src/group-crypto/judge-entry.ts'
import { createGroup, createKeyPackage, joinGroup, stageCommit } from '../../../src/group-crypto/mls/index.ts'
import type { CreatedKeyPackage, Group, StagedCommit } from '../../../src/group-crypto/mls/index.ts'
import { exportKey, readRoom } from '../../../src/group-crypto/room-group.ts'
import type { RoomGroup } from '../../../src/group-crypto/room-group.ts'
import { forgeCommit } from '../mls/forge-commit.ts'
import type { Forgery } from '../mls/forge-commit.ts'

/** A room of two as a client sees it, and whoever may be put into it. All is real but the hub, whose receipt is made here. */
export const crypto = createNodeCrypto()
export const NOW = 1_764_000_000_000
export const DAY_MS = 86_400_000
/** An extension that every device here knows and no room may hold. */
export const KNOWN_TO_ALL = 0xf123

export type Person = { readonly self: SelfRow; readonly account: Account }

export async function personOf(text: string): Promise<Person> {
  const [name, providerName] = [parseAccountName(text), parseProviderName('chat.example.org')]
  assert.ok(name !== undefined && providerName !== undefined)
  const provider: Provider = {
    name: providerName,
    key: keyOf(await crypto.ed25519PublicKey(crypto.randomBytes(32))),
    sealingKey: keyOf(await crypto.x25519PublicKey(crypto.randomBytes(32))),
    urls: ['https://chat.example.org'],
  }
  const registration = { passwordRecord: new Uint8Array() }
  const passwordKey = new Uint8Array(32)
  const self = await createSelf(crypto, { name, provider, passwordKey, madeAt: 0, registration })
  const account = await verifyRecordChain(crypto, self.chain)
  assert.ok(account)
  return { self, account }
}

export type Seat = { readonly device: CreatedKeyPackage; readonly keys: SlotKeys; readonly credential: Credential }
export type SeatOptions = {
  readonly notBeforeAt?: number
  readonly notAfterAt?: number
  readonly identity?: Uint8Array
  readonly moreExtensions?: readonly Extension[]
  /** Whose account key vouches, if not the person's own. */
  readonly voucher?: Person
}

/** A KeyPackage of a person's device. */
export async function seatOf({ self, account }: Person, options: SeatOptions = {}): Promise<Seat> {
  const signaturePrivateKey = crypto.randomBytes(32)
  const leafKey = keyOf<LeafPublicKey>(await crypto.ed25519PublicKey(signaturePrivateKey))
  const postingKey = keyOf<PostingPublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32)))
  const keys = { postingKey, reader: readerTag(crypto, crypto.randomBytes(32)) }
  const vouching = (options.voucher ?? { self }).self.accountKey
  const credential = await bindLeaf(crypto, vouching, { account, device: self.device, leafKey })
  const device = await createKeyPackage(crypto, {
    suite: 1,
    identity: options.identity ?? encodeCredential(credential),
    signaturePrivateKey,
    leafExtensions: [...encodeLeafSlot({ slot: keys, featureLevel: 1 }), ...(options.moreExtensions ?? [])],
    extensions: encodeAddresses([]),
    supportedExtensions: [APP_DATA_DICTIONARY, KNOWN_TO_ALL],
    notBeforeAt: options.notBeforeAt ?? NOW - DAY_MS,
    notAfterAt: options.notAfterAt ?? NOW + DAY_MS,
  })
  return { device, keys, credential }
}

export type SmallRoom = {
  readonly alice: RoomGroup
  readonly bob: RoomGroup
  readonly people: { readonly alice: Person; readonly bob: Person }
}

export async function smallRoom(bobs: Role = 'moderator'): Promise<SmallRoom> {
  const people = { alice: await personOf('alice'), bob: await personOf('bob') }
  const [alice, bob] = [await seatOf(people.alice), await seatOf(people.bob)]
  const participants = [participant(people.alice, 'moderator'), participant(people.bob, bobs)]
  const state: RoomState = {
    format: 1,
    featureLevel: 1,
    kind: 'group',
    participants: sortParticipants(participants),
    title: '',
    timers: {},
    safety: false,
  }
  const groupId = new Uint8Array(32)
  const alone = await createGroup(crypto, { groupId, extensions: encodeRoomContext({ state }), ...alice.device })
  const staged = await stage(alone, { add: [bob.device.keyPackage] })
  const joined = await join(staged, bob)
  return { alice: roomOf(staged.next), bob: roomOf(joined), people }
}

export function participant({ account }: Person, role: Role): RoomState['participants'][number] {
  return { account: account.id, role, head: account.head }
}

export function withPerson({ context }: RoomGroup, person: Person): Partial<RoomState> {
  return { participants: sortParticipants([...context.state.participants, participant(person, 'member')]) }
}

export function deltaFor(...seats: readonly Seat[]): Delta {
  return { removed: [], added: seats.map(({ keys }) => ({ ...keys, addresses: [] })) }
}

/** A commit and what surrounds it; what is absent is as it should be. */
export type Attempt = {
  readonly add?: readonly Seat[]
  readonly remove?: readonly number[]
  readonly state?: Partial<RoomState>
  readonly moreExtensions?: readonly Extension[]
  readonly delta?: Delta
  readonly chains?: readonly RecordChain[]
  readonly headSeq?: number
  readonly forgery?: Forgery
  readonly receipt?: Partial<ReceiptBody>
}

/** What the one makes of a commit of the other. */
export async function judgeAttempt(
  [committer, judge]: readonly [RoomGroup, RoomGroup],
  attempt: Attempt,
): Promise<string> {
  const log = logId.fromBytes(crypto.randomBytes(32))
  const start = startOf(log)
  const delta = attempt.delta ?? deltaFor(...(attempt.add ?? []))
  const head = { ...start, seq: attempt.headSeq ?? 0 }
  const { chains } = attempt
  const authenticatedData = encodeEntryContext({ format: 1, head, delta, ...(chains && { chains }) })
  const made = await makeCommit(committer, attempt, authenticatedData)
  const entry = await wrapEntry(crypto, { log, wrapKey: committer.wrapKey }, made.message)
  const receipt: ReceiptBody = {
    log,
    seq: 1,
    entryHash: hashOfEntry(crypto, entry),
    deltaHash: hashOfDelta(crypto, delta),
    chainBefore: start.chain,
    acceptedAt: NOW,
    child: made.child,
    ...attempt.receipt,
  }
  const judged = await judgeEntry(crypto, { room: judge, leaving: [] }, { entry, receipt })
  return judged.kind
}

type Made = { readonly message: Uint8Array; readonly child: ReturnType<typeof doorOf> }

async function makeCommit(committer: RoomGroup, attempt: Attempt, authenticatedData: Uint8Array): Promise<Made> {
  if (attempt.forgery !== undefined) {
    const message = await forgeCommit(committer.group, { ...attempt.forgery, authenticatedData })
    return { message, child: committer.door }
  }
  const { add = [], remove = [], state, moreExtensions = [] } = attempt
  const changed = encodeRoomContext({ state: { ...committer.context.state, ...state } })
  const { message, next } = await stage(committer.group, {
    add: add.map(({ device }) => device.keyPackage),
    remove,
    extensions: [...changed, ...moreExtensions],
    authenticatedData,
  })
  return { message, child: doorOf(crypto, exportKey(next, exporter.door)) }
}

type Staging = {
  readonly add: readonly Uint8Array[]
  readonly remove?: readonly number[]
  readonly extensions?: readonly Extension[]
  readonly authenticatedData?: Uint8Array
}

export async function stage(group: Group, staging: Staging): Promise<StagedCommit> {
  const nothing = { remove: [], authenticatedData: new Uint8Array(), alwaysPath: true }
  const staged = await stageCommit(group, { ...nothing, ...staging })
  assert.ok(staged.kind === 'staged', staged.kind === 'refused' ? staged.reason : '')
  return staged
}

export async function join({ welcome }: StagedCommit, { device }: Seat): Promise<Group> {
  assert.ok(welcome)
  const joined = await joinGroup(crypto, { welcome, ...device })
  assert.ok(joined.kind === 'joined')
  return joined.group
}

function roomOf(group: Group): RoomGroup {
  const read = readRoom(crypto, group)
  assert.ok(read.kind === 'room')
  return read.room
}
