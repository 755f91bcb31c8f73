import { contradict, equal, headAfter, verifyTwoStories } from '@rushlight/protocol'
import type { AccountId, Head, Receipt } from '@rushlight/protocol'
import { hubKeyOf } from './hub-key.ts'
import { receiptTable } from './log-rows.ts'
import { isLive } from './room-model.ts'
import type { StoriesTold } from './room-row.ts'
import type { RoomStep } from './room-step.ts'

/** What we hold is said this often in a room: a member who makes contradictions up makes no flood. */
const SAID_MAX = 4

/**
 * A member's head has another hash at a place than our own chain: the hub told two stories, or the member lies (R17). We say
 * what receipt we hold, and so does whoever was told otherwise: the two receipts together prove it to anybody.
 */
export async function checkHead(step: RoomStep, by: AccountId, told: Head): Promise<void> {
  const own = step.model.row.head
  if (own === undefined || told.log !== own.log || told.seq === 0 || step.model.row.twoStories?.proof !== undefined)
    return
  if (await isOwnStory(step, told)) return
  noteStories(step, { seq: told.seq, by })
  sayReceipt(step, told.seq)
}

/** What that device has judged is the beginning of what we have, as far as we can still tell. */
export async function isOwnStory(step: RoomStep, told: Head): Promise<boolean> {
  const chain = await chainAt(step, told)
  return chain === undefined || equal(chain, told.chain)
}

/** A receipt of our log, whoever brings it: where it contradicts what we hold, and the hub signed both, that is the proof. */
export async function checkReceipt(step: RoomStep, receipt: Receipt, by?: AccountId): Promise<void> {
  const { log, seq } = receipt.body
  const { model, room } = step
  if (model.row.head?.log !== log || model.row.twoStories?.proof !== undefined || !isLive(model)) return
  for (const place of [seq, seq - 1, seq + 1]) {
    const own = await step.load(receiptTable, { room, log, seq: place })
    if (own === undefined || !contradict(step.world.crypto, own, receipt)) continue
    const hubKey = await hubKeyOf(step, model)
    const proof = { one: own, other: receipt }
    if (hubKey === undefined || !(await verifyTwoStories(step.world.crypto, hubKey, proof))) return
    noteStories(step, { seq, proof, ...(by === undefined ? {} : { by }) })
    step.after(() => step.world.meet(room))
    return sayReceipt(step, place)
  }
}

function noteStories(step: RoomStep, noted: Pick<StoriesTold, 'seq' | 'by' | 'proof'>): void {
  const { twoStories, lastAcceptedAt } = step.model.row
  const { proof } = noted
  const first = twoStories ?? { ...noted, noticedAt: lastAcceptedAt, said: 0 }
  step.patchRow({ twoStories: proof === undefined ? first : { ...first, proof } })
}

function sayReceipt(step: RoomStep, seq: number): void {
  const { twoStories } = step.model.row
  const isAsked = step.model.jobs.some(({ row }) => row.job.kind === 'receipt' && row.job.seq === seq)
  if (twoStories === undefined || twoStories.said >= SAID_MAX || isAsked) return
  step.patchRow({ twoStories: { ...twoStories, said: twoStories.said + 1 } })
  step.addJob({ kind: 'receipt', seq })
}

/** Our chain hash after that place; `undefined` where we hold no receipt of it any more. */
async function chainAt(step: RoomStep, { log, seq }: Head): Promise<Uint8Array | undefined> {
  const own = step.model.row.head
  if (own?.seq === seq) return own.chain
  const receipt = await step.load(receiptTable, { room: step.room, log, seq })
  return receipt === undefined ? undefined : headAfter(step.world.crypto, receipt.body).chain
}
