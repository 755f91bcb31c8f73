import { mapped, bytes } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { base64url, parseBase64url } from '../bytes/text-encodings.ts'
import type { Brand } from '../bytes/brand.ts'

/**
 * An id is a fixed number of bytes on the wire and their base64url in memory, in JSON and in links, so that it can be
 * compared with === and be the key of a map. Its role is part of its type.
 */
export type Id<Role extends string> = Brand<string, Role>

export interface IdKind<T extends string> {
  readonly lengthBytes: number
  readonly codec: Codec<T>
  /** `undefined` unless the text is the base64url of exactly the right number of bytes. */
  parse(text: string): T | undefined
  /** `value` has the right length (a hash, or random bytes that we drew). */
  fromBytes(value: Uint8Array): T
  toBytes(id: T): Uint8Array
}

export function idKind<Role extends string>(lengthBytes: number): IdKind<Id<Role>> {
  const parseBytes = (value: Uint8Array): Id<Role> | undefined =>
    value.length === lengthBytes ? brandOf<Role>(base64url(value)) : undefined
  const toBytes = (id: Id<Role>): Uint8Array => {
    const value = parseBase64url(id)
    if (value?.length !== lengthBytes) throw new Error('an id that was not parsed')
    return value
  }
  return {
    lengthBytes,
    codec: mapped(bytes(lengthBytes), { parse: parseBytes, encode: toBytes }),
    parse(text) {
      const value = parseBase64url(text)
      return value === undefined ? undefined : parseBytes(value)
    },
    fromBytes(value) {
      const id = parseBytes(value)
      if (id === undefined) throw new RangeError('wrong length of an id')
      return id
    },
    toBytes,
  }
}

function brandOf<Role extends string>(text: string): Id<Role> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where ids are made
  return text as Id<Role>
}
