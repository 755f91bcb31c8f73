import {
  accountId,
  accountNameCodec,
  bool,
  concat,
  field,
  hashLabelled,
  list,
  NAME_CLAIMED_MS,
  optional,
  skeletonOf,
  struct,
  uint,
  union,
  utf8,
} from '@rushlight/protocol'
import type { AccountId, AccountName } from '@rushlight/protocol'
import type { Expectation, Put } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { NAME_CLAIMS_MAX } from '../limits.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'

/**
 * Names lie under the peppered hash of their skeleton. So two names that look alike cannot both be had, and of a name that
 * was given up only the hash stays, for ever: nobody gets it again.
 */
export type NameRow =
  | {
      readonly kind: 'taken'
      readonly name: AccountName
      readonly account: AccountId
      /** Since when it is known to be this account's; absent: for longer than that was written down. */
      readonly since?: number
      /** By a certificate or the operator: nobody contests it without an older one (R31). */
      readonly isSure?: boolean
    }
  | { readonly kind: 'burned' }
  /** After the provider lost its names: whoever said without proof that it was theirs (R31), the first one first. */
  | { readonly kind: 'claimed'; readonly claims: readonly NameClaim[] }

export type NameClaim = { readonly name: AccountName; readonly account: AccountId; readonly since: number }

const claimCodec = struct({
  name: field(0, accountNameCodec),
  account: field(1, accountId.codec),
  since: field(2, uint()),
})

export const nameTable: Table<NameRow> = {
  name: 'names',
  codec: union<NameRow>({
    taken: [
      1,
      struct({
        name: field(0, accountNameCodec),
        account: field(1, accountId.codec),
        since: optional(2, uint()),
        isSure: optional(3, bool),
      }),
    ],
    burned: [2, struct({})],
    claimed: [3, struct({ claims: field(0, list(claimCodec, NAME_CLAIMS_MAX)) })],
  }),
}

type NameKernel = Pick<Kernel, 'store' | 'crypto' | 'identity'>

export function loadName(kernel: NameKernel, name: AccountName): Promise<NameRow | undefined> {
  return loadRow(kernel.store, nameTable, keyOfName(kernel, name))
}

export type NameHolder = { readonly account: AccountId; readonly isNew: boolean }

/** The account that has exactly this name, for strangers; one that merely looks like it has not. */
export async function findNamed(
  kernel: NameKernel & Pick<Kernel, 'clock'>,
  name: AccountName,
): Promise<NameHolder | undefined> {
  const row = await loadName(kernel, name)
  if (row?.kind === 'taken') return row.name === name ? { account: row.account, isNew: false } : undefined
  const claim = row?.kind === 'claimed' ? settledClaim(row.claims, kernel.clock.now()) : undefined
  return claim?.name === name ? { account: claim.account, isNew: true } : undefined
}

/** Whose password is asked for: of several who claim the name, the first one's. */
export async function findForSignIn(kernel: NameKernel, name: AccountName): Promise<AccountId | undefined> {
  const row = await loadName(kernel, name)
  if (row?.kind === 'taken') return row.name === name ? row.account : undefined
  return row?.kind === 'claimed' ? row.claims.find((claim) => claim.name === name)?.account : undefined
}

/** The only one who said it for long enough. */
export function settledClaim(claims: readonly NameClaim[], now: number): NameClaim | undefined {
  const [first, second] = claims
  return first !== undefined && second === undefined && first.since + NAME_CLAIMED_MS <= now ? first : undefined
}

export type NameChange = { readonly expect: Expectation; readonly put: Put }

export function changeName(
  kernel: NameKernel,
  name: AccountName,
  { before, after }: { readonly before: NameRow | undefined; readonly after: NameRow },
): NameChange {
  const key = keyOfName(kernel, name)
  return { expect: expectRow(nameTable, key, before), put: putRow(nameTable, key, after) }
}

/** An account gives up a name: nobody gets it again, but whoever else claims it goes on claiming it. */
export function leaveName(
  kernel: NameKernel,
  { name, account }: Pick<NameClaim, 'name' | 'account'>,
  before: NameRow | undefined,
): NameChange | undefined {
  if (before?.kind === 'taken' && before.account === account) {
    return changeName(kernel, name, { before, after: { kind: 'burned' } })
  }
  if (before?.kind !== 'claimed') return undefined
  const claims = before.claims.filter((claim) => claim.account !== account)
  if (claims.length === before.claims.length) return undefined
  return changeName(kernel, name, {
    before,
    after: claims.length === 0 ? { kind: 'burned' } : { kind: 'claimed', claims },
  })
}

function keyOfName({ crypto, identity }: NameKernel, name: AccountName): Uint8Array {
  return hashLabelled(crypto, 'deleted name', concat(identity.namePepper, utf8(skeletonOf(name))))
}
