import { keyOf, logIdOf, signEndorsement, signOpening } from '@rushlight/protocol'
import type {
  Crypto,
  LeafPrivateKey,
  LeafPublicKey,
  NoteContent,
  Opening,
  OpeningBase,
  RoomId,
} from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import type { Core } from '../engine/core.ts'
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
 * as numbers tell (R23); `kept` goes on from what is now, to be shown when others are past it, and he is not among them; with
 * `twice` he speaks for two ways on, and shows one here and the other there.
 */
export async function prepareOpening(client: Client, room: RoomId, how: How): Promise<ShowOpening | undefined> {
  const core = Client.coreOf(client)
  const model = await core.rooms.get(room)?.actor.read()
  const places = model !== undefined && isLive(model) ? await placesOf(core, model) : undefined
  if (model === undefined || !isLive(model) || places === undefined) return undefined
  const notes = [await falseNote(core, model, how), ...(how === 'twice' ? [await falseNote(core, model, how)] : [])]
  return async () => {
    const greetings = await Promise.all(places.boards.map((place) => greetAnew(core, place)))
    const providers = greetings.flatMap((greeting) => greeting?.provider ?? [])
    const shown = await Promise.all(
      notes.map(async (said, i) => {
        const own = providers.filter((_, at) => at % notes.length === i)
        return said === undefined ? [] : writeBoards(core, { model, providers: own }, said)
      }),
    )
    return shown.flat().length > 0
  }
}

async function falseNote(core: Core, model: LiveRoom, how: How): Promise<NoteContent | undefined> {
  const { crypto, homes } = core
  const leaf = ownLeafOf(model)
  const base = baseFor(crypto, model, how)
  const hub = homes.present.link.greeting?.provider
  if (leaf === undefined || base === undefined || hub === undefined) return undefined
  const { account, device } = leaf.credential
  const opening: Opening = {
    format: 1,
    room: model.id,
    previous: base.head.log,
    term: model.frame.openings.length + 1,
    base,
    hub,
    opener: { account, device, leafKey: keyOf<LeafPublicKey>(leaf.leafKey) },
    openedAt: core.sharedNow(),
    nonce: crypto.randomBytes(32),
  }
  const key = keyOf<LeafPrivateKey>(signingKeyOf(model.group.group))
  const signed = await signOpening(crypto, key, opening)
  const vote = { format: 1, log: logIdOf(crypto, signed), account, device, since: opening.term } as const
  const endorsements = how === 'twice' ? [await signEndorsement(crypto, key, vote)] : []
  return { kind: 'opening', openings: [...model.frame.openings, signed], endorsements, door: model.group.door }
}

type How = 'madeUp' | 'kept' | 'twice'

function baseFor(crypto: Crypto, { row: { head }, group }: LiveRoom, how: How): OpeningBase | undefined {
  if (head === undefined) return undefined
  if (how !== 'madeUp') return { head, epoch: group.epoch, authenticatorHash: authenticatorHashOf(crypto, group) }
  return {
    head: { log: head.log, seq: head.seq + 1000, chain: crypto.randomBytes(32) },
    epoch: group.epoch + 1000,
    authenticatorHash: crypto.randomBytes(32),
  }
}
