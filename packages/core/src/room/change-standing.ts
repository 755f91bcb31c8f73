import type { RoomChange } from '@rushlight/protocol'
import { forgetGroup } from './forget-group.ts'
import type { RoomStep } from './room-step.ts'

/**
 * Somebody removed this device, or its account, from the room: no key of it stays, what was said stays till its end. If the
 * same commit lets it in anew, as it had asked, the Welcome is on its way.
 */
export function becomeRemoved(step: RoomStep, { added }: RoomChange): void {
  const { account, row } = step.world.self()
  const isReseated = added.some(
    ({ leaf }) => leaf.credential.account === account.id && leaf.credential.device === row.device,
  )
  if (isReseated) return becomeStuck(step)
  forgetGroup(step)
  step.patchRow({ standing: 'removed' })
}

/** This device cannot follow a commit that is in force for others (R15): it keeps nothing it cannot use, and asks to be let in again. */
export function becomeStuck(step: RoomStep): void {
  forgetGroup(step)
  step.patchRow({ standing: 'stuck' })
  step.emit({ kind: 'roomStuck', room: step.room })
}

/** Its account left. */
export function becomeLeft(step: RoomStep): void {
  forgetGroup(step)
  step.patchRow({ standing: 'left' })
}
