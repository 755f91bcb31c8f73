import { nameOfSelfNote, roomId } from '@rushlight/protocol'
import type { SelfNote, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { eraseDraftFiles } from '../file/erase-files.ts'
import { eraseMessage } from '../message/erase-message.ts'
import { messageTable, parsePlace } from '../message/message-row.ts'
import { jobTable } from '../outbox/job-row.ts'
import { noteTable } from '../self-room/note-row.ts'
import { loadRange } from '../vault/table.ts'
import { baseTable } from './base-row.ts'
import { forgetGroup } from './forget-group.ts'
import { frameTable, roomTable } from './room-row.ts'

const MESSAGES_PER_STEP = 500

/** The room and everything said in it go from this device. Tombstones stay, so nothing comes to life again (R28). */
export async function dropRoom(core: Core, id: RoomId): Promise<void> {
  const { actor, outbox } = core.roomAt(id)
  const prefix = roomId.toBytes(id)
  outbox.stop()
  for (;;) {
    const rows = await loadRange(core.store, messageTable, { prefix, limit: MESSAGES_PER_STEP })
    if (rows.length === 0) break
    await actor.run(async (step) => {
      for (const { key, value } of rows) eraseMessage(step, { place: parsePlace(key), row: value })
    })
  }
  await actor.run(async (step) => {
    const log = step.model.row.head?.log
    forgetGroup(step)
    step.removeAll(jobTable, prefix)
    step.removeAll(baseTable, prefix)
    eraseDraftFiles(step, id)
    for (const name of roomNotes(id)) step.remove(noteTable, name)
    step.remove(frameTable, id)
    step.remove(roomTable, id)
    step.after(() => {
      if (log !== undefined) core.roomOfLog.delete(log)
    })
    step.emit({ kind: 'roomGone', room: id })
  })
  core.rooms.delete(id)
  await core.store.scrub()
  await core.markBackup()
}

/** What the account's devices have told each other about it. */
function roomNotes(room: RoomId): readonly Uint8Array[] {
  const notes: readonly SelfNote[] = [
    { kind: 'readUpTo', room, acceptedAt: 0, seq: 0 },
    { kind: 'pinned', room, isPinned: false },
    { kind: 'muted', room, until: 0 },
    { kind: 'draft', room, text: '' },
  ]
  return notes.map((note) => nameOfSelfNote(note))
}
