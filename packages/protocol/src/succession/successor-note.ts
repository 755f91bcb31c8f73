import { bytes, encodeWith, field, list, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import { SEALING_BYTES } from '../crypto/sealed.ts'
import { boardTag } from '../ids/ids.ts'
import type { BoardTag } from '../ids/ids.ts'
import { NOTE_LARGE_BYTES, SUCCESSOR_NOTES_MAX } from '../limits.ts'

/**
 * Where a log went on, left by a reader at the hub that was left (R30, `spec/survival.md` §12): an `opening` note, sealed as
 * on the hub's board of that slot. The hub cannot read it: it is not to learn that two logs are one room (R6); so it is the
 * clients who verify the chain in it.
 */
export type SuccessorNote = { readonly slot: number; readonly tag: BoardTag; readonly sealed: Uint8Array }

export const successorNoteCodec: Codec<SuccessorNote> = struct({
  slot: field(0, uint()),
  tag: field(1, boardTag.codec),
  sealed: field(2, bytes({ max: NOTE_LARGE_BYTES + SEALING_BYTES })),
})

export const successorNotesCodec: Codec<readonly SuccessorNote[]> = list(successorNoteCodec, SUCCESSOR_NOTES_MAX)

/** By which a submit says that it goes on despite this note. */
export function hashOfSuccessorNote(crypto: Crypto, note: SuccessorNote): Uint8Array {
  return hashLabelled(crypto, 'successor note', encodeWith(successorNoteCodec, note))
}
