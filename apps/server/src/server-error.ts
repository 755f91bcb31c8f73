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
  backupDamaged:
    'the backup is damaged: what it says does not fit what it holds. Nothing was restored; take another one',
  backupTooNew: 'the backup is of a newer version of Rushlight: update this one first',
  backupTorn: 'the backup ends in the middle: it was not written, or not copied, to its end. Nothing was restored',
  cannotListen: 'the address is in use, or not one of this machine',
  certificateUnreadable: 'the certificate or its key cannot be read, or do not belong together',
  dataNotEmpty: 'the data folder is not empty: a backup is put back only where nothing is',
  dataUnusable: 'the data folder cannot be made or written',
  fileNotFound: 'the file cannot be read',
  fileNotWritten: 'the file cannot be written, or there is one of that name already',
  keyPhraseUnreadable: 'the file does not hold a key phrase of 24 words',
  noData: 'there is no provider in the data folder',
  notABackup: 'the file is no backup of a provider',
  tooManyKeys: 'the provider has had as many keys as it can remember',
  seedNotNeeded: 'a provider that has data already has its key',
} as const
