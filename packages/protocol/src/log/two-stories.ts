import { equal } from '../bytes/bytes.ts'
import { field, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { ProviderPublicKey } from '../ids/keys.ts'
import { headAfter, receiptCodec, verifyReceipt } from './receipt.ts'
import type { Receipt } from './receipt.ts'

/** Two receipts of one hub that cannot both be true: by its own signatures it told two stories (R17). */
export type TwoStories = { readonly one: Receipt; readonly other: Receipt }

export const twoStoriesCodec: Codec<TwoStories> = struct({
  one: field(0, receiptCodec),
  other: field(1, receiptCodec),
})

/** Whoever knows the hub's key can check it, member or not. */
export async function verifyTwoStories(
  crypto: Crypto,
  hubKey: ProviderPublicKey,
  { one, other }: TwoStories,
): Promise<boolean> {
  if (!contradict(crypto, one, other)) return false
  return (await verifyReceipt(crypto, hubKey, one)) && (await verifyReceipt(crypto, hubKey, other))
}

/** Two entries at one place, or a place that does not stand on the one before it. */
export function contradict(crypto: Crypto, one: Receipt, other: Receipt): boolean {
  const [first, second] = one.body.seq <= other.body.seq ? [one.body, other.body] : [other.body, one.body]
  if (first.log !== second.log) return false
  const { chain } = headAfter(crypto, first)
  if (first.seq === second.seq) return !equal(chain, headAfter(crypto, second).chain)
  return first.seq + 1 === second.seq && !equal(chain, second.chainBefore)
}
