import { Malformed } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'

/** One thing a client can ask of a provider: its number on the wire, and both shapes (`spec/wire.md` §4). */
export type Method<Params, Result> = {
  readonly number: number
  readonly params: Codec<Params>
  readonly result: Codec<Result>
}

/** Where there is nothing to say; written as an empty list. */
export type Nothing = undefined

export const nothing: Codec<Nothing> = {
  toCbor: () => [],
  fromCbor(cbor) {
    if (!Array.isArray(cbor) || cbor.length > 0) throw new Malformed('nothing')
    return undefined
  },
}
