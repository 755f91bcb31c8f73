import type { RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { RoomStep } from './room-step.ts'
import { writeNote } from '../self-room/write-note.ts'

/** What the owner has made of a room for himself; nobody else hears of it, but his other devices do. */
export type RoomMark =
  | { readonly isPinned: boolean }
  /** No notifications until then, UTC ms; 0: not muted. */
  | { readonly mutedUntil: number }
  /** Empty: none. */
  | { readonly draft: string }

/** As another device of the account says. `later`: the room is not here yet. */
export async function markRoom(core: Core, room: RoomId, mark: RoomMark): Promise<'done' | 'later'> {
  const done = await core.rooms.get(room)?.actor.run(async (step) => {
    setMark(step, mark)
    return true
  })
  if ('draft' in mark && mark.draft === '') await core.store.scrub()
  return done === true ? 'done' : 'later'
}

/** The first come above the others. */
export async function pinRoom(core: Core, room: RoomId, isPinned: boolean): Promise<void> {
  await core.roomAt(room).actor.run(async (step) => {
    setMark(step, { isPinned })
    await writeNote(step, step.world, { kind: 'pinned', room, isPinned })
  })
}

export async function muteRoom(core: Core, room: RoomId, until: number): Promise<void> {
  await core.roomAt(room).actor.run(async (step) => {
    setMark(step, { mutedUntil: until })
    await writeNote(step, step.world, { kind: 'muted', room, until })
  })
}

/** What is being written stays with the room, in the vault, and follows to the other devices; an empty text takes it away. */
export async function saveDraft(core: Core, room: RoomId, text: string): Promise<void> {
  await core.roomAt(room).actor.run(async (step) => {
    if ((step.model.row.draft ?? '') === text) return
    setMark(step, { draft: text })
    await writeNote(step, step.world, { kind: 'draft', room, text })
  })
  if (text === '') await core.store.scrub()
}

function setMark(step: RoomStep, mark: RoomMark): void {
  if ('draft' in mark) {
    const { draft, ...row } = step.model.row
    step.model = { ...step.model, row }
    return step.patchRow(mark.draft === '' ? {} : mark)
  }
  if ('isPinned' in mark) {
    const { isPinned, ...row } = step.model.row
    step.model = { ...step.model, row }
    return step.patchRow(mark.isPinned ? mark : {})
  }
  const { mutedUntil, ...row } = step.model.row
  step.model = { ...step.model, row }
  step.patchRow(mark.mutedUntil === 0 ? {} : mark)
}
