import { keyOf, signOpening } from '@rushlight/protocol'
import type { LeafPrivateKey, LeafPublicKey, Opening, RoomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { signingKeyOf } from '../group-crypto/mls/index.ts'
import { isLive } from '../room/room-model.ts'
import { writeBoards } from '../succession/board.ts'
import { greetAnew, placesOf } from '../succession/places.ts'
import { ownLeafOf } from '../succession/rival-openings.ts'

/**
 * A member who lies: shows on every board an opening that goes on from commits nobody has made, and so comes before all
 * others as far as numbers tell (R23). `false`: he reached no board.
 */
export async function showFalseOpening(client: Client, room: RoomId): Promise<boolean> {
  const core = Client.coreOf(client)
  const model = await core.rooms.get(room)?.actor.read()
  if (model === undefined || !isLive(model)) return false
  const places = await placesOf(core, model)
  const leaf = ownLeafOf(model)
  const { head } = model.row
  if (places === undefined || leaf === undefined || head === undefined) return false
  const { crypto } = core
  const { account, device } = leaf.credential
  const opening: Opening = {
    format: 1,
    room,
    previous: head.log,
    term: model.frame.openings.length + 1,
    base: {
      head: { log: head.log, seq: head.seq + 1000, chain: crypto.randomBytes(32) },
      epoch: model.group.epoch + 1000,
      authenticatorHash: crypto.randomBytes(32),
    },
    hub: core.homes.present.link.greeting?.provider ?? places.hub,
    opener: { account, device, leafKey: keyOf<LeafPublicKey>(leaf.leafKey) },
    openedAt: core.sharedNow(),
    nonce: crypto.randomBytes(32),
  }
  const signed = await signOpening(crypto, keyOf<LeafPrivateKey>(signingKeyOf(model.group.group)), opening)
  const greetings = await Promise.all(places.boards.map((place) => greetAnew(core, place)))
  const providers = greetings.flatMap((greeting) => greeting?.provider ?? [])
  const openings = [...model.frame.openings, signed]
  const said = { kind: 'opening', openings, endorsements: [], door: model.group.door } as const
  return (await writeBoards(core, { model, providers }, said)).length > 0
}
