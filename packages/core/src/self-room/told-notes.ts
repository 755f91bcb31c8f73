import { isKeptSelfNote, NOTES_BYTES_EXPECTED, NOTES_PER_MESSAGE_MAX, parseSelfNote } from '@rushlight/protocol'
import type { SaidNote } from '@rushlight/protocol'
import type { ToldNote } from '../outbox/job-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { load, loadEveryRow, loadRange } from '../vault/table.ts'
import { nameOfWork, noteTable, noteWorkTable, prefixOfWork } from './note-row.ts'
import type { NoteRow } from './note-row.ts'

export type NotesToTell = { readonly notes: readonly SaidNote[]; readonly told: readonly ToldNote[] }

/** As many as one message takes. */
export async function collectNotes(step: RoomStep): Promise<NotesToTell> {
  const notes: SaidNote[] = []
  const told: ToldNote[] = []
  let bytes = 0
  const query = { prefix: prefixOfWork('tell'), limit: NOTES_PER_MESSAGE_MAX }
  for (const { key } of await loadRange(step.store, noteWorkTable, query)) {
    const name = nameOfWork(key)
    const row = await load(step.store, noteTable, name)
    if (row === undefined) step.remove(noteWorkTable, { work: 'tell', name })
    if (row === undefined || bytes > NOTES_BYTES_EXPECTED) continue
    const { at, device, note } = row
    bytes += note.length
    notes.push({ at, device, note })
    told.push({ name, at })
  }
  return { notes, told }
}

/** They stand in the self room's log: what is nobody's last word meanwhile has been told. */
export async function takeToldNotes(step: RoomStep, told: readonly ToldNote[], seq: number): Promise<void> {
  for (const { name, at } of told) {
    const row = await step.load(noteTable, name)
    if (row !== undefined && row.at !== at) continue
    step.remove(noteWorkTable, { work: 'tell', name })
    if (row !== undefined && !isKept(row)) step.put(noteWorkTable, { work: 'keep', name }, seq)
  }
  step.after(() => step.world.bringNotes(0))
}

/** What every device of the account has judged, and no later one has to know, is forgotten. */
export async function forgetDeliveredNotes(step: RoomStep): Promise<void> {
  const { deliveredUpTo } = step.model.row
  for (const { key, value } of await loadEveryRow(step.store, noteWorkTable, prefixOfWork('keep'))) {
    if (value > deliveredUpTo) continue
    const name = nameOfWork(key)
    step.remove(noteWorkTable, { work: 'keep', name })
    step.remove(noteTable, name)
  }
}

/**
 * Everything is told once more: to a device that has come in, and where the room goes on in another log, which may lack
 * what stood at the end of the one before (R27). Whoever knows it already changes nothing.
 */
export async function tellNotesAgain(step: RoomStep): Promise<void> {
  const rows = await loadEveryRow(step.store, noteTable)
  for (const { key: name } of rows) {
    step.remove(noteWorkTable, { work: 'keep', name })
    step.put(noteWorkTable, { work: 'tell', name }, 0)
  }
  if (rows.length > 0) step.after(() => step.world.bringNotes(0))
}

function isKept({ note }: NoteRow): boolean {
  const parsed = parseSelfNote(note)
  return parsed === undefined || isKeptSelfNote(parsed)
}
