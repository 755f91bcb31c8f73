import type { AccountId, DeviceId, ProviderName, Push } from '@rushlight/protocol'

/** Who asks: one connection, from its first frame to its end. */
export interface Caller {
  /** See `Link.peer`. */
  readonly peer: string
  /** What proofs on this connection sign. */
  readonly challenge: Uint8Array
  readonly session: Session | undefined
  /** The provider that asks, for one of its people or for itself. */
  readonly guestOf?: ProviderName
  push(push: Push): void
  /** As `push`, of a frame that several connections get. */
  pushFrame(frame: Uint8Array): void
}

/** A device that has proved itself on this connection. */
export type Session = { readonly account: AccountId; readonly device: DeviceId }
