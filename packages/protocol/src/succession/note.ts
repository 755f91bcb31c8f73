import { bigEndian, concat } from '../bytes/bytes.ts'
import {
  bytes,
  encodeWith,
  field,
  list,
  literal,
  parseExactlyWith,
  parseWith,
  struct,
  uint,
  union,
} from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { unpad } from '../bytes/padding.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { accountId, boardTag, deviceId, doorId, logId, roomId } from '../ids/ids.ts'
import type { AccountId, DeviceId, DoorId, LogId, RoomId } from '../ids/ids.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { DevicePrivateKey, DevicePublicKey } from '../ids/keys.ts'
import { recordHeadCodec } from '../identity/record-chain.ts'
import type { RecordHead } from '../identity/record-chain.ts'
import { reseatRequestCodec } from '../letter/reseat-request.ts'
import type { ReseatRequest } from '../letter/reseat-request.ts'
import { headCodec } from '../log/receipt.ts'
import type { Head } from '../log/receipt.ts'
import { HEAD_NOTES_MAX, NOTE_LARGE_BYTES, NOTE_SMALL_BYTES } from '../limits.ts'
import { signedOpeningCodec } from '../room/opening.ts'
import type { SignedOpening } from '../room/opening.ts'
import type { Board } from './board.ts'
import { endorsementsCodec } from './endorsement.ts'
import type { Endorsement } from './endorsement.ts'

/** What members tell each other on a board (R21, `spec/survival.md` §7). Signed by the device, sealed by `sealNote`. */
export type Note = {
  readonly format: 1
  readonly room: RoomId
  readonly account: AccountId
  readonly device: DeviceId
  /** The newest record of the account that the device knows; it lists the device. */
  readonly record: RecordHead
  /** UTC ms; also the counter: an older one of the same device and kind is a replay. */
  readonly madeAt: number
  readonly said: NoteContent
}

export type NoteContent =
  /** How far the device has judged, in the log it follows. */
  | { readonly kind: 'head'; readonly head: Head; readonly epoch: number }
  /** It cannot reach the hub of that log since then, though others answer (R20 a). */
  | { readonly kind: 'hubDown'; readonly log: LogId; readonly since: number }
  | ({ readonly kind: 'opening' } & OpeningNote)
  | { readonly kind: 'reseat'; readonly request: ReseatRequest }

/** The chain that the device follows, or its newest part, which goes on from an opening that the reader has. */
export type OpeningNote = {
  readonly openings: readonly SignedOpening[]
  readonly endorsements: readonly Endorsement[]
  /** The first door of the newest log: whoever is in the base epoch has its key. */
  readonly door: DoorId
}

export type NoteKind = NoteContent['kind']

export type SignedNote = { readonly note: Uint8Array; readonly signature: Uint8Array }

/** More do not fit into a note; older ones are pulled from the hub. */
const OPENINGS_PER_NOTE_MAX = 16
const LENGTH_BYTES = 4

/** As on the wire; also tells the cells of a device apart. */
export const NOTE_KINDS: Readonly<Record<NoteKind, number>> = { head: 1, hubDown: 2, opening: 3, reseat: 4 }

const openingNoteCodec: Codec<OpeningNote> = struct({
  openings: field(0, list(signedOpeningCodec, OPENINGS_PER_NOTE_MAX)),
  endorsements: field(1, endorsementsCodec),
  door: field(2, doorId.codec),
})

const contentCodec: Codec<NoteContent> = union<NoteContent>({
  head: [NOTE_KINDS.head, struct({ head: field(0, headCodec), epoch: field(1, uint()) })],
  hubDown: [NOTE_KINDS.hubDown, struct({ log: field(0, logId.codec), since: field(1, uint()) })],
  opening: [NOTE_KINDS.opening, openingNoteCodec],
  reseat: [NOTE_KINDS.reseat, struct({ request: field(0, reseatRequestCodec) })],
})

export const noteCodec: Codec<Note> = struct({
  format: field(0, literal(1)),
  room: field(1, roomId.codec),
  account: field(2, accountId.codec),
  device: field(3, deviceId.codec),
  record: field(4, recordHeadCodec),
  madeAt: field(5, uint()),
  said: field(6, contentCodec),
})

export const signedNoteCodec: Codec<SignedNote> = struct({
  note: field(0, bytes({ max: NOTE_LARGE_BYTES })),
  signature: field(1, bytes(SIGNATURE_BYTES)),
})

export async function signNote(crypto: Crypto, key: DevicePrivateKey, note: Note): Promise<SignedNote> {
  const encoded = encodeWith(noteCodec, note)
  return { note: encoded, signature: await signLabelled({ crypto, label: 'note' }, key, encoded) }
}

/** What a note says, before it is known who could have signed it. */
export function parseNote(signed: SignedNote): Note | undefined {
  return parseExactlyWith(noteCodec, signed.note)
}

/** `key` is that of the device the note names, on the record it names or a newer one. */
export function verifyNote(crypto: Crypto, key: DevicePublicKey, signed: SignedNote): Promise<boolean> {
  return verifyLabelled({ crypto, label: 'note' }, { publicKey: key, signature: signed.signature }, signed.note)
}

/** Sealed for members only and for this board only; `undefined` if it is longer than a note may be. */
export async function sealNote(crypto: Crypto, board: Board, signed: SignedNote): Promise<Uint8Array | undefined> {
  const data = padNote(encodeWith(signedNoteCodec, signed))
  if (data === undefined) return undefined
  return sealUnder(crypto, board.noteKey, { data, associated: boardTag.toBytes(board.tag) })
}

export async function openNote(crypto: Crypto, board: Board, sealed: Uint8Array): Promise<SignedNote | undefined> {
  const padded = await openUnder(crypto, board.noteKey, { data: sealed, associated: boardTag.toBytes(board.tag) })
  const data = padded === undefined ? undefined : unpad(padded)
  return data === undefined ? undefined : parseWith(signedNoteCodec, data)
}

/** R21: is a `head` note worth a cell beside those that lie there? */
export function mayAddHead(lying: readonly Head[], head: Head): boolean {
  const known = lying.some(({ log, seq }) => log === head.log && seq === head.seq)
  return !known && lying.length < HEAD_NOTES_MAX
}

/** Of one writer and kind, is `next` news after `seen`? An equal or older one is a replay and dropped (R21). */
export function isNews(seen: Note | undefined, next: Note): boolean {
  return seen === undefined || next.madeAt > seen.madeAt
}

/** u32 length, the data, zeros, to one of two lengths. */
function padNote(data: Uint8Array): Uint8Array | undefined {
  const length = [NOTE_SMALL_BYTES, NOTE_LARGE_BYTES].find((whole) => LENGTH_BYTES + data.length <= whole)
  if (length === undefined) return undefined
  const whole = new Uint8Array(length)
  whole.set(concat(bigEndian(data.length, LENGTH_BYTES), data))
  return whole
}
