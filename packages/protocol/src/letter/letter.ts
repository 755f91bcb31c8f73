import { union, struct, field, optional } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { cannotFollowCodec } from './cannot-follow.ts'
import type { CannotFollow } from './cannot-follow.ts'
import { reseatRequestCodec } from './reseat-request.ts'
import type { ReseatRequest } from './reseat-request.ts'

/** What a letter can say. Sealed by HPKE to the letterbox's key, with LETTER_INFO. */
export type Letter = {
  readonly kind: 'reseat'
  readonly request: ReseatRequest
  /** Why it is out. */
  readonly cannotFollow?: CannotFollow
}

export const LETTER_INFO = 'Rushlight 1 letter'

export const letterCodec: Codec<Letter> = union<Letter>({
  reseat: [1, struct({ request: field(0, reseatRequestCodec), cannotFollow: optional(1, cannotFollowCodec) })],
})
