/** What can go wrong when a provider is started or run; the sentence carries nothing that was typed. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  readonly code: ServerErrorCode

  constructor(code: ServerErrorCode, cause?: unknown) {
    super(SENTENCES[code], cause === undefined ? undefined : { cause })
    this.code = code
  }
}

export type ServerErrorCode = keyof typeof SENTENCES

const SENTENCES = {
  cannotListen: 'the address is in use, or not one of this machine',
  certificateUnreadable: 'the certificate or its key cannot be read, or do not belong together',
  dataUnusable: 'the data folder cannot be made or written',
  keyPhraseUnreadable: 'the file does not hold a key phrase of 24 words',
  seedNotNeeded: 'a provider that has data already has its key',
} as const
