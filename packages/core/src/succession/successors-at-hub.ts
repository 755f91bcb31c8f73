import { findSuccessors, leaveLog, sealNote, slotAt, verifyOpening } from '@rushlight/protocol'
import type { Note, Provider, ProviderName, SignedNote } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { boardAt, openSaid, secretsOf } from './board.ts'

/** What other readers showed the hub of the present log of where it went on (R30). It lies there longer than on any board. */
export async function readSuccessors(core: Core, model: LiveRoom, hub: Provider): Promise<readonly Note[]> {
  const { head, slot } = model.row
  const { link } = core.hubs.at(hub.name)
  if (head === undefined || slot === undefined || !link.isOpen) return []
  const answer = await link.call(findSuccessors, { log: head.log, reader: slot.readerSecret })
  const notes: Note[] = []
  for (const { slot: at, tag, sealed } of answer.kind === 'answer' ? answer.value.notes : []) {
    for (const { secret } of secretsOf(model)) {
      const board = await boardAt(core.crypto, secret, { provider: hub.key, slot: at })
      const note = board.tag === tag ? await openSaid(core, { model, board }, sealed) : undefined
      if (note !== undefined) notes.push(note)
    }
  }
  return notes
}

/** Shows the hub that was left where its log went on. `undefined`: it did not take it, and may later. */
export async function showSuccessor(
  core: Core,
  model: LiveRoom,
  signed: SignedNote,
): Promise<ProviderName | undefined> {
  const [before, newest] = model.frame.openings.slice(-2)
  const { slot } = model.row
  const left = before === undefined ? undefined : await verifyOpening(core.crypto, before)
  const now = newest === undefined ? undefined : await verifyOpening(core.crypto, newest)
  // The newest secret was made when this device went on: those who are left behind have the one before.
  const secret = secretsOf(model).at(-2)?.secret
  if (left === undefined || now?.previous === undefined || slot === undefined || secret === undefined) return undefined
  const board = await boardAt(core.crypto, secret, { provider: left.hub.key, slot: slotAt(core.sharedNow()) })
  const sealed = await sealNote(core.crypto, board, signed)
  const { link } = core.hubs.at(left.hub.name)
  if (sealed === undefined || !link.isOpen) return undefined
  const note = { slot: board.slot, tag: board.tag, sealed }
  const answer = await link.call(leaveLog, { log: now.previous, reader: slot.readerSecret, note })
  return answer.kind === 'answer' ? left.hub.name : undefined
}
