import {
  compareHeads,
  deviceOf,
  letterCodec,
  logIdOf,
  LETTER_INFO,
  openBox,
  parseWith,
  participantOf,
  RESEAT_REQUEST_MS,
  verifyCannotFollow,
  verifyRecordChain,
  verifyReseatRequest,
} from '@rushlight/protocol'
import type { Letter } from '@rushlight/protocol'
import { followOwnRecord } from '../account/follow-own-record.ts'
import { putChain } from '../directory/put-chain.ts'
import type { Core } from '../engine/core.ts'
import { turnOf } from '../room/turn.ts'

/** A letter came: today these are requests to be let into a room again (R26). What does not hold is passed over. */
export async function takeLetter(core: Core, sealed: Uint8Array): Promise<void> {
  const own = { privateKey: core.self.row.letterKey, info: LETTER_INFO }
  const opened = await openBox(core.crypto, own, sealed)
  const letter = opened === undefined ? undefined : parseWith(letterCodec, opened)
  const isGood = letter !== undefined && (await isRequestGood(core, letter))
  if (!isGood) return core.ports.log.note('letterRefused')
  await takeRequest(core, letter)
}

/** Signed by a device that its account's newest record lists, and fresh. */
async function isRequestGood(core: Core, { request, cannotFollow: said }: Letter): Promise<boolean> {
  const account = await verifyRecordChain(core.crypto, request.chain)
  const device = account === undefined ? undefined : deviceOf(account.record, request.device)
  if (account?.id !== request.account || device === undefined) return false
  const isFresh = Math.abs(core.sharedNow() - request.madeAt) <= RESEAT_REQUEST_MS
  const isSaidByIt =
    said === undefined ||
    (said.account === request.account &&
      said.device === request.device &&
      (await verifyCannotFollow(core.crypto, device.key, said)))
  return isFresh && isSaidByIt && verifyReseatRequest(core.crypto, device.key, request)
}

/** Whoever's turn it is commits it; the others find it done when theirs comes. */
async function takeRequest(core: Core, { request, cannotFollow }: Letter): Promise<void> {
  const room = core.rooms.get(request.room)
  await room?.actor.run(async (step) => {
    const { group, row, jobs } = step.model
    const participant = group === undefined ? undefined : participantOf(group.context.state, request.account)
    const isOpen = row.standing === 'joined' || row.standing === 'creating'
    const account = await verifyRecordChain(core.crypto, request.chain)
    if (group === undefined || participant === undefined || account === undefined || !isOpen) return
    // To be let in where this device is not would help nobody.
    if (step.model.frame?.openings.every((one) => logIdOf(core.crypto, one) !== request.log) ?? true) return
    await putChain(step, step.world, account)
    if (compareHeads(account.head, participant.head) < 0) return
    for (const { count, row: job } of jobs) {
      const { job: other } = job
      const isSame =
        other.kind === 'change' && other.change.kind === 'reseat' && other.change.request.device === request.device
      if (isSame && job.sealed === undefined) step.removeJob(count)
    }
    const notBefore = step.world.now() + turnOf(step.world.crypto, group, request.account)
    const said = cannotFollow === undefined ? {} : { cannotFollow }
    step.addJob({ kind: 'change', change: { kind: 'reseat', request, ...said } }, notBefore)
  })
  void room?.outbox.flush()
  core.spawn(followOwnRecord(core, request.chain))
}
