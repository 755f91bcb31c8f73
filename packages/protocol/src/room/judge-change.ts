import { hex } from '../bytes/text-encodings.ts'
import { encodeWith } from '../bytes/codec.ts'
import { equal } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { AccountId } from '../ids/ids.ts'
import { compareHeads, continuesFrom, deviceOf } from '../identity/record-chain.ts'
import type { Account } from '../identity/record-chain.ts'
import { verifyCredential } from '../identity/credential.ts'
import {
  DEVICES_PER_ACCOUNT_MAX,
  KEY_PACKAGE_CLOCK_SKEW_MS,
  KEY_PACKAGE_LIFETIME_MS_MAX,
  ROOM_DEVICES_MAX,
} from '../limits.ts'
import { addressesCodec } from '../log/address.ts'
import type { Address } from '../log/address.ts'
import type { Delta } from '../log/roster.ts'
import { isPolicySuccessor } from './policy.ts'
import { hasCapability } from './role.ts'
import type { Capability, Role } from './role.ts'
import { participantOf } from './room-state.ts'
import type { Participant, RoomContext, RoomState } from './room-state.ts'
import { leafAt } from './room-view.ts'
import type { Leaf, RoomView } from './room-view.ts'

/** A commit as its public part shows it, after MLS found it well-made. */
export type RoomChange = {
  readonly committer: number
  readonly removed: readonly number[]
  readonly added: readonly AddedLeaf[]
  /** The GroupContext after it. */
  readonly context: RoomContext
  readonly updatesPath: boolean
  readonly delta: Delta
  /** Carried by the commit, each checked: of every account it adds or raises. */
  readonly carried: readonly Account[]
  /** The hub's time of the entry. */
  readonly acceptedAt: number
}

export type AddedLeaf = {
  readonly leaf: Omit<Leaf, 'index'>
  readonly addresses: readonly Address[]
  /** UTC ms. */
  readonly notBefore: number
  readonly notAfter: number
}

export type ChangeVerdict = { readonly kind: 'allowed' } | { readonly kind: 'void'; readonly reason: VoidReason }

export type VoidReason =
  | 'noCommitter'
  | 'noPath'
  | 'kindChanged'
  | 'featureLevelLowered'
  | 'featureUnsupported'
  | 'policyChanged'
  | 'notAllowed'
  | 'recordLowered'
  | 'recordMissing'
  | 'leafWithoutParticipant'
  | 'credentialInvalid'
  | 'deviceTwice'
  | 'lifetimeInvalid'
  | 'tooManyDevices'
  | 'deltaDiffers'

/**
 * Decides whether a well-made commit is in force by the room's own rules (R13, R15, R16; `spec/rooms.md` §9). It looks
 * at the room before, at what the commit itself carries and at the hub's time, at nothing else: no directory, no clock,
 * no memory of this device. All who hold the same prefix of the log therefore decide alike.
 */
export async function judgeChange(crypto: Crypto, before: RoomView, change: RoomChange): Promise<ChangeVerdict> {
  const committer = leafAt(before, change.committer)
  if (committer === undefined) return voided('noCommitter')
  const reason =
    judgeContext(before, change, committer) ??
    judgeRemovals(before, change, committer) ??
    judgeLeaves(before, change) ??
    judgeDelta(before, change) ??
    (await judgeSignatures(crypto, before, change))
  return reason === undefined ? { kind: 'allowed' } : voided(reason)
}

function voided(reason: VoidReason): ChangeVerdict {
  return { kind: 'void', reason }
}

type MaybeVoid = VoidReason | undefined

function judgeContext(before: RoomView, change: RoomChange, committer: Leaf): MaybeVoid {
  const { state } = before.context
  const after = change.context.state
  if (after.kind !== state.kind) return 'kindChanged'
  if (after.featureLevel < state.featureLevel) return 'featureLevelLowered'
  const may = (wanted: Capability): boolean => isCapable(state, committer.credential.account, wanted)
  if (after.title !== state.title && !may('canChangeRoomName')) return 'notAllowed'
  if (after.safety !== state.safety && !may('canChangeAvailability')) return 'notAllowed'
  const { expireMs, burnMs } = state.timers
  const timersChanged = after.timers.expireMs !== expireMs || after.timers.burnMs !== burnMs
  if (timersChanged && !may('canChangeTimers')) return 'notAllowed'
  const isFirstPolicy = before.context.policy === undefined && change.context.policy !== undefined
  if (isFirstPolicy && !may('canSetPolicy')) return 'notAllowed'
  return judgeParticipants(before, change, may) ?? judgeHeads(before, change)
}

function judgeParticipants(before: RoomView, change: RoomChange, may: (wanted: Capability) => boolean): MaybeVoid {
  const { state } = before.context
  const after = change.context.state
  for (const { account, role } of after.participants) {
    const earlier = participantOf(state, account)
    if (earlier === undefined && !may('canAddParticipant') && !isFirstOther(state)) return 'notAllowed'
    const from: Role = earlier?.role ?? 'member'
    if (role !== from && !(may('canChangeUserRole') && may(banCapability(from, role)))) return 'notAllowed'
  }
  for (const { account, role } of state.participants) {
    if (participantOf(after, account) !== undefined || before.leaving.includes(account)) continue
    if (!may('canRemoveParticipant') || role === 'banned') return 'notAllowed'
  }
  return undefined
}

/** Whoever begins a conversation of two puts the other into it; then it is complete. */
function isFirstOther({ kind, participants }: RoomState): boolean {
  return kind === 'direct' && participants.length === 1
}

function banCapability(from: Role, to: Role): Capability {
  if (to === 'banned') return 'canBan'
  return from === 'banned' ? 'canUnBan' : 'canChangeUserRole'
}

/** Heads go up only, by a chain that the commit itself carries (R16). */
function judgeHeads(before: RoomView, change: RoomChange): MaybeVoid {
  for (const { account, head } of change.context.state.participants) {
    const earlier = participantOf(before.context.state, account)
    if (earlier?.head.hash === head.hash) continue
    const carried = change.carried.find(({ id }) => id === account)
    if (carried?.head.hash !== head.hash || compareHeads(carried.head, head) !== 0) return 'recordMissing'
    if (earlier === undefined) continue
    const outranks = compareHeads(head, earlier.head) > 0
    const descends = continuesFrom(carried, earlier.head) || head.generation > earlier.head.generation
    if (!outranks || !descends) return 'recordLowered'
  }
  return undefined
}

/**
 * A leaf may go when its account goes, when its device is no longer on its account's record, when its own account does
 * it, or when the same device comes back in the same commit (reseat, R26).
 */
function judgeRemovals(before: RoomView, change: RoomChange, committer: Leaf): MaybeVoid {
  if (change.removed.length > 0 && !change.updatesPath) return 'noPath'
  for (const index of change.removed) {
    const leaf = leafAt(before, index)
    if (leaf === undefined) return 'notAllowed'
    const { account, device } = leaf.credential
    const accountStays = isActive(change.context.state, account)
    const own = account === committer.credential.account
    const reseated = change.added.some(
      ({ leaf: { credential } }) => credential.account === account && credential.device === device,
    )
    const listed = recordAfter(change, account)
    const revoked = listed !== undefined && deviceOf(listed.record, device) === undefined
    if (accountStays && !own && !reseated && !revoked) return 'notAllowed'
  }
  return undefined
}

/** Who stays or comes must be an active participant; a device has one leaf. */
function judgeLeaves(before: RoomView, change: RoomChange): MaybeVoid {
  const kept = before.leaves.filter(({ index }) => !change.removed.includes(index))
  const after = [...kept, ...change.added.map(({ leaf }) => leaf)]
  if (after.length > ROOM_DEVICES_MAX) return 'tooManyDevices'
  if (!knowLevel(after, change.context.state.featureLevel)) return 'featureUnsupported'
  const devices = new Set<string>()
  const perAccount = new Map<AccountId, number>()
  for (const { credential } of after) {
    const { account, device } = credential
    if (!isActive(change.context.state, account)) return 'leafWithoutParticipant'
    devices.add(`${account} ${device}`)
    perAccount.set(account, (perAccount.get(account) ?? 0) + 1)
  }
  if (devices.size !== after.length) return 'deviceTwice'
  if ([...perAccount.values()].some((count) => count > DEVICES_PER_ACCOUNT_MAX)) return 'tooManyDevices'
  return change.added.every((added) => isAlive(added, change.acceptedAt)) ? undefined : 'lifetimeInvalid'
}

/** Nobody can ask of a room what one of its devices cannot judge (R13). */
export function knowLevel(leaves: readonly Pick<Leaf, 'featureLevel'>[], featureLevel: number): boolean {
  return leaves.every((leaf) => leaf.featureLevel >= featureLevel)
}

/** The hub was asked exactly for what the commit says (R9). */
function judgeDelta(before: RoomView, { delta, removed, added }: RoomChange): MaybeVoid {
  const gone = removed.map((index) => leafAt(before, index)?.slot.postingKey ?? new Uint8Array())
  const come = added.map(({ leaf, addresses }) => ({ ...leaf.slot, addresses }))
  if (!isSameSet(delta.removed, gone) || delta.added.length !== come.length) return 'deltaDiffers'
  const same = delta.added.every((slot, i) => {
    const wanted = come[i]
    return (
      wanted !== undefined &&
      equal(slot.postingKey, wanted.postingKey) &&
      equal(slot.reader, wanted.reader) &&
      equal(encodeWith(addressesCodec, slot.addresses), encodeWith(addressesCodec, wanted.addresses))
    )
  })
  return same ? undefined : 'deltaDiffers'
}

async function judgeSignatures(crypto: Crypto, before: RoomView, change: RoomChange): Promise<MaybeVoid> {
  if (!(await isPolicySuccessor(crypto, before.context.policy, change.context.policy))) return 'policyChanged'
  for (const { leaf } of change.added) {
    const { account: id, device, head } = leaf.credential
    const participant = participantOf(change.context.state, id)
    const account = recordAfter(change, id)
    // A leaf comes in under the newest record that the room knows, and its device must be on it (R16, R35).
    if (account === undefined || participant?.head.hash !== head.hash) return 'recordMissing'
    if (deviceOf(account.record, device) === undefined) return 'credentialInvalid'
    if (!(await verifyCredential(crypto, account, leaf))) return 'credentialInvalid'
  }
  return undefined
}

/** A commit that adds a leaf or counts a device as revoked carries that account's chain. */
function recordAfter(change: RoomChange, id: AccountId): Account | undefined {
  const carried = change.carried.find((account) => account.id === id)
  const participant = participantOf(change.context.state, id)
  return carried !== undefined && carried.head.hash === participant?.head.hash ? carried : undefined
}

function isCapable(state: RoomState, account: AccountId, wanted: Capability): boolean {
  const participant = participantOf(state, account)
  return participant !== undefined && hasCapability(state.kind, participant.role, wanted)
}

function isActive(state: RoomState, account: AccountId): boolean {
  const participant: Participant | undefined = participantOf(state, account)
  return participant !== undefined && participant.role !== 'banned'
}

/** Lifetimes count at the hub's time, a day of difference between clocks allowed, and only at Add (R13). */
function isAlive({ notBefore, notAfter }: AddedLeaf, acceptedAt: number): boolean {
  const short = notAfter - notBefore <= KEY_PACKAGE_LIFETIME_MS_MAX + KEY_PACKAGE_CLOCK_SKEW_MS
  return (
    short && notBefore - KEY_PACKAGE_CLOCK_SKEW_MS <= acceptedAt && acceptedAt <= notAfter + KEY_PACKAGE_CLOCK_SKEW_MS
  )
}

function isSameSet(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  const wanted = new Set(b.map((key) => hex(key)))
  return a.length === b.length && wanted.size === b.length && a.every((key) => wanted.has(hex(key)))
}
