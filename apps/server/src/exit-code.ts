import { RecordsError } from '@rushlight/records'
import type { RecordsErrorCode } from '@rushlight/records'
import { ServerError } from './server-error.ts'
import type { ServerErrorCode } from './server-error.ts'

/** The exit codes of sysexits.h for what can keep a provider from running; listed in `serve --help`. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ServerError) return OF_SERVER[error.code]
  if (error instanceof RecordsError) return OF_RECORDS[error.code]
  return SOFTWARE
}

const SOFTWARE = 70

const OF_SERVER: Readonly<Record<ServerErrorCode, number>> = {
  backupDamaged: 65,
  backupTooNew: 65,
  backupTorn: 65,
  cannotListen: 69,
  certificateUnreadable: 78,
  dataNotEmpty: 73,
  dataUnusable: 73,
  fileNotFound: 66,
  fileNotWritten: 73,
  keyPhraseUnreadable: 78,
  noData: 66,
  notABackup: 65,
  tooManyKeys: 65,
  seedNotNeeded: 64,
}

const OF_RECORDS: Readonly<Record<RecordsErrorCode, number>> = {
  closed: SOFTWARE,
  damaged: 65,
  formatTooNew: 65,
  formatTooOld: 65,
  inUse: 75,
  ioFailed: 74,
  noPersistentStorage: 73,
  notFound: 73,
  otherSchema: 65,
  outOfBounds: SOFTWARE,
  readOnly: 73,
  storageFull: 75,
  wrongKey: 65,
}
