import { encodePlace, NOT_YET_ACCEPTED } from '../message/message-row.ts'
import type { MessagePlace } from '../message/message-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { lineMarkTable } from './kept-row.ts'

/** What is kept of the line for the way back is not as it is here any more; in the step that changes it. */
export function markLine(step: RoomStep, place: MessagePlace, change: 'written' | 'erased'): void {
  if (!step.world.keepsHistory() || place.at === NOT_YET_ACCEPTED) return
  step.put(lineMarkTable, step.world.nextCount(), encodePlace(place))
  step.after(() => step.world.wantHistory(change))
}
