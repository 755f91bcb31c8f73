import { compare, concat } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, list, parseExactlyWith, parseWith, struct, uint, union } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { deviceId } from '../ids/ids.ts'
import type { DeviceId } from '../ids/ids.ts'
import { NOTE_BYTES_MAX, NOTES_PER_MESSAGE_MAX } from '../limits.ts'
import { burning } from './kinds/burning.ts'
import type { Burning } from './kinds/burning.ts'
import { deletedHere } from './kinds/deleted-here.ts'
import type { DeletedHere } from './kinds/deleted-here.ts'
import { deviceName, deviceUse } from './kinds/device.ts'
import type { DeviceNameNote, DeviceUseNote } from './kinds/device.ts'
import { blocked, contact, verified } from './kinds/person.ts'
import type { BlockedNote, ContactNote, VerifiedNote } from './kinds/person.ts'
import { historyAsk, historyGiving, historyPart } from './kinds/history.ts'
import type { HistoryAsk, HistoryGiving, HistoryPart } from './kinds/history.ts'
import { readUpTo } from './kinds/read-up-to.ts'
import type { ReadUpTo } from './kinds/read-up-to.ts'
import { draft, muted, pinned } from './kinds/room-mark.ts'
import type { DraftNote, MutedNote, PinnedNote } from './kinds/room-mark.ts'
import { setting } from './kinds/setting.ts'
import type { SettingNote } from './kinds/setting.ts'
import type { NoteKind } from './note-kind.ts'

/** Something that one device of an account tells the others of it, through their own room (`spec/self-room.md`). */
export type SelfNote =
  | ReadUpTo
  | Burning
  | DeletedHere
  | ContactNote
  | BlockedNote
  | SettingNote
  | PinnedNote
  | MutedNote
  | DraftNote
  | DeviceNameNote
  | DeviceUseNote
  | VerifiedNote
  | HistoryAsk
  | HistoryGiving
  | HistoryPart

type Kinds = { readonly [K in SelfNote['kind']]: NoteKind<Extract<SelfNote, { kind: K }>> }

/** A new kind is added here, with a number that no kind ever had, and to the spec's table. */
const KINDS: Kinds = {
  readUpTo,
  burning,
  deletedHere,
  contact,
  blocked,
  setting,
  pinned,
  muted,
  draft,
  deviceName,
  deviceUse,
  verified,
  historyAsk,
  historyGiving,
  historyPart,
}

const noteCodec: Codec<SelfNote> = union<SelfNote>({
  readUpTo: [readUpTo.tag, readUpTo.codec],
  burning: [burning.tag, burning.codec],
  deletedHere: [deletedHere.tag, deletedHere.codec],
  contact: [contact.tag, contact.codec],
  blocked: [blocked.tag, blocked.codec],
  setting: [setting.tag, setting.codec],
  pinned: [pinned.tag, pinned.codec],
  muted: [muted.tag, muted.codec],
  draft: [draft.tag, draft.codec],
  deviceName: [deviceName.tag, deviceName.codec],
  deviceUse: [deviceUse.tag, deviceUse.codec],
  verified: [verified.tag, verified.codec],
  historyAsk: [historyAsk.tag, historyAsk.codec],
  historyGiving: [historyGiving.tag, historyGiving.codec],
  historyPart: [historyPart.tag, historyPart.codec],
})

/** A note as it travels: who said it and when stays with it, whoever passes it on. */
export type SaidNote = {
  /** UTC ms; of two about one subject the later counts. */
  readonly at: number
  readonly device: DeviceId
  /** Encoded: what a newer version says is passed over, one by one. */
  readonly note: Uint8Array
}

const saidNoteCodec: Codec<SaidNote> = struct({
  at: field(0, uint()),
  device: field(1, deviceId.codec),
  note: field(2, bytes({ max: NOTE_BYTES_MAX })),
})

export const saidNotesCodec: Codec<readonly SaidNote[]> = list(saidNoteCodec, NOTES_PER_MESSAGE_MAX)

export function encodeSelfNote(note: SelfNote): Uint8Array {
  return encodeWith(noteCodec, note)
}

/** `undefined`: of a kind that this version does not know, or malformed. */
export function parseSelfNote(encoded: Uint8Array): SelfNote | undefined {
  return parseExactlyWith(noteCodec, encoded)
}

export function parseSaidNotes(encoded: Uint8Array): readonly SaidNote[] | undefined {
  return parseWith(saidNotesCodec, encoded)
}

/** Of all notes with one name only the newest counts. */
export function nameOfSelfNote(note: SelfNote): Uint8Array {
  const { tag, subject } = kindOf(note)
  return concat(Uint8Array.of(tag), subject(note))
}

export function isKeptSelfNote(note: SelfNote): boolean {
  return kindOf(note).isKept
}

/** The last writer wins; of two at one time the greater device. */
export function isNewerSelfNote(one: Omit<SaidNote, 'note'>, other: Omit<SaidNote, 'note'> | undefined): boolean {
  if (other === undefined || one.at !== other.at) return other === undefined || one.at > other.at
  return compare(deviceId.toBytes(one.device), deviceId.toBytes(other.device)) > 0
}

function kindOf<N extends SelfNote>(note: N): NoteKind<N> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table is typed by the very kind it is asked for
  return KINDS[note.kind] as unknown as NoteKind<N>
}
