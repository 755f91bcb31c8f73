import type { AccountId, DeviceId, Push } from '@rushlight/protocol'

/** Who asks: one connection, from its first frame to its end. */
export interface Caller {
  /** See `Link.peer`. */
  readonly peer: string
  /** What proofs on this connection sign. */
  readonly challenge: Uint8Array
  readonly session: Session | undefined
  push(push: Push): void
  /** As `push`, of a frame that several connections get. */
  pushFrame(frame: Uint8Array): void
}

/** A device that has proved itself on this connection. */
export type Session = { readonly account: AccountId; readonly device: DeviceId }
