import { fetchWelcome, logIdOf, mayTakeWelcome } from '@rushlight/protocol'
import type { Head, Incarnation, LogId, ProviderName } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import { keyPackageTable } from '../directory/key-package-row.ts'
import type { KeyPackageRow } from '../directory/key-package-row.ts'
import { deadlineOfKeyPackage } from '../directory/publish-key-packages.ts'
import { putChain } from '../directory/put-chain.ts'
import type { Core } from '../engine/core.ts'
import { deadlineTable } from '../expiry/deadline-row.ts'
import { isForNow } from '../hub/is-for-now.ts'
import { writeEvent } from '../message/write-event.ts'
import { candidateOf, weigh } from '../succession/chains.ts'
import type { Framed } from '../succession/chains.ts'
import { lostIn, makeAnew } from '../succession/lost-changes.ts'
import { openAll } from '../succession/opened.ts'
import { markUndelivered, queueAgain } from '../succession/say-again.ts'
import { load } from '../vault/table.ts'
import { noteBase } from './base-row.ts'
import { becomeStuck } from './change-standing.ts'
import { firstModel } from './first-model.ts'
import { writeGroup } from './group-rows.ts'
import { judgeWelcome } from './judge-welcome.ts'
import type { WelcomedRoom } from './judge-welcome.ts'
import { raiseHead } from './device-heads.ts'
import { keepItem } from './keep-item.ts'
import { planRenewal } from './plan-renewal.ts'
import { nextMeetings } from './next-meetings.ts'
import { pullRoom } from './pull-log.ts'
import type { RoomModel } from './room-model.ts'
import type { FrameRow, Standing } from './room-row.ts'
import type { RoomStep } from './room-step.ts'

export type Notice = {
  readonly hub: ProviderName
  readonly log: LogId
  readonly seq: number
  readonly keyPackage: KeyPackageRow
}

/** `done`: joined, or not to be joined; `later`: the hub did not answer. */
export type Joining = 'done' | 'later'

/** Somebody added one of this device's KeyPackages to a room. */
export async function joinRoom(core: Core, { hub, log, seq, keyPackage }: Notice): Promise<Joining> {
  const answer = await core.hubs.at(hub).link.call(fetchWelcome, { log, seq, reader: keyPackage.readerSecret })
  if (answer.kind === 'lost' || (answer.kind === 'failure' && isForNow(answer.error))) return 'later'
  const welcomed =
    answer.kind === 'answer'
      ? await judgeWelcome(core.crypto, keyPackage, { log, seq, fetched: answer.value })
      : undefined
  if (welcomed === undefined) {
    core.ports.log.note('welcomeRefused')
    return 'done'
  }
  const { actor, outbox } = core.roomAt(welcomed.id)
  // The commit that let us in may have put us out first: this comes before it in the log, and is judged before it.
  await pullRoom(core, actor)
  const known = await actor.read()
  const standing = await standingOf(core, { welcomed, before: known, keyPackage })
  if (standing === undefined) {
    core.ports.log.note('welcomeRefused')
    return 'done'
  }
  if (known?.group !== undefined) await actor.run((step) => Promise.resolve(becomeStuck(step)))
  const before = await actor.read()
  const greeted = await core.hubs.at(hub).link.greet()
  const hubLife = greeted.kind === 'answer' ? greeted.value.incarnation : undefined
  await enter(core, { welcomed, before, keyPackage, standing, hubLife })
  core.roomOfLog.set(log, welcomed.id)
  // Much may have been said since the commit that let us in.
  await pullRoom(core, actor)
  await core.markBackup()
  void outbox.flush()
  return 'done'
}

type Candidate = {
  readonly welcomed: WelcomedRoom
  readonly before: RoomModel | undefined
  readonly keyPackage: KeyPackageRow
}

/**
 * How this device stands to the room if it follows; `undefined`: it does not. A known room is entered only by the request
 * that this device made itself, so nobody can put it into another branch (R26, F27).
 */
async function standingOf(core: Core, { welcomed, before, keyPackage }: Candidate): Promise<Standing | undefined> {
  const own = core.self.account.id
  const asked = keyPackage.reseatFor === welcomed.id
  if (keyPackage.reseatFor !== undefined && !asked) return undefined
  const isOutside = before === undefined || before.row.standing === 'left' || before.row.standing === 'removed'
  if (!isOutside) return asked && (await isBetter(core, before, welcomed)) ? 'joined' : undefined
  if (core.blocked.has(welcomed.inviter)) return undefined
  if (welcomed.inviter === own) return 'joined'
  const inviter = await load(core.store, accountTable, welcomed.inviter)
  return inviter?.isContact === true ? 'joined' : 'request'
}

/** Never back in a log, and into another only if the chain it belongs to is no worse (RM2, R26). */
async function isBetter(core: Core, before: RoomModel, { head, bundle }: WelcomedRoom): Promise<boolean> {
  const { row, frame } = before
  const own: Pick<Head, 'log' | 'seq'> | undefined = row.head ?? row.stuckAt
  if (own?.log === head.log) return own.seq < head.seq
  const newest = frame?.openings.at(-1)
  if (frame === undefined || newest === undefined) return true
  const framed: Framed = { ...before, frame }
  const candidate = await candidateOf(core.crypto, framed, bundle.openings)
  if (candidate === undefined) return false
  // It asked for that chain itself, when it saw on the boards who speaks for it.
  const isAskedFor = candidate.theirs.some((one) => one.log === row.apartFrom)
  if (isAskedFor) return true
  const chains = await weigh(core, framed, { candidates: [candidate], endorsements: [] })
  if (chains === undefined) return false
  const ownLog = logIdOf(core.crypto, newest)
  return mayTakeWelcome({
    openings: chains.openings,
    own: ownLog,
    offered: head.log,
    isAsked: true,
    isReceipted: true,
  })
}

type Entering = Candidate & { readonly standing: Standing; readonly hubLife: Incarnation | undefined }

async function enter(core: Core, entering: Entering): Promise<void> {
  const { welcomed, before, keyPackage, standing, hubLife } = entering
  const { group, bundle, head, acceptedAt, inviter } = welcomed
  const { kind, title, participants } = group.context.state
  const meetings = nextMeetings(
    {
      meetings: [...(before?.frame?.meetings ?? []), ...bundle.meetings],
      group: group.group,
      log: head.log,
      now: acceptedAt,
    },
    false,
  )
  const frame: FrameRow = {
    format: 1,
    openings: bundle.openings,
    roster: bundle.roster,
    leaving: bundle.leaving.map((account) => ({ account, seq: head.seq })),
    meetings,
    ...commitsOf(before, bundle.openings.length),
    // It has spoken, and does not speak again.
    ...(before?.frame?.spoken === undefined ? {} : { spoken: before.frame.spoken }),
  }
  const { postingKey, readerSecret, addresses } = keyPackage
  const seat = { group, head, acceptedAt, slot: { postingKey, readerSecret, addresses, retired: [] } }
  const members = participants.map(({ account }) => account)
  const now = core.now()
  const model = firstModel(
    {
      id: welcomed.id,
      standing,
      kind,
      title,
      participants: members,
      frame,
      now,
      seat,
      invitedBy: inviter,
      hubLife,
    },
    before,
  )
  await core.roomAt(welcomed.id).actor.create(model, async (step) => {
    step.write(writeGroup(welcomed.id, group.group))
    noteBase(step, group, head)
    step.setFrame(frame)
    planRenewal(step, group, acceptedAt)
    keepItem(step, { receipt: welcomed.receipt })
    step.patchRow({ activeAt: Math.max(model.row.activeAt, acceptedAt) })
    for (const account of welcomed.accounts) await putChain(step, step.world, account)
    forgetKeyPackage(step, keyPackage)
    for (const { credential } of group.leaves) raiseHead(step, { ...credential, seq: 0 })
    await sayAgain(step, entering)
    await makeLostAnew(step, entering)
    if (before === undefined || before.group !== undefined || before.row.standing !== 'waiting')
      tellOfJoining(step, entering)
    step.emit({ kind: 'roomJoined', room: welcomed.id })
    if (kind === 'self') step.after(() => step.world.bringNotes(0))
  })
}

/** What was said in a branch that lost, and is not with everybody (R27). */
async function sayAgain(step: RoomStep, { before, welcomed }: Entering): Promise<void> {
  const newest = before?.frame?.openings.at(-1)
  const isSame = newest !== undefined && logIdOf(step.world.crypto, newest) === welcomed.head.log
  if (before === undefined || newest === undefined || isSame) return
  queueAgain(step, { jobs: step.model.jobs, again: await markUndelivered(step, before.row) })
}

/** Of the branch that this device comes from, what the chain that it enters does without (R25). */
async function makeLostAnew(step: RoomStep, { before, welcomed: { bundle } }: Entering): Promise<void> {
  const chain = await openAll(step.world.crypto, bundle.openings)
  if (before?.frame === undefined || chain === undefined) return
  makeAnew(step, lostIn(before.frame, chain))
}

/** Of the log that it has been in already. */
function commitsOf(before: RoomModel | undefined, openings: number): Pick<FrameRow, 'commits'> {
  const { commits, openings: own = [] } = before?.frame ?? {}
  return commits === undefined || own.length !== openings ? {} : { commits }
}

function tellOfJoining(step: RoomStep, { welcomed, keyPackage }: Entering): void {
  const own = step.world.self().account.id
  const event =
    keyPackage.reseatFor === undefined
      ? ({ kind: 'added', accounts: [own] } as const)
      : ({ kind: 'device', account: own } as const)
  writeEvent(step, {
    event,
    by: welcomed.inviter,
    receipt: { seq: welcomed.head.seq, acceptedAt: welcomed.acceptedAt },
  })
}

function forgetKeyPackage(step: RoomStep, keyPackage: KeyPackageRow): void {
  const { readerSecret } = keyPackage
  if (keyPackage.isLastResort === true) return
  step.remove(keyPackageTable, readerSecret)
  step.remove(deadlineTable, { at: deadlineOfKeyPackage(keyPackage), due: { kind: 'keyPackage', readerSecret } })
}
