/** What the conductor of a play and the ledger say to each other, a message on each line. */
import type { Count } from './tally.ts'

export type Order =
  /** What comes by this line is the output of that device. */
  | { readonly kind: 'device'; readonly line: number; readonly device: string }
  /** Who is in a room from now on. */
  | { readonly kind: 'room'; readonly room: string; readonly devices: readonly string[] }
  | { readonly kind: 'count'; readonly ask: number }

export type Word =
  /** An answer to a call, for whoever made it: the ledger holds the only end of the pipe. */
  | { readonly kind: 'answer'; readonly device: string; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'count'; readonly ask: number; readonly count: Count }

/** The first line is its file descriptor of this number. */
export const FIRST_LINE_FD = 3
export const LINES_MAX = 64
