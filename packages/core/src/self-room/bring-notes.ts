import type { Core, RoomAtWork } from '../engine/core.ts'
import type { RoomStep } from '../room/room-step.ts'
import type { Standing } from '../room/room-row.ts'
import { loadRange } from '../vault/table.ts'
import { noteWorkTable, prefixOfWork } from './note-row.ts'

const USABLE: ReadonlySet<Standing> = new Set(['creating', 'joined'])

/** The room of one's own devices, as far as this one can speak in it. */
async function findSelfRoom(core: Core): Promise<RoomAtWork | undefined> {
  for (const room of core.rooms.values()) {
    const model = await room.actor.read()
    if (model?.row.kind === 'self' && USABLE.has(model.row.standing)) return room
  }
  return undefined
}

/** Has what is to be told brought to the other devices, after so long. Without a self room it waits for one. */
export async function bringNotes(core: Core, withinMs: number): Promise<void> {
  const room = await findSelfRoom(core)
  await room?.actor.run((step) => wantNotes(step, withinMs))
  void room?.outbox.flush()
}

/** One job tells everything that is to be told by then. */
async function wantNotes(step: RoomStep, withinMs: number): Promise<void> {
  if (!(await hasWork(step))) return
  const notBefore = step.world.now() + withinMs
  const waiting = step.model.jobs.find(({ row }) => row.job.kind === 'notes' && row.sealed === undefined)
  if (waiting === undefined) step.addJob({ kind: 'notes' }, notBefore)
  else if (waiting.row.notBefore > notBefore) step.setJob(waiting.count, { ...waiting.row, notBefore })
}

async function hasWork(step: RoomStep): Promise<boolean> {
  return (await loadRange(step.store, noteWorkTable, { prefix: prefixOfWork('tell'), limit: 1 })).length > 0
}
