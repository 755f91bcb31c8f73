import { rootOfChain } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'
import type { AccountRow } from './account-row.ts'

/** Whether the user has made sure whose account it is (`spec/identity.md` §9). */
export type VerificationView =
  | 'none'
  | 'verified'
  /** It was, and the account has come back by its recovery phrase since: somebody else may hold it. */
  | 'lapsed'

export function viewVerification(
  crypto: Crypto,
  { chain, verification }: Pick<AccountRow, 'chain' | 'verification'>,
): VerificationView {
  if (verification?.root === undefined) return 'none'
  // Only a backup has told of the account yet: what it says of it stands until its chain is here.
  const root = chain === undefined ? verification.root : rootOfChain(crypto, chain)
  return root === verification.root ? 'verified' : 'lapsed'
}
