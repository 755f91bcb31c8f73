import { bytes, concat, deviceId, field, literal, NOTE_BYTES_MAX, struct, uint } from '@rushlight/protocol'
import type { Codec, SaidNote } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** The newest note about one subject, this device's or another's. */
export type NoteRow = SaidNote & { readonly format: 1 }

const noteRowCodec: Codec<NoteRow> = struct({
  format: field(0, literal(1)),
  at: field(1, uint()),
  device: field(2, deviceId.codec),
  note: field(3, bytes({ max: NOTE_BYTES_MAX })),
})

/** By the note's name (`nameOfSelfNote`). */
export const noteTable: Table<Uint8Array, NoteRow> = { name: 'self-note', key: (name) => name, codec: noteRowCodec }

/**
 * What is still to be done with a note: `tell` the other devices, `apply` here what another said, or `keep` it until all have
 * judged past the place in the self room's log at which it was told.
 */
export type NoteWork = 'tell' | 'apply' | 'keep'

export type NoteWorkKey = { readonly work: NoteWork; readonly name: Uint8Array }

const WORKS: readonly NoteWork[] = ['tell', 'apply', 'keep']

/** The value: of `keep` that place, else 0. */
export const noteWorkTable: Table<NoteWorkKey, number> = {
  name: 'self-note-work',
  key: ({ work, name }) => concat(prefixOfWork(work), name),
  codec: uint(),
}

export function prefixOfWork(work: NoteWork): Uint8Array {
  return Uint8Array.of(WORKS.indexOf(work))
}

/** The note's name out of a key of `noteWorkTable`. */
export function nameOfWork(key: Uint8Array): Uint8Array {
  return key.slice(1)
}
