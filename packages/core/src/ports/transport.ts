/** A way to providers: message-wise, reliable and in order until it breaks, as a WebSocket is. */
export interface Transport {
  /** A line that died without a word is told of as lost, too. Where it is not, whoever listens has to ask now and then. */
  readonly noticesSilence: boolean
  /** Begins to connect to a provider's origin (`https://…`). Everything that happens is told to `events`, never before this returns. */
  connect(url: string, events: ConnectionEvents): Connection
}

export interface Connection {
  /** Hands over one frame. What cannot be sent any more is dropped: `onLost` tells. */
  send(frame: Uint8Array): void
  /** Ends it; no event comes after. */
  close(): void
}

export interface ConnectionEvents {
  onOpen(): void
  onFrame(frame: Uint8Array): void
  /** It could not be made, or has ended. Nothing comes after it. */
  onLost(): void
}
