import { bigEndian, concat, parseBigEndian, roomId, span } from '@rushlight/protocol'
import type { Crypto, RoomId } from '@rushlight/protocol'
import { rankAtThinPlace, viewGroup } from '../group-crypto/mls/index.ts'
import type { Group } from '../group-crypto/mls/index.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { RoomStep } from './room-step.ts'

/**
 * The tree of a large room fills by and by (`spec/rooms.md` §11): while it is fresh, or after many have come or gone, a commit is
 * sealed to each device; once a few in each part of the tree have committed, to a handful. Who does so, and when, follows from
 * the tree and the time of the commit that left it so, so that they are few and do not meet.
 */
export type Thinned = {
  readonly room: RoomId
  readonly group: Group
  readonly leaves: number
  /** Of the epoch, so that nobody outside can tell when somebody will commit. */
  readonly secret: Uint8Array
  /** Of the commit that opened the epoch. */
  readonly acceptedAt: number
}

/** When this device should renew its leaf; `undefined`: it need not. */
export function decideRenewal(crypto: Crypto, thinned: Thinned): number | undefined {
  const { room, group, leaves, secret, acceptedAt } = thinned
  if (leaves < FILLED_LEAVES_MIN) return undefined
  const rank = rankAtThinPlace(group)
  if (rank === undefined || rank >= ASKED_IN_TURN) return undefined
  const seed = concat(roomId.toBytes(room), bigEndian(viewGroup(group).ownLeaf, 4), secret)
  const part = parseBigEndian(crypto.sha256(seed).subarray(0, 4)) / 2 ** 32
  return acceptedAt + RENEWED_AFTER_MS + rank * TURN_MS + Math.floor(part * SPREAD_MS)
}

/** Keeps the plan from one epoch to the next as long as there is need, and drops it when another has done it. */
export function planRenewal(step: RoomStep, room: RoomGroup, acceptedAt: number): void {
  const { group, leaves, doorKey: secret } = room
  const thinned = { room: step.room, group, leaves: leaves.length, secret, acceptedAt }
  const at = decideRenewal(step.world.crypto, thinned)
  const planned = step.model.jobs.filter(({ row }) => row.job.kind === 'change' && row.job.change.kind === 'renew')
  if (at === undefined) for (const { count } of planned) step.removeJob(count)
  else if (planned.length === 0) step.addJob({ kind: 'change', change: { kind: 'renew' } }, at)
}

/** Below this a commit to everybody is small enough. */
const FILLED_LEAVES_MIN = 32
/** Should the first below a thin place never come online, the next one does it. */
const ASKED_IN_TURN = 3
const TURN_MS: number = 2 * span.DAY_MS
/** A room that is being made has other commits to make. */
const RENEWED_AFTER_MS: number = 10 * span.MINUTE_MS
const SPREAD_MS: number = span.DAY_MS
