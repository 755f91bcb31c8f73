/**
 * The registry of MLS exporter labels: every key that leaves a group is named here, with its context and length, so that
 * no two uses can ever share one (`spec/rooms.md` §5).
 */
export const exporter = {
  /** K_e: seals the roster at the hub and names the door (R7). Context: empty. 32 bytes. */
  door: 'rushlight door',
  /** W_e: wraps entries of the log (R8). Context: empty. 32 bytes. */
  wrap: 'rushlight wrap',
  /** Seals the bundle that goes with a Welcome. Context: empty. 32 bytes. */
  welcome: 'rushlight welcome',
  /** M_k: members find each other on bulletin boards (R19). Context: log id. 32 bytes. */
  meeting: 'rushlight meeting',
  /** Reserved for calls (RFC 9605 §5.2). */
  call: 'SFrame 1.0 Base Key',
} as const

export const EXPORTED_KEY_BYTES = 32
