/** The states of a file on one device (`STATES.md` beside this file) and where each event leads. */
export type FileState =
  | 'remote'
  | 'sealing'
  | 'attached'
  | 'uploading'
  | 'again'
  | 'unsent'
  | 'downloading'
  | 'here'
  | 'failed'
export type FileEvent =
  | 'attach'
  | 'sealed'
  | 'send'
  | 'stored'
  | 'forgotten'
  | 'fetch'
  | 'fetched'
  | 'refused'
  | 'cancel'

export const FILE_TABLE: Readonly<Record<FileState, Readonly<Record<FileEvent, FileState>>>> = {
  remote: {
    attach: 'sealing',
    sealed: 'remote',
    send: 'remote',
    stored: 'remote',
    forgotten: 'remote',
    fetch: 'downloading',
    fetched: 'remote',
    refused: 'remote',
    cancel: 'remote',
  },
  sealing: {
    attach: 'sealing',
    sealed: 'attached',
    send: 'sealing',
    stored: 'sealing',
    forgotten: 'sealing',
    fetch: 'sealing',
    fetched: 'sealing',
    refused: 'remote',
    cancel: 'remote',
  },
  attached: {
    attach: 'attached',
    sealed: 'attached',
    send: 'uploading',
    stored: 'attached',
    forgotten: 'attached',
    fetch: 'attached',
    fetched: 'attached',
    refused: 'attached',
    cancel: 'remote',
  },
  uploading: {
    attach: 'uploading',
    sealed: 'uploading',
    send: 'uploading',
    stored: 'here',
    forgotten: 'uploading',
    fetch: 'uploading',
    fetched: 'uploading',
    refused: 'unsent',
    cancel: 'remote',
  },
  again: {
    attach: 'again',
    sealed: 'again',
    send: 'again',
    stored: 'here',
    forgotten: 'again',
    fetch: 'again',
    fetched: 'again',
    refused: 'here',
    cancel: 'again',
  },
  unsent: {
    attach: 'unsent',
    sealed: 'unsent',
    send: 'uploading',
    stored: 'unsent',
    forgotten: 'unsent',
    fetch: 'unsent',
    fetched: 'unsent',
    refused: 'unsent',
    cancel: 'remote',
  },
  downloading: {
    attach: 'downloading',
    sealed: 'downloading',
    send: 'downloading',
    stored: 'downloading',
    forgotten: 'downloading',
    fetch: 'downloading',
    fetched: 'here',
    refused: 'failed',
    cancel: 'remote',
  },
  here: {
    attach: 'here',
    sealed: 'here',
    send: 'here',
    stored: 'here',
    forgotten: 'again',
    fetch: 'here',
    fetched: 'here',
    refused: 'failed',
    cancel: 'here',
  },
  failed: {
    attach: 'failed',
    sealed: 'failed',
    send: 'failed',
    stored: 'failed',
    forgotten: 'failed',
    fetch: 'downloading',
    fetched: 'failed',
    refused: 'failed',
    cancel: 'remote',
  },
}
