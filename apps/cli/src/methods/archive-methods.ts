/** What a profile is asked to take along, and to take in. */
import { count, exactly, object, oneOf, optional, text, yes } from '../json/shape.ts'
import type { Method } from './method.ts'

export type Exporting = {
  /** A path on this machine; nothing is overwritten. */
  readonly file: string
  readonly passphrase: string
  /** A name or a room: this conversation only. */
  readonly room?: string | undefined
}

export const exportAccount: Method<Exporting, { readonly file: string; readonly bytes: number }> = {
  name: 'exportAccount',
  params: exactly<Exporting>({ file: text(), passphrase: text(), room: optional(text()) }),
  result: object<{ readonly file: string; readonly bytes: number }>({ file: text(), bytes: count }),
}

export type ReadableExporting = {
  /** A path on this machine: a new folder, or one of an export before. */
  readonly folder: string
  readonly room?: string | undefined
  readonly withVanishing?: boolean | undefined
  readonly language?: 'en' | 'nl' | undefined
}

export type ReadableExported = {
  readonly messages: number
  /** Messages that vanish. */
  readonly leftOut: number
  readonly files: number
  /** Of these files, how many were there already. */
  readonly kept: number
}

export const exportReadable: Method<ReadableExporting, ReadableExported> = {
  name: 'exportReadable',
  params: exactly<ReadableExporting>({
    folder: text(),
    room: optional(text()),
    withVanishing: optional(yes),
    language: optional(oneOf(['en', 'nl'])),
  }),
  result: object<ReadableExported>({ messages: count, leftOut: count, files: count, kept: count }),
}

export type Importing = { readonly file: string; readonly passphrase: string }

export type Imported = { readonly messages: number; readonly files: number }

/** History out of an export of this very account. */
export const importHistory: Method<Importing, Imported> = {
  name: 'importHistory',
  params: exactly<Importing>({ file: text(), passphrase: text() }),
  result: object<Imported>({ messages: count, files: count }),
}
