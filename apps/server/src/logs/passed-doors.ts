import type { DoorId, LogId, PostingPublicKey } from '@rushlight/protocol'
import { PASSED_DOORS_PER_CONNECTION_MAX } from '../limits.ts'
import { createRecent } from '../limiting/recent.ts'
import type { Recent } from '../limiting/recent.ts'
import type { Caller } from '../sessions/caller.ts'

/** The doors that a connection has passed. Ends with the connection; not written, and not the door's key. */
export interface PassedDoors {
  note(caller: Caller, at: Place, passed: PassedDoor): void
  find(caller: Caller, at: Place): PassedDoor | undefined
}

export type PassedDoor = {
  readonly postingKey: PostingPublicKey
  /** Seals the submits that follow (`protocol/log/submit.ts`). */
  readonly submitKey: Uint8Array
}

type Place = { readonly log: LogId; readonly door: DoorId }

export function createPassedDoors(): PassedDoors {
  const byCaller = new WeakMap<Caller, Recent<string, PassedDoor>>()
  return {
    note(caller, at, passed) {
      const doors = byCaller.get(caller) ?? createRecent<string, PassedDoor>(PASSED_DOORS_PER_CONNECTION_MAX)
      byCaller.set(caller, doors)
      doors.set(nameOf(at), passed)
    },
    find: (caller, at) => byCaller.get(caller)?.get(nameOf(at)),
  }
}

function nameOf({ log, door }: Place): string {
  return log + door
}
