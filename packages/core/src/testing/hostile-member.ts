import { hashOfEntry, idempotencyKey } from '@rushlight/protocol'
import type { RoomId, SubmitResult } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import type { CallResult } from '../link/pending-calls.ts'
import { HubDoors } from '../outbox/hub-doors.ts'
import { sealJob } from '../outbox/seal-job.ts'
import { isLive } from '../room/room-model.ts'

const GARBAGE_BYTES = 1_000

/**
 * What a member can do who means harm: brings bytes to the hub that are no commit, as one that puts everybody else out of
 * the roster. The hub cannot tell, and makes a door of it. `over`: what it brought before.
 */
export async function submitGarbledCommit(
  client: Client,
  room: RoomId,
  over: readonly Uint8Array[],
): Promise<{ readonly answer: CallResult<SubmitResult>; readonly entryHash: Uint8Array }> {
  const { crypto, hubs, rooms } = Client.coreOf(client)
  const model = await rooms.get(room)?.actor.read()
  if (model === undefined || !isLive(model)) throw new Error('not in the room')
  const { group, frame, row } = model
  const { slot, head } = row
  const hub = await hubs.providerOf(model)
  if (slot === undefined || head === undefined || hub === undefined) throw new Error('not in the room')
  const own = group.leaves.find(({ index }) => index === group.ownLeaf)?.slot.postingKey
  const removed = frame.roster.map(({ postingKey }) => postingKey).filter((key) => key.toHex() !== own?.toHex())
  const { door, doorKey } = group
  const pass = { log: head.log, door, doorKey, postingKey: slot.postingKey, sealingKey: hub.sealingKey }
  const entry = crypto.randomBytes(GARBAGE_BYTES)
  const answer = await new HubDoors(crypto, hubs.at(hub.name).link).submit(pass, {
    log: head.log,
    door: group.door,
    idempotencyKey: idempotencyKey.fromBytes(crypto.randomBytes(idempotencyKey.lengthBytes)),
    seen: head.seq,
    entry,
    timeToLiveStep: 0,
    commit: { delta: { removed, added: [] }, childKey: crypto.randomBytes(32) },
    over,
  })
  return { answer, entryHash: hashOfEntry(crypto, entry) }
}

/** What a member can say who wants to set the others against their hub: that at the newest place it was told another story. */
export async function lieAboutHead(client: Client, room: RoomId): Promise<void> {
  const { rooms } = Client.coreOf(client)
  const work = rooms.get(room)
  await work?.actor.run(async (step) => {
    const { head } = step.model.row
    const { crypto } = step.world
    if (head === undefined) return
    const { row } = step.model
    step.model = { ...step.model, row: { ...row, head: { ...head, chain: crypto.randomBytes(head.chain.length) } } }
    step.addJob({ kind: 'receipt', seq: head.seq })
    const job = step.model.jobs.at(-1)
    if (job !== undefined) await sealJob(step, job)
    step.patchRow({ head })
  })
  void work?.outbox.flush()
}
