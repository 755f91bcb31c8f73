import { BLOB_PIECE_BYTES_MAX } from '@rushlight/protocol'

const FIRST_BYTES: number = 256 * 1024
const BYTES_MIN: number = 64 * 1024
/** So that progress is seen to move, and a lost piece costs little. */
const QUICK_MS = 1500
const SLOW_MS = 4000

/** How much to move with one request: larger pieces on a quick line, smaller ones on a slow one. */
export function nextPieceBytes(last: { readonly bytes: number; readonly ms: number } | undefined): number {
  if (last === undefined) return FIRST_BYTES
  if (last.ms < QUICK_MS) return Math.min(last.bytes * 2, BLOB_PIECE_BYTES_MAX)
  return last.ms > SLOW_MS ? Math.max(Math.ceil(last.bytes / 2), BYTES_MIN) : last.bytes
}
