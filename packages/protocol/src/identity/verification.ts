import { field, optional, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { recordHash } from '../ids/ids.ts'
import type { RecordHash } from '../ids/ids.ts'

/** What a user said last of another account (`spec/identity.md` §9): verified under that root, or, without one, not any more. */
export type Verification = {
  readonly root?: RecordHash
  /** UTC ms: of two devices' words the later one counts. */
  readonly at: number
}

export const verificationCodec: Codec<Verification> = struct({
  root: optional(0, recordHash.codec),
  at: field(1, uint()),
})

/** The later of two words; of two at once the one that takes it back, and else the greater root: alike on every device. */
export function laterVerification(
  one: Verification | undefined,
  other: Verification | undefined,
): Verification | undefined {
  if (one === undefined || other === undefined) return one ?? other
  if (one.at !== other.at) return one.at > other.at ? one : other
  if (one.root === undefined || other.root === undefined) return one.root === undefined ? one : other
  return one.root >= other.root ? one : other
}
