import {
  CANNOT_FOLLOW_CARRIED_MAX,
  compareHeads,
  deviceOf,
  encodeRoomContext,
  equal,
  participantOf,
  sortParticipants,
} from '@rushlight/protocol'
import type {
  Account,
  AccountId,
  AddedLeaf,
  CannotFollow,
  Leaf,
  Participant,
  RoomContext,
  RoomState,
} from '@rushlight/protocol'
import type { Change } from '../outbox/job-row.ts'
import type { RoomGroup } from './room-group.ts'

/** A KeyPackage that may be used, with what it says. */
export type Candidate = { readonly keyPackage: Uint8Array; readonly added: AddedLeaf; readonly account: Account }

/** What a change needs beside the room: everything is checked already. */
export type WantedChange = {
  readonly change: Change
  /** Of `add`: one for each device that can be reached. Of `reseat`: the request's own. */
  readonly candidates: readonly Candidate[]
  /** Of `raise` and `reseat`: the account by its chain. */
  readonly account?: Account
}

/** One commit that brings about all that is wanted and not there yet. */
export type ChangePlan = {
  readonly context: RoomContext
  readonly remove: readonly number[]
  readonly add: readonly Candidate[]
  /** Whose chains the commit has to carry (R16). */
  readonly carried: readonly Account[]
  /** What those who are let in again could not follow (R15). */
  readonly cannotFollow: readonly CannotFollow[]
  readonly changesContext: boolean
  readonly renews: boolean
}

/** `undefined` if the room is as wanted. Pure; whether it is allowed is judged like anybody's commit. */
export function planChange(
  room: RoomGroup,
  leaving: readonly AccountId[],
  wanted: readonly WantedChange[],
): ChangePlan | undefined {
  const plan = new PlanInTheMaking(room, leaving)
  for (const one of wanted) plan.take(one)
  return plan.finish()
}

class PlanInTheMaking {
  readonly #room: RoomGroup
  readonly #leaving: readonly AccountId[]
  readonly #remove = new Set<number>()
  readonly #add: Candidate[] = []
  readonly #carried = new Map<AccountId, Account>()
  readonly #cannotFollow: CannotFollow[] = []
  #state: RoomState
  #renews = false

  constructor(room: RoomGroup, leaving: readonly AccountId[]) {
    this.#room = room
    this.#leaving = leaving
    this.#state = room.context.state
  }

  take({ change, candidates, account }: WantedChange): void {
    switch (change.kind) {
      case 'add':
        return this.#addAccounts(change.accounts, candidates)
      case 'remove':
        return this.#removeAccount(change.account)
      case 'dismiss':
        return this.#mayDismiss(change.account) ? this.#removeAccount(change.account) : undefined
      case 'title':
        return this.#set({ title: change.title })
      case 'timers':
        return this.#set({ timers: change.timers })
      case 'role':
        return this.#setParticipant(change.account, { role: change.isModerator ? 'moderator' : 'member' })
      case 'raise':
        return account === undefined ? undefined : this.#raise(account)
      case 'reseat':
        return account === undefined ? undefined : this.#reseat(account, candidates, change.cannotFollow)
      case 'renew':
        this.#renews = true
    }
  }

  finish(): ChangePlan | undefined {
    const context = { ...this.#room.context, state: this.#state }
    const changesContext = !isSameContext(context, this.#room.context)
    const nothing = !changesContext && !this.#renews && this.#remove.size === 0 && this.#add.length === 0
    if (nothing) return undefined
    return {
      context,
      remove: [...this.#remove].sort((a, b) => a - b),
      add: this.#add,
      carried: [...this.#carried.values()],
      cannotFollow: this.#cannotFollow,
      changesContext,
      renews: this.#renews,
    }
  }

  #set(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change }
  }

  #setParticipant(account: AccountId, change: Partial<Participant>): void {
    const participants = this.#state.participants.map((one) => (one.account === account ? { ...one, ...change } : one))
    this.#set({ participants })
  }

  #addAccounts(wanted: readonly AccountId[], candidates: readonly Candidate[]): void {
    for (const candidate of candidates) {
      const { id } = candidate.account
      if (!wanted.includes(id) || this.#leafOf(candidate) !== undefined) continue
      if (participantOf(this.#state, id) === undefined) {
        const participant: Participant = { account: id, role: 'member', head: candidate.account.head }
        this.#set({ participants: sortParticipants([...this.#state.participants, participant]) })
      }
      this.#raise(candidate.account)
      this.#addCandidate(candidate)
    }
  }

  /** The room may have forgotten that somebody asked to go; a moderator needs no asking. */
  #mayDismiss(account: AccountId): boolean {
    const { leaves, ownLeaf } = this.#room
    const own = leaves.find(({ index }) => index === ownLeaf)?.credential.account
    const role = own === undefined ? undefined : participantOf(this.#state, own)?.role
    return role === 'moderator' || this.#leaving.includes(account)
  }

  #removeAccount(account: AccountId): void {
    if (participantOf(this.#state, account) === undefined) return
    this.#set({ participants: this.#state.participants.filter((one) => one.account !== account) })
    for (const leaf of this.#leavesOf(account)) this.#remove.add(leaf.index)
  }

  /** The room counts with the account's newest record, and devices that are not on it go. */
  #raise(account: Account): void {
    const participant = participantOf(this.#state, account.id)
    if (participant === undefined) return
    const isNewer = compareHeads(account.head, participant.head) > 0
    if (isNewer) this.#setParticipant(account.id, { head: account.head })
    const revoked = this.#leavesOf(account.id).filter(
      (leaf) => deviceOf(account.record, leaf.credential.device) === undefined,
    )
    for (const leaf of revoked) if (leaf.index !== this.#room.ownLeaf) this.#remove.add(leaf.index)
    if (isNewer || revoked.length > 0) this.#carried.set(account.id, account)
  }

  #reseat(account: Account, candidates: readonly Candidate[], cannotFollow: CannotFollow | undefined): void {
    const [candidate] = candidates
    const participant = participantOf(this.#state, account.id)
    if (candidate === undefined || participant === undefined || compareHeads(account.head, participant.head) < 0) return
    this.#raise(account)
    const old = this.#leafOf(candidate)
    // A KeyPackage counts once: the leaf that it asks for is there (R26).
    if (old !== undefined && equal(old.leafKey, candidate.added.leaf.leafKey)) return
    if (old !== undefined) this.#remove.add(old.index)
    this.#addCandidate(candidate)
    if (cannotFollow !== undefined && this.#cannotFollow.length < CANNOT_FOLLOW_CARRIED_MAX)
      this.#cannotFollow.push(cannotFollow)
  }

  #addCandidate(candidate: Candidate): void {
    const { device } = candidate.added.leaf.credential
    if (
      this.#add.some(
        ({ added, account }) => account.id === candidate.account.id && added.leaf.credential.device === device,
      )
    )
      return
    this.#add.push(candidate)
    this.#carried.set(candidate.account.id, candidate.account)
  }

  #leafOf({ account, added }: Candidate): Leaf | undefined {
    return this.#leavesOf(account.id).find((leaf) => leaf.credential.device === added.leaf.credential.device)
  }

  #leavesOf(account: AccountId): readonly Leaf[] {
    return this.#room.leaves.filter(({ credential }) => credential.account === account)
  }
}

/** Wanting what is there already is wanting nothing. */
function isSameContext(a: RoomContext, b: RoomContext): boolean {
  const [one, other] = [encodeRoomContext(a), encodeRoomContext(b)]
  return one.length === other.length && one.every(({ data }, i) => equal(data, other[i]?.data ?? new Uint8Array()))
}
