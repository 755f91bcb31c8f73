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
  /** The data were copied here since the last start: they begin another life, and clients bring what they know (R29). */
  | 'dataWereCopied'
  /** The provider has another name than at its last start, and says so to whoever knew it by that. */
  | 'nameChanged'
  /** Commands cannot reach the provider while it runs: the path of its data folder is too long. */
  | 'deskClosed'
