import {
  encodeEntryContext,
  encodeRoomContext,
  exporter,
  hashOfEntry,
  idempotencyKey,
  wrapEntry,
} from '@rushlight/protocol'
import type { CommitPart, Crypto, Head, RoomId, SubmitResult } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { stageCommit } from '../group-crypto/mls/index.ts'
import { exportKey } from '../group-crypto/room-group.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { CallResult } from '../link/pending-calls.ts'
import { HubDoors } from '../outbox/hub-doors.ts'
import { sealJob } from '../outbox/seal-job.ts'
import { isLive } from '../room/room-model.ts'
import type { FrameRow } from '../room/room-row.ts'

const GARBAGE_BYTES = 1_000

type Submitted = { readonly answer: CallResult<SubmitResult>; readonly entryHash: Uint8Array }
type Brought = { readonly entry: Uint8Array; readonly commit: CommitPart }

/**
 * What a member can do who means harm: brings bytes to the hub that are no commit, as one that puts everybody else out of
 * the roster. The hub cannot tell, and makes a door of it. `over`: what it brought before.
 */
export async function submitGarbledCommit(
  client: Client,
  room: RoomId,
  over: readonly Uint8Array[],
): Promise<Submitted> {
  return bring(client, { room, over }, async (crypto, { group, frame }) => {
    const own = group.leaves.find(({ index }) => index === group.ownLeaf)?.slot.postingKey
    const removed = frame.roster.map(({ postingKey }) => postingKey).filter((key) => key.toHex() !== own?.toHex())
    const commit = { delta: { removed, added: [] }, childKey: crypto.randomBytes(32) }
    return { entry: crypto.randomBytes(GARBAGE_BYTES), commit }
  })
}

/** A commit that everybody can read, and that makes its author a moderator. */
export async function submitUnauthorisedCommit(
  client: Client,
  room: RoomId,
  over: readonly Uint8Array[],
): Promise<Submitted> {
  return bring(client, { room, over }, async (crypto, { group, head }) => {
    const { state } = group.context
    const self = Client.coreOf(client).self.account.id
    const participants = state.participants.map((one) =>
      one.account === self ? { ...one, role: 'moderator' as const } : one,
    )
    const delta = { removed: [], added: [] }
    const staged = await stageCommit(group.group, {
      add: [],
      remove: [],
      extensions: encodeRoomContext({ ...group.context, state: { ...state, participants } }),
      authenticatedData: encodeEntryContext({ format: 1, head, delta, chains: [] }),
      alwaysPath: true,
    })
    if (staged.kind === 'refused') throw new Error('no such commit')
    const entry = await wrapEntry(crypto, { log: head.log, wrapKey: group.wrapKey }, staged.message)
    return { entry, commit: { delta, childKey: exportKey(staged.next, exporter.door) } }
  })
}

type Place = { readonly group: RoomGroup; readonly frame: FrameRow; readonly head: Head }

async function bring(
  client: Client,
  { room, over }: { readonly room: RoomId; readonly over: readonly Uint8Array[] },
  make: (crypto: Crypto, place: Place) => Promise<Brought>,
): Promise<Submitted> {
  const { crypto, hubs, rooms } = Client.coreOf(client)
  const model = await rooms.get(room)?.actor.read()
  if (model === undefined || !isLive(model)) throw new Error('not in the room')
  const { group, frame, row } = model
  const { slot, head } = row
  const hub = await hubs.providerOf(model)
  if (slot === undefined || head === undefined || hub === undefined) throw new Error('not in the room')
  const { door, doorKey } = group
  const pass = { log: head.log, door, doorKey, postingKey: slot.postingKey, sealingKey: hub.sealingKey }
  const { entry, commit } = await make(crypto, { group, frame, head })
  const answer = await new HubDoors(crypto, hubs.at(hub.name).link).submit(pass, {
    log: head.log,
    door: group.door,
    idempotencyKey: idempotencyKey.fromBytes(crypto.randomBytes(idempotencyKey.lengthBytes)),
    seen: head.seq,
    entry,
    timeToLiveStep: 0,
    commit,
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
