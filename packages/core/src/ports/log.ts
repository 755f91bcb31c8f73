/** Diagnostics by code: no text, name, id or key may pass here, so there is no parameter that could carry one. */
export interface Log {
  note(code: LogCode): void
}

export type LogCode =
  | 'connected'
  | 'connectionLost'
  | 'frameMalformed'
  | 'receiptRefused'
  | 'entryVoid'
  | 'storeFailed'
  | 'welcomeRefused'
  | 'letterRefused'
  | 'stepFailed'
