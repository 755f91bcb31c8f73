import { keyOf, signOpening } from '@rushlight/protocol'
import type { LeafPrivateKey, LeafPublicKey, Opening, OpeningBase, RoomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { signingKeyOf } from '../group-crypto/mls/index.ts'
import { authenticatorHashOf } from '../room/base-row.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { writeBoards } from '../succession/board.ts'
import { greetAnew, placesOf } from '../succession/places.ts'
import { ownLeafOf } from '../succession/rival-openings.ts'

/** Shows what was prepared on every board that can be reached; `false`: there was none. */
export type ShowOpening = () => Promise<boolean>

/**
 * What a member can make who means harm. `madeUp` goes on from commits nobody has made, and so comes before all others as far
 * as numbers tell (R23); `kept` goes on from what is now, to be shown when others are past it, and he is not among them.
 */
export async function prepareOpening(
  client: Client,
  room: RoomId,
  how: 'madeUp' | 'kept',
): Promise<ShowOpening | undefined> {
  const core = Client.coreOf(client)
  const model = await core.rooms.get(room)?.actor.read()
  const places = model !== undefined && isLive(model) ? await placesOf(core, model) : undefined
  if (model === undefined || !isLive(model) || places === undefined) return undefined
  const leaf = ownLeafOf(model)
  const base = baseFor(core.crypto, model, how)
  if (leaf === undefined || base === undefined) return undefined
  const { account, device } = leaf.credential
  const opening: Opening = {
    format: 1,
    room,
    previous: base.head.log,
    term: model.frame.openings.length + 1,
    base,
    hub: core.homes.present.link.greeting?.provider ?? places.hub,
    opener: { account, device, leafKey: keyOf<LeafPublicKey>(leaf.leafKey) },
    openedAt: core.sharedNow(),
    nonce: core.crypto.randomBytes(32),
  }
  const signed = await signOpening(core.crypto, keyOf<LeafPrivateKey>(signingKeyOf(model.group.group)), opening)
  const openings = [...model.frame.openings, signed]
  const said = { kind: 'opening', openings, endorsements: [], door: model.group.door } as const
  return async () => {
    const greetings = await Promise.all(places.boards.map((place) => greetAnew(core, place)))
    const providers = greetings.flatMap((greeting) => greeting?.provider ?? [])
    return (await writeBoards(core, { model, providers }, said)).length > 0
  }
}

function baseFor(
  crypto: Parameters<typeof authenticatorHashOf>[0],
  { row: { head }, group }: LiveRoom,
  how: 'madeUp' | 'kept',
): OpeningBase | undefined {
  if (head === undefined) return undefined
  if (how === 'kept') return { head, epoch: group.epoch, authenticatorHash: authenticatorHashOf(crypto, group) }
  return {
    head: { log: head.log, seq: head.seq + 1000, chain: crypto.randomBytes(32) },
    epoch: group.epoch + 1000,
    authenticatorHash: crypto.randomBytes(32),
  }
}
