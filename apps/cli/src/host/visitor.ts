import type { ReceivedMessage } from '@rushlight/core'

/** Whoever asks: this process itself, or one connection to the profile's socket. */
export type Visitor = {
  /** Messages it was handed and has not acknowledged, by ticket. */
  readonly leases: Map<string, ReceivedMessage>
  /** It asks for nothing more: what it asked for is answered, but not waited for. */
  isEnding: boolean
  /** It will hear no answer any more. */
  hasGone: boolean
}

export function createVisitor(): Visitor {
  return { leases: new Map(), isEnding: false, hasGone: false }
}
