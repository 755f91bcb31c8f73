/**
 * The one error of this package and of every adapter: a closed set of codes with a fixed sentence for each. The
 * sentence never carries a key, a value, a file name or the text of the engine below; `cause` may, and is not logged.
 */
export class RecordsError extends Error {
  readonly code: RecordsErrorCode

  constructor(code: RecordsErrorCode, cause?: unknown) {
    super(SENTENCES[code], cause === undefined ? undefined : { cause })
    this.name = 'RecordsError'
    this.code = code
  }
}

export type RecordsErrorCode = keyof typeof SENTENCES

const SENTENCES = {
  closed: 'the store is closed',
  damaged: 'the stored data is damaged',
  formatTooNew: 'the stored data was written by a newer version; update this program (nothing was changed)',
  formatTooOld:
    'the stored data is older than any format this version can migrate; run a version from in between first (nothing was changed)',
  inUse: 'the store is already open elsewhere',
  ioFailed: 'the medium failed to read or write',
  noPersistentStorage: 'there is no persistent storage here',
  notFound: 'there is no store at this place, and none can be made',
  otherSchema: 'the stored data belongs to another kind of store',
  outOfBounds: 'a table name, key, value, range or count is past its limit',
  readOnly: 'the store cannot be written',
  storageFull: 'there is no room left for the data',
  wrongKey: 'the key does not open the store, or its beginning is damaged',
} as const
