import {
  applyDelta,
  encodeEntryContext,
  encodeRoomContext,
  exporter,
  idempotencyKey,
  judgeChange,
  leafAt,
  sealBundle,
  timeToLiveStep,
  wrapEntry,
} from '@rushlight/protocol'
import type { AccountId, Crypto, Delta, Head, RecordChain, RoomChange, WelcomeBundle } from '@rushlight/protocol'
import { accountsLeaving } from '../room/room-row.ts'
import type { FrameRow } from '../room/room-row.ts'
import type { SealedEntry } from '../outbox/job-row.ts'
import { stageCommit } from './mls/index.ts'
import type { Group } from './mls/index.ts'
import type { ChangePlan } from './plan-change.ts'
import { exportKey, withGroup } from './room-group.ts'
import { nextMeetings } from '../room/next-meetings.ts'
import type { RoomGroup } from './room-group.ts'

/** What staging needs to know of the room beside its group. */
export type StagingPlace = {
  readonly room: RoomGroup
  readonly frame: FrameRow
  readonly head: Head
  /** Of every participant after the change: for those who join. */
  readonly chains: ReadonlyMap<AccountId, RecordChain>
  readonly now: number
}

export type StagedChange = {
  readonly kind: 'staged'
  readonly sealed: SealedEntry
  /** Goes on if the commit does not come into force; must be stored before the entry is let go. */
  readonly current: RoomGroup
  readonly next: Group
  readonly change: RoomChange
  readonly secrets: readonly Uint8Array[]
}

export type RefusedChange = { readonly kind: 'refused' }

/** Makes the one commit of a plan. What the others would judge void is not made (`refused`). */
export async function stageChange(
  crypto: Crypto,
  place: StagingPlace,
  plan: ChangePlan,
): Promise<StagedChange | RefusedChange> {
  const { room, frame, head } = place
  const change = changeOf(place, plan)
  const before = { context: room.context, leaves: room.leaves, leaving: accountsLeaving(frame) }
  const verdict = await judgeChange(crypto, before, change)
  if (verdict.kind === 'void' || applyDelta(frame.roster, change.delta) === undefined) return { kind: 'refused' }
  const chains = plan.carried.map(({ chain }) => chain)
  const said = plan.cannotFollow.length === 0 ? {} : { cannotFollow: plan.cannotFollow }
  const staged = await stageCommit(room.group, {
    add: plan.add.map(({ keyPackage }) => keyPackage),
    remove: plan.remove,
    ...(plan.changesContext ? { extensions: encodeRoomContext(plan.context) } : {}),
    authenticatedData: encodeEntryContext({ format: 1, head, delta: change.delta, chains, ...said }),
    alwaysPath: true,
  })
  if (staged.kind === 'refused') return { kind: 'refused' }
  const welcome =
    staged.welcome === undefined
      ? undefined
      : {
          welcome: staged.welcome,
          bundle: await sealWelcomeBundle(crypto, place, { next: staged.next, change }),
        }
  const sealed: SealedEntry = {
    idempotencyKey: idempotencyKey.fromBytes(crypto.randomBytes(idempotencyKey.lengthBytes)),
    entry: await wrapEntry(crypto, { log: head.log, wrapKey: room.wrapKey }, staged.message),
    door: room.door,
    timeToLiveStep: timeToLiveStep(undefined),
    commit: {
      delta: change.delta,
      childKey: exportKey(staged.next, exporter.door),
      ...lifetimeOf(plan),
      seen: head.seq,
      ...(welcome === undefined ? {} : { welcome }),
      ...said,
    },
  }
  const current = withGroup(room, staged.current)
  return { kind: 'staged', sealed, current, next: staged.next, change, secrets: staged.consumed }
}

function changeOf({ room, now }: StagingPlace, plan: ChangePlan): RoomChange {
  const removed = plan.remove.flatMap((index) => {
    const leaf = leafAt({ leaves: room.leaves }, index)
    return leaf === undefined ? [] : [leaf.slot.postingKey]
  })
  const slots = plan.add.map(({ added }) => ({ ...added.leaf.slot, addresses: added.addresses }))
  const delta: Delta = { removed, added: slots }
  return {
    committer: room.ownLeaf,
    removed: plan.remove,
    added: plan.add.map(({ added }) => added),
    context: plan.context,
    updatesPath: true,
    delta,
    carried: plan.carried,
    acceptedAt: now,
  }
}

/** The times at which all that the commit adds may come in: the one thing about it that only the receipt decides. */
function lifetimeOf(plan: ChangePlan): { readonly notBefore: number; readonly notAfter: number } {
  return {
    notBefore: Math.max(0, ...plan.add.map(({ added }) => added.notBefore)),
    notAfter: Math.min(Number.MAX_SAFE_INTEGER, ...plan.add.map(({ added }) => added.notAfter)),
  }
}

type Outcome = { readonly next: Group; readonly change: RoomChange }

async function sealWelcomeBundle(crypto: Crypto, place: StagingPlace, { next, change }: Outcome): Promise<Uint8Array> {
  const { frame, chains, head, now } = place
  const { participants } = change.context.state
  const meetings = nextMeetings(
    { meetings: frame.meetings, group: next, log: head.log, now },
    change.removed.length > 0,
  )
  const bundle: WelcomeBundle = {
    format: 1,
    openings: frame.openings,
    roster: applyDelta(frame.roster, change.delta) ?? frame.roster,
    chains: chainsOf(participants, chains),
    leaving: accountsLeaving(frame).filter((account) => participants.some((one) => one.account === account)),
    meetings: meetings.slice(-1),
  }
  return sealBundle(crypto, exportKey(next, exporter.welcome), bundle)
}

function chainsOf(
  participants: readonly { readonly account: AccountId }[],
  chains: ReadonlyMap<AccountId, RecordChain>,
): readonly RecordChain[] {
  return participants.flatMap(({ account }) => {
    const chain = chains.get(account)
    return chain === undefined ? [] : [chain]
  })
}
