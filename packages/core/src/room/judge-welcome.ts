import {
  deviceOf,
  equal,
  exporter,
  headAfter,
  leafAt,
  openBundle,
  participantOf,
  readerTag,
  roomId,
  verifyCredential,
  verifyOpenings,
  verifyPolicy,
  verifyReceipt,
  verifyRecordChain,
} from '@rushlight/protocol'
import type {
  Account,
  AccountId,
  Crypto,
  FetchWelcomeResult,
  Head,
  LogId,
  Receipt,
  RoomId,
  WelcomeBundle,
} from '@rushlight/protocol'
import type { KeyPackageRow } from '../directory/key-package-row.ts'
import { joinGroup, viewGroup } from '../group-crypto/mls/index.ts'
import { exportKey, readRoom } from '../group-crypto/room-group.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'

/** A room that somebody has put this device into, checked to the last leaf. */
export type WelcomedRoom = {
  readonly id: RoomId
  readonly group: RoomGroup
  readonly bundle: WelcomeBundle
  readonly head: Head
  /** Of the commit that let us in. */
  readonly receipt: Receipt
  readonly acceptedAt: number
  readonly inviter: AccountId
  readonly accounts: readonly Account[]
}

export type WelcomeAtItsPlace = { readonly log: LogId; readonly seq: number; readonly fetched: FetchWelcomeResult }

/**
 * Checks a Welcome: MLS itself, that the hub's receipt stands for just this epoch, and that everyone in the room is who the
 * room says (`spec/rooms.md` §8). `undefined`: it is not to be followed.
 */
export async function judgeWelcome(
  crypto: Crypto,
  own: KeyPackageRow,
  { log, seq, fetched }: WelcomeAtItsPlace,
): Promise<WelcomedRoom | undefined> {
  const { keyPackage, privateKeys } = own
  const joined = await joinGroup(crypto, { welcome: fetched.welcome, keyPackage, privateKeys })
  const read = joined.kind === 'joined' ? readRoom(crypto, joined.group) : undefined
  if (joined.kind !== 'joined' || read?.kind !== 'room') return undefined
  const { room: group } = read
  const id = roomId.fromBytes(viewGroup(group.group).groupId)
  const bundle = await openBundle(crypto, exportKey(group.group, exporter.welcome), fetched.bundle)
  const last = bundle === undefined ? undefined : await verifyOpenings(crypto, id, bundle.openings)
  if (bundle === undefined || last === undefined || last.log !== log) return undefined
  const { body } = fetched.receipt
  const isPlace = body.log === log && body.seq === seq && body.child === group.door
  if (!isPlace || !(await verifyReceipt(crypto, last.opening.hub.key, fetched.receipt))) return undefined
  const { policy } = group.context
  if (policy !== undefined && !(await verifyPolicy(crypto, policy))) return undefined
  const accounts = await verifyAccounts(crypto, group, bundle)
  const inviter = leafAt({ leaves: group.leaves }, joined.inviter)?.credential.account
  if (accounts === undefined || inviter === undefined || !isRosterOf(crypto, { group, bundle, own })) return undefined
  const place = { head: headAfter(crypto, body), receipt: fetched.receipt, acceptedAt: body.acceptedAt }
  return { id, group, bundle, ...place, inviter, accounts }
}

/** Every participant by its whole chain, and every leaf as a device that its account vouches for. */
async function verifyAccounts(
  crypto: Crypto,
  { context, leaves }: RoomGroup,
  bundle: WelcomeBundle,
): Promise<readonly Account[] | undefined> {
  const accounts = new Map<AccountId, Account>()
  for (const chain of bundle.chains) {
    const account = await verifyRecordChain(crypto, chain)
    if (account !== undefined) accounts.set(account.id, account)
  }
  const { participants } = context.state
  if (participants.some(({ account, head }) => accounts.get(account)?.head.hash !== head.hash)) return undefined
  for (const leaf of leaves) {
    const { account: id, device } = leaf.credential
    const account = accounts.get(id)
    if (account === undefined || participantOf(context.state, id) === undefined) return undefined
    const isListed = account.records.some(({ record }) => deviceOf(record, device) !== undefined)
    if (!isListed || !(await verifyCredential(crypto, account, leaf))) return undefined
  }
  return [...accounts.values()]
}

type RosterCheck = { readonly group: RoomGroup; readonly bundle: WelcomeBundle; readonly own: KeyPackageRow }

/** One slot per leaf, with that leaf's keys; and the own leaf is the one whose KeyPackage this is. */
function isRosterOf(crypto: Crypto, { group, bundle, own }: RosterCheck): boolean {
  const { leaves, ownLeaf } = group
  const ownSlot = leafAt({ leaves }, ownLeaf)?.slot
  if (ownSlot === undefined || !equal(ownSlot.reader, readerTag(crypto, own.readerSecret))) return false
  const matches = leaves.every(({ slot }) =>
    bundle.roster.some(({ postingKey, reader }) => equal(postingKey, slot.postingKey) && equal(reader, slot.reader)),
  )
  return matches && bundle.roster.length === leaves.length
}
