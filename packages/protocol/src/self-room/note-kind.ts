import type { Codec } from '../bytes/codec.ts'

/** What there is to know of one kind of note (`spec/self-room.md` §2). */
export type NoteKind<N extends { readonly kind: string }> = {
  /** Its number on the wire and in vaults; given once. */
  readonly tag: number
  /** The newest one about each subject is kept, for devices that come later; else it goes once everybody has it. */
  readonly isKept: boolean
  readonly codec: Codec<Omit<N, 'kind'>>
  /** What it is about: a later note about the same takes its place. */
  readonly subject: (note: N) => Uint8Array
}
