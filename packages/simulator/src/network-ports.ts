import type { Climate, FaultCounts } from './faults.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

/** What a provider's host offers to whoever connects. */
export interface Listener {
  /** `undefined` while it is down. */
  accept(link: ServerLink): ServerSide | undefined
}

export interface ServerLink {
  readonly peer: string
  send(frame: Uint8Array): void
  close(): void
}

export interface ServerSide {
  receive(frame: Uint8Array): void
  closed(): void
}

/** A host of the network, and the one that it asks. */
export type Ends = { readonly from: string; readonly to: string }

/** A frame on its way between a device and its provider. */
export type FrameUnderWay = {
  /** Of the device, whatever process of it. */
  readonly device: string
  /** The other end. */
  readonly host: string
  readonly way: 'up' | 'down'
  readonly frame: Uint8Array
  /** Whoever swallows it may hand on others, now or later. */
  readonly hand: (frame: Uint8Array) => void
}

export type NetworkPorts = {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly trace: Trace
  readonly faults: FaultCounts
  readonly climate: () => Climate
  readonly swallows: (frame: FrameUnderWay) => boolean
  /** The network is cut between the two. */
  readonly isCut: (ends: Ends) => boolean
  /** Sees every frame that leaves a device. */
  readonly watch: (frame: Uint8Array) => void
}
