import { equal, headAfter } from '@rushlight/protocol'
import type { Head } from '@rushlight/protocol'
import { receiptTable } from './log-rows.ts'
import type { RoomStep } from './room-step.ts'

/**
 * The same place with another hash: the hub told another member another story (R17). The proof are two signed receipts;
 * what we hold of it is our own chain, and the other's word, signed in the entry. The room says so from then on.
 */
export async function checkHead(step: RoomStep, told: Head): Promise<void> {
  const own = step.model.row.head
  if (own === undefined || told.log !== own.log || told.seq === 0 || step.model.row.twoStoriesAt !== undefined) return
  const chain = await chainAt(step, told)
  if (chain !== undefined && !equal(chain, told.chain)) step.patchRow({ twoStoriesAt: told.seq })
}

/** Our chain hash after that place; `undefined` where we hold no receipt of it any more. */
async function chainAt(step: RoomStep, { log, seq }: Head): Promise<Uint8Array | undefined> {
  const own = step.model.row.head
  if (own?.seq === seq) return own.chain
  const receipt = await step.load(receiptTable, { room: step.room, log, seq })
  return receipt === undefined ? undefined : headAfter(step.world.crypto, receipt.body).chain
}
