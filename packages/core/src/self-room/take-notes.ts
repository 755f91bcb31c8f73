import { isNewerSelfNote, nameOfSelfNote, parseSelfNote } from '@rushlight/protocol'
import type { Leaf, SaidNote } from '@rushlight/protocol'
import type { RoomStep } from '../room/room-step.ts'
import { noteTable, noteWorkTable } from './note-row.ts'
import type { NoteRow } from './note-row.ts'

/**
 * Another device of the account told something. Only in the self room, and only an own device, is believed; what this
 * version does not know is passed over, and what is known newer already changes nothing.
 */
export async function takeNotes(step: RoomStep, sender: Leaf, notes: readonly SaidNote[]): Promise<void> {
  const { account } = step.world.self()
  if (step.model.row.kind !== 'self' || sender.credential.account !== account.id) return
  for (const said of notes) await takeNote(step, said)
  step.after(() => step.world.applyNotes())
}

async function takeNote(step: RoomStep, { at, device, note }: SaidNote): Promise<void> {
  const parsed = parseSelfNote(note)
  if (parsed === undefined) return
  const name = nameOfSelfNote(parsed)
  const row: NoteRow = { format: 1, at, device, note }
  const kept = await step.change(noteTable, name, (present) =>
    present === undefined || isNewerSelfNote(row, present) ? row : present,
  )
  if (kept !== row) return
  // An own one that was still to be told may be newer by now: it is told all the same.
  step.put(noteWorkTable, { work: 'apply', name }, 0)
}
