/** What an operator reads: events by code. No name, address, id or content can pass here, as nothing else can. */
export interface Log {
  note(code: LogCode): void
}

export type LogCode =
  | 'started'
  | 'stopping'
  | 'stopped'
  /** The wire was misused: malformed, too much, or nobody reads what we send. */
  | 'connectionDropped'
  | 'requestFailed'
  | 'storageFull'
  | 'storageBack'
  | 'storeFailed'
  | 'choreFailed'
  | 'certificateReloaded'
  /** Another provider signs by another key than before, under a name that TLS has proved. */
  | 'peerKeyChanged'
  | 'certificateRefused'
