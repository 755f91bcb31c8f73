import { bool, field, oneOf, struct } from '../../bytes/codec.ts'
import type { NoteKind } from '../note-kind.ts'

/** Something that is on or off for the whole account. New ones are added at the end. */
export type SettingNote = { readonly kind: 'setting'; readonly setting: Setting; readonly isOn: boolean }
export type Setting = (typeof SETTINGS)[number]

const SETTINGS = ['readReceipts'] as const

export const setting: NoteKind<SettingNote> = {
  tag: 6,
  isKept: true,
  codec: struct({ setting: field(0, oneOf(SETTINGS)), isOn: field(1, bool) }),
  subject: (note) => Uint8Array.of(SETTINGS.indexOf(note.setting)),
}
