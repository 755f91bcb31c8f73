import { bigEndian, concat, equal, utf8 } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, literal, mapped, parseExactlyWith, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hkdfSha256 } from '../crypto/hkdf.ts'
import { hashLabelled, signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { SEALING_BYTES } from '../crypto/sealed.ts'
import { boardTag } from '../ids/ids.ts'
import type { BoardTag } from '../ids/ids.ts'
import { KEY_BYTES, keyCodec, keyOf, SIGNATURE_BYTES } from '../ids/keys.ts'
import type {
  BoardPrivateKey,
  BoardPublicKey,
  CellPrivateKey,
  CellPublicKey,
  DevicePrivateKey,
  ProviderPublicKey,
} from '../ids/keys.ts'
import { BOARD_SLOT_MS, NOTE_KEPT_MS, NOTE_LARGE_BYTES, NOTE_SMALL_BYTES } from '../limits.ts'

/**
 * A bulletin board is where members of a room find each other when its hub is gone (R19, `spec/survival.md` §6). All that a
 * provider sees of it is made of a meeting secret: a key that may write, the tag that is the key's hash, and notes of two
 * sizes. Knowing a tag gives reading; writing takes the secret. Each note lies in a cell of its writer, which nobody else
 * can replace, not even another member.
 */
export type Board = {
  readonly tag: BoardTag
  readonly slot: number
  readonly publicKey: BoardPublicKey
  readonly privateKey: BoardPrivateKey
  /** Notes are sealed under it. */
  readonly noteKey: Uint8Array
}

/** The part of a post that is signed, twice: by the board's key and by the cell's. */
export type PostBody = {
  readonly format: 1
  readonly slot: number
  readonly board: BoardPublicKey
  readonly cell: CellPublicKey
  /** Greater than in the post that it replaces; writers take UTC ms. */
  readonly counter: number
  readonly sealed: Uint8Array
}

export type BoardPost = {
  readonly body: Uint8Array
  readonly boardSignature: Uint8Array
  readonly cellSignature: Uint8Array
}

const BOARD_INFO = utf8('Rushlight 1 board')
const NOTE_INFO = utf8('Rushlight 1 note')
const CELL_INFO = utf8('Rushlight 1 cell')

const POST_BODY_BYTES_MAX: number = NOTE_LARGE_BYTES + 256

const sealedCodec: Codec<Uint8Array> = mapped(bytes({ max: NOTE_LARGE_BYTES + SEALING_BYTES }), {
  parse: (sealed) => (isNoteLength(sealed.length - SEALING_BYTES) ? sealed : undefined),
  encode: (sealed) => sealed,
})

export const postBodyCodec: Codec<PostBody> = struct({
  format: field(0, literal(1)),
  slot: field(1, uint()),
  board: field(2, keyCodec<BoardPublicKey>()),
  cell: field(3, keyCodec<CellPublicKey>()),
  counter: field(4, uint()),
  sealed: field(5, sealedCodec),
})

export const boardPostCodec: Codec<BoardPost> = struct({
  body: field(0, bytes({ max: POST_BODY_BYTES_MAX })),
  boardSignature: field(1, bytes(SIGNATURE_BYTES)),
  cellSignature: field(2, bytes(SIGNATURE_BYTES)),
})

export function slotAt(now: number): number {
  return Math.floor(now / BOARD_SLOT_MS)
}

/** The slots before, now and next: what a provider takes notes for, and what a member looks under. */
export function slotsAround(now: number): readonly number[] {
  const slot = slotAt(now)
  return [slot - 1, slot, slot + 1]
}

/** The board of a room at the provider with that key in that slot. */
export async function boardOf(
  crypto: Crypto,
  secret: Uint8Array,
  at: { readonly provider: ProviderPublicKey; readonly slot: number },
): Promise<Board> {
  const context = concat(at.provider, bigEndian(at.slot, 8))
  const kdf = hkdfSha256(crypto)
  const privateKey = keyOf<BoardPrivateKey>(kdf.expand(secret, concat(BOARD_INFO, context), KEY_BYTES))
  const publicKey = keyOf<BoardPublicKey>(await crypto.ed25519PublicKey(privateKey))
  const noteKey = kdf.expand(secret, concat(NOTE_INFO, context), KEY_BYTES)
  return { tag: tagOf(crypto, publicKey, at.slot), slot: at.slot, publicKey, privateKey, noteKey }
}

/** The tag names the key that may write under it, so no provider has to remember who came first. */
export function tagOf(crypto: Crypto, board: BoardPublicKey, slot: number): BoardTag {
  return boardTag.fromBytes(hashLabelled(crypto, 'board', concat(board, bigEndian(slot, 8))))
}

/** The device's cell under that tag for that kind of note: found again after a crash, and tied to nothing else. */
export function cellKeyOf(
  crypto: Crypto,
  device: DevicePrivateKey,
  at: { readonly tag: BoardTag; readonly kind: number },
): CellPrivateKey {
  const info = concat(CELL_INFO, boardTag.toBytes(at.tag), Uint8Array.of(at.kind))
  return keyOf<CellPrivateKey>(hkdfSha256(crypto).expand(device, info, KEY_BYTES))
}

export async function createPost(
  crypto: Crypto,
  board: Board,
  note: { readonly cell: CellPrivateKey; readonly counter: number; readonly sealed: Uint8Array },
): Promise<BoardPost> {
  const cell = keyOf<CellPublicKey>(await crypto.ed25519PublicKey(note.cell))
  const { counter, sealed } = note
  const unsigned: PostBody = { format: 1, slot: board.slot, board: board.publicKey, cell, counter, sealed }
  const body = encodeWith(postBodyCodec, unsigned)
  return {
    body,
    boardSignature: await signLabelled({ crypto, label: 'board' }, board.privateKey, body),
    cellSignature: await signLabelled({ crypto, label: 'cell' }, note.cell, body),
  }
}

/** What a provider checks, with no more than its clock: the tag that the post belongs under, and what it says. */
export async function verifyPost(
  crypto: Crypto,
  post: BoardPost,
  now: number,
): Promise<{ readonly tag: BoardTag; readonly body: PostBody } | undefined> {
  const body = parseExactlyWith(postBodyCodec, post.body)
  if (body === undefined || !slotsAround(now).includes(body.slot)) return undefined
  const byBoard = { publicKey: body.board, signature: post.boardSignature }
  const byCell = { publicKey: body.cell, signature: post.cellSignature }
  const good =
    (await verifyLabelled({ crypto, label: 'board' }, byBoard, post.body)) &&
    (await verifyLabelled({ crypto, label: 'cell' }, byCell, post.body))
  return good ? { tag: tagOf(crypto, body.board, body.slot), body } : undefined
}

/** May `next` stand in the cell where `kept` stands? The same again is no news, and an older one is a replay. */
export function mayReplace(kept: PostBody, next: PostBody): boolean {
  return equal(kept.cell, next.cell) && next.counter > kept.counter
}

/** Until when a provider keeps what it was given at `takenAt`. */
export function noteEndsAt(takenAt: number): number {
  return takenAt + NOTE_KEPT_MS
}

function isNoteLength(length: number): boolean {
  return length === NOTE_SMALL_BYTES || length === NOTE_LARGE_BYTES
}
