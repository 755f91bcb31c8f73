import { hashOfRecord } from '@rushlight/protocol'
import type { AccountId, Participant, RecordChain } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import { putChain } from '../directory/put-chain.ts'
import { planChange } from '../group-crypto/plan-change.ts'
import type { WantedChange } from '../group-crypto/plan-change.ts'
import { stageChange } from '../group-crypto/stage-change.ts'
import { writeStaged } from '../room/group-rows.ts'
import { isLive } from '../room/room-model.ts'
import type { RoomModel } from '../room/room-model.ts'
import { accountsLeaving } from '../room/room-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import type { SealedEntry } from './job-row.ts'

/** A change job and what was got for it. */
export type PreparedJob = { readonly count: number; readonly wanted: WantedChange }

/**
 * Makes one commit of all changes that are wanted and allowed, and stages it: the epoch it would open, the used ratchet and
 * the entry are written together. Jobs whose end is reached already, or that are not allowed, end here.
 */
export async function stageJobs(step: RoomStep, prepared: readonly PreparedJob[]): Promise<SealedEntry | undefined> {
  const { model } = step
  const { head } = model.row
  const [first] = prepared
  if (!isLive(model) || head === undefined || first === undefined) return undefined
  const { frame, group: room } = model
  const plan = planChange(
    room,
    accountsLeaving(frame),
    prepared.map(({ wanted }) => wanted),
  )
  if (plan === undefined) return endAll(step, prepared)
  for (const account of plan.carried) await putChain(step, step.world, account)
  const chains = await loadChains(step, plan.context.state.participants)
  const place = { room, frame, head, chains, now: step.world.now() }
  const staged = await stageChange(step.world.crypto, place, plan)
  if (staged.kind === 'refused') return refuse(step, prepared)
  step.setGroup(staged.current)
  step.write(writeStaged(step.room, staged.next))
  step.eraseAfter(staged.secrets)
  const job = jobOf(model, first.count)
  if (job !== undefined) step.setJob(first.count, { ...job.row, sealed: staged.sealed })
  return staged.sealed
}

/** One at a time shows which of several is not allowed; alone, it has failed. */
async function refuse(step: RoomStep, prepared: readonly PreparedJob[]): Promise<SealedEntry | undefined> {
  const [first, ...others] = prepared
  if (first === undefined) return undefined
  if (others.length > 0) return stageJobs(step, [first])
  step.removeJob(first.count)
  return undefined
}

function endAll(step: RoomStep, prepared: readonly PreparedJob[]): undefined {
  for (const { count } of prepared) step.removeJob(count)
  return undefined
}

/** Of every participant, up to the record that the room counts with: what we know beyond it is not the room's (R16). */
async function loadChains(
  step: RoomStep,
  participants: readonly Participant[],
): Promise<ReadonlyMap<AccountId, RecordChain>> {
  const self = step.world.self().account
  const chains = new Map<AccountId, RecordChain>()
  for (const { account, head } of participants) {
    const row = await step.load(accountTable, account)
    // Of our own account a room may know more than we do: another device of ours asked to be let in.
    for (const chain of [row?.chain ?? [], account === self.id ? self.chain : []]) {
      const last = chain.findIndex((signed) => hashOfRecord(step.world.crypto, signed) === head.hash)
      if (last >= 0) chains.set(account, chain.slice(0, last + 1))
    }
  }
  return chains
}

function jobOf(model: RoomModel, count: number): RoomModel['jobs'][number] | undefined {
  return model.jobs.find((job) => job.count === count)
}
