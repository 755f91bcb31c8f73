import { NAME_CLAIMED_MS, NAMES_UNSURE_MS } from '@rushlight/protocol'
import type { AccountId, AccountName, NameCertificate } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { NAME_CLAIMS_MAX } from '../limits.ts'
import { settledClaim } from './name-row.ts'
import type { NameClaim, NameRow } from './name-row.ts'

/** Who wants a name, and by what right. */
export type NameWanted = {
  readonly name: AccountName
  readonly account: AccountId
  /** A verified one for this name and account. */
  readonly certificate: NameCertificate | undefined
  /** The account comes with a record from before and not by signing up: perhaps the provider lost it (R29). */
  readonly isReturning: boolean
}

export type NameTaken =
  | { readonly kind: 'given'; readonly after: NameRow; readonly displaced: readonly AccountId[] }
  | { readonly kind: 'held' }

type NameTime = {
  readonly now: number
  /** Names may have been lost: this life of the data is young. */
  readonly isUnsure: boolean
}

const HELD: NameTaken = { kind: 'held' }

/**
 * R31: after its data were lost, a name is at once whoever's who brings the provider's own certificate of it; else of the one
 * who alone claimed it for NAME_CLAIMED_MS; and of two who claim it nobody's until the operator decides.
 */
export function decideTaking(row: NameRow | undefined, wanted: NameWanted, time: NameTime): NameTaken {
  if (row === undefined) return given(firstRow(wanted, time), [])
  if (row.kind === 'burned') return HELD
  if (row.kind === 'claimed') return takeClaimed(row.claims, wanted, time)
  const { name, account, since } = row
  const { certificate } = wanted
  if (certificate !== undefined && since !== undefined && certificate.issuedAt < since) {
    return given(sureRow(wanted, certificate.issuedAt), [account])
  }
  const isFresh = since !== undefined && since + NAME_CLAIMED_MS > time.now
  const mayContest = wanted.isReturning && time.isUnsure && isFresh && row.isSure !== true
  return mayContest ? given({ kind: 'claimed', claims: [{ name, account, since }, claimOf(wanted, time)] }, []) : HELD
}

/** Are names of this life of the data still to be settled? */
export function areNamesUnsure({ clock, identity }: Pick<Kernel, 'clock' | 'identity'>): boolean {
  return identity.lifeBeganAt !== undefined && clock.now() < identity.lifeBeganAt + NAMES_UNSURE_MS
}

function firstRow(wanted: NameWanted, time: NameTime): NameRow {
  const { name, account, certificate, isReturning } = wanted
  if (certificate !== undefined) return sureRow(wanted, certificate.issuedAt)
  if (isReturning && time.isUnsure) return { kind: 'claimed', claims: [claimOf(wanted, time)] }
  return { kind: 'taken', name, account, since: time.now }
}

function takeClaimed(claims: readonly NameClaim[], wanted: NameWanted, time: NameTime): NameTaken {
  const others = claims.filter(({ account }) => account !== wanted.account)
  const { certificate } = wanted
  if (certificate !== undefined) {
    return given(
      sureRow(wanted, certificate.issuedAt),
      others.map(({ account }) => account),
    )
  }
  const isSettled = settledClaim(claims, time.now) !== undefined
  if (!wanted.isReturning || isSettled || others.length >= NAME_CLAIMS_MAX) return HELD
  return given({ kind: 'claimed', claims: [...others, claimOf(wanted, time)] }, [])
}

export function sureRow({ name, account }: Pick<NameWanted, 'name' | 'account'>, since: number): NameRow {
  return { kind: 'taken', name, account, since, isSure: true }
}

function claimOf({ name, account }: NameWanted, { now }: NameTime): NameClaim {
  return { name, account, since: now }
}

function given(after: NameRow, displaced: readonly AccountId[]): NameTaken {
  return { kind: 'given', after, displaced }
}

/** Nobody can contest it any more. */
export function isSettled(
  kernel: Pick<Kernel, 'clock' | 'identity'>,
  { since, isSure }: Extract<NameRow, { kind: 'taken' }>,
): boolean {
  const isOld = since === undefined || since + NAME_CLAIMED_MS <= kernel.clock.now()
  return isOld || isSure === true || !areNamesUnsure(kernel)
}
