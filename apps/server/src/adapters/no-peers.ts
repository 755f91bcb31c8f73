import type { FederationSettings } from '../federation/federation-policy.ts'
import type { PeerTransport } from '../ports/peer-transport.ts'

/** A provider that is alone in its world. */
export const ALONE: FederationSettings = { isOn: false, allowed: undefined, denied: [] }

export const noPeers: PeerTransport = {
  ask: () => Promise.resolve(undefined),
  open: () => Promise.resolve(undefined),
  close: () => undefined,
}
