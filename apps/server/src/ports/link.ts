/** One connection as its gateway shows it: whole messages, in order, until it ends. */
export interface Link {
  /**
   * Where it comes from, so that many requests from one place can be told: a keyed hash of the network address, under a
   * key that ends with the process.
   */
  readonly peer: string
  /** What cannot be sent any more is dropped. */
  send(frame: Uint8Array): void
  close(reason: CloseReason): void
}

export type CloseReason = 'malformed' | 'tooMuch' | 'closing'
