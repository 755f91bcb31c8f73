import { keyOf, signOpening } from '@rushlight/protocol'
import type { Incarnation, LeafPrivateKey, LeafPublicKey, LogId, Opening, Provider } from '@rushlight/protocol'
import { signingKeyOf } from '../group-crypto/mls/index.ts'
import { authenticatorHashOf } from '../room/base-row.ts'
import type { LiveRoom } from '../room/room-model.ts'
import type { RoomStep } from '../room/room-step.ts'
import { followOpening } from './follow-opening.ts'
import { ownLeafOf } from './rival-openings.ts'

const NONCE_BYTES = 32

/**
 * Makes the next opening of the room, at that provider, on all that this device has judged (R3), and follows it: durably,
 * before anybody hears of it. The outbox then starts its log. `undefined`: there is nothing to go on from.
 */
export async function openNext(
  step: RoomStep,
  live: LiveRoom,
  at: {
    readonly hub: Provider
    readonly hubLife: Incarnation
    readonly term: number
    readonly openedAt: number
  },
): Promise<LogId | undefined> {
  const { crypto } = step.world
  const { head } = live.row
  const leaf = ownLeafOf(live)
  if (head === undefined || leaf === undefined) return undefined
  const { account, device } = leaf.credential
  const opening: Opening = {
    format: 1,
    room: step.room,
    previous: head.log,
    term: at.term,
    base: { head, epoch: live.group.epoch, authenticatorHash: authenticatorHashOf(crypto, live.group) },
    hub: at.hub,
    opener: { account, device, leafKey: keyOf<LeafPublicKey>(leaf.leafKey) },
    openedAt: at.openedAt,
    nonce: crypto.randomBytes(NONCE_BYTES),
  }
  const signed = await signOpening(crypto, keyOf<LeafPrivateKey>(signingKeyOf(live.group.group)), opening)
  const openings = [...live.frame.openings, signed]
  return followOpening(step, live, { openings, last: opening, hubLife: at.hubLife, isOwn: true })
}
