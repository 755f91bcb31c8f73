import { union, struct, field } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { reseatRequestCodec } from './reseat-request.ts'
import type { ReseatRequest } from './reseat-request.ts'

/** What a letter can say. Sealed by HPKE to the letterbox's key, with LETTER_INFO. */
export type Letter = { readonly kind: 'reseat'; readonly request: ReseatRequest }

export const LETTER_INFO = 'Rushlight 1 letter'

export const letterCodec: Codec<Letter> = union<Letter>({
  reseat: [1, struct({ request: field(0, reseatRequestCodec) })],
})
