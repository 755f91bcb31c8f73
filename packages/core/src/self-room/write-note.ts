import { encodeSelfNote, equal, isKeptSelfNote, nameOfSelfNote } from '@rushlight/protocol'
import type { SelfNote } from '@rushlight/protocol'
import type { Step } from '../engine/step.ts'
import type { RoomWorld } from '../room/room-step.ts'
import { noteTable, noteWorkTable } from './note-row.ts'
import type { NoteRow } from './note-row.ts'

/**
 * Tells the account's other devices (`spec/self-room.md`). It is durable with whatever else the step changes, and brought as
 * soon as there is a way. What is the last word already is not said again.
 */
export async function writeNote(step: Step, world: RoomWorld, note: SelfNote): Promise<void> {
  const { row, account } = world.self()
  const isAlone = account.record.devices.length < 2
  if (isAlone && !isKeptSelfNote(note)) return
  const name = nameOfSelfNote(note)
  const encoded = encodeSelfNote(note)
  const present = await step.load(noteTable, name)
  if (present !== undefined && equal(present.note, encoded)) return
  // Later than what it takes the place of, whatever the clocks of the two devices say.
  const timeAfter = (before: NoteRow | undefined): number => Math.max(world.now(), (before?.at ?? 0) + 1)
  await step.change(noteTable, name, (before): NoteRow => ({
    format: 1,
    at: timeAfter(before),
    device: row.device,
    note: encoded,
  }))
  step.remove(noteWorkTable, { work: 'apply', name })
  // Whoever comes later is told everything that is kept.
  if (isAlone) return
  step.put(noteWorkTable, { work: 'tell', name }, 0)
  step.after(() => world.bringNotes(delayOf(note)))
}

/** Several that follow on one another go together. */
const SOON_MS = 500
/** What is being written changes with every letter. */
const DRAFT_AFTER_MS = 10_000

function delayOf({ kind }: SelfNote): number {
  return kind === 'draft' ? DRAFT_AFTER_MS : SOON_MS
}
