import type { AccountId } from '../ids/ids.ts'
import type { Credential } from '../identity/credential.ts'
import type { RoomContext } from './room-state.ts'
import type { LeafSlot } from './leaf-extensions.ts'

/** What judging a change looks at: the same for all who hold the same prefix of the log (S1). */
export type RoomView = {
  readonly context: RoomContext
  readonly leaves: readonly Leaf[]
  /** Accounts whose request to leave stands in the log: anyone may remove them. */
  readonly leaving: readonly AccountId[]
}

export type Leaf = LeafSlot & {
  readonly index: number
  readonly credential: Credential
  readonly leafKey: Uint8Array
}

export function leafAt(view: Pick<RoomView, 'leaves'>, index: number): Leaf | undefined {
  return view.leaves.find((leaf) => leaf.index === index)
}
