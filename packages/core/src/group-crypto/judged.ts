import type { AccountId, ApplicationData, CannotFollow, Head, Leaf, ReceiptBody, RoomChange } from '@rushlight/protocol'
import type { RoomGroup } from './room-group.ts'

/** An entry at its place in the log. */
export type PlacedEntry = { readonly entry: Uint8Array; readonly receipt: ReceiptBody }

/** What a room is judged by: the group in force, and who asked to leave in the log so far. */
export type JudgedRoom = { readonly room: RoomGroup; readonly leaving: readonly AccountId[] }

export type Judged =
  /** Nothing that counts. `room` goes on from here (a key may have been used up). */
  | { readonly kind: 'void'; readonly room: RoomGroup }
  /** Says of itself that this device made it, so only this device's own records can tell. */
  | { readonly kind: 'own' }
  | {
      readonly kind: 'application'
      readonly sender: Leaf
      /** Absent for a kind that only a newer version knows. */
      readonly data: ApplicationData | undefined
      readonly head: Head
      readonly room: RoomGroup
      readonly secrets: Secrets
    }
  | {
      readonly kind: 'commit'
      readonly change: RoomChange
      /** By devices on the records that it carries. */
      readonly cannotFollow: readonly CannotFollow[]
      readonly head: Head
      readonly room: RoomGroup
      readonly secrets: Secrets
    }
  /** In force, and this device is not in the room any more. */
  | { readonly kind: 'removed'; readonly change: RoomChange }
  /** In force as far as anyone can see, but this device cannot follow (R15). */
  | { readonly kind: 'stuck'; readonly committer: AccountId }
  /** In force, and it takes a newer version of this app to follow. */
  | { readonly kind: 'unknownFeature' }

/** To be zeroed when what follows from the entry is stored. */
type Secrets = readonly Uint8Array[]
