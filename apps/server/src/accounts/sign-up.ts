import { accountId, equal, isReservedName, signUpFinish, signUpStart, verifyRecordChain } from '@rushlight/protocol'
import type { Account, AccountName, Provider, SignUpFinishParams, SignUpStartParams } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { SIGN_UPS_PER_PEER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { PasswordServer } from '../ports/passwords.ts'
import { expectRow } from '../rows/table.ts'
import type { Caller } from '../sessions/caller.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome, Refused } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'
import { accountTable, loadAccount, putAccount } from './account-row.ts'
import { admit } from './admit.ts'
import type { Admitting } from './admit.ts'
import { changeName, loadName } from './name-row.ts'
import { putPassword } from './password-row.ts'

export type SignUp = {
  readonly kernel: Kernel
  readonly admitting: Admitting
  readonly passwords: PasswordServer
}

/** A new account: the name is asked for first, then taken together with the record that has it. */
export function signUpRoutes(signUp: SignUp): readonly Route[] {
  const limit = createRateLimit(signUp.kernel.clock, SIGN_UPS_PER_PEER)
  const limited = (caller: Caller): Refused | undefined => refuseFor(limit.take(caller.peer))
  return [
    openRoute(signUpStart, 'account', async (caller, params) => limited(caller) ?? start(signUp, params)),
    openRoute(signUpFinish, 'account', async (caller, params) => limited(caller) ?? finish(signUp, params)),
  ]
}

async function start(
  { kernel, admitting, passwords }: SignUp,
  { name, request, invitation }: SignUpStartParams,
): Promise<Outcome<{ readonly response: Uint8Array }>> {
  const admission = await admit(admitting, invitation)
  if (admission.kind === 'refused') return admission
  if (isReservedName(name)) return refuse('nameReserved')
  if ((await loadName(kernel, name)) !== undefined) return refuse('nameTaken')
  const response = passwords.register(name, request)
  return response === undefined ? refuse('malformed') : done({ response })
}

async function finish(signUp: SignUp, params: SignUpFinishParams): Promise<Outcome<undefined>> {
  const { kernel } = signUp
  if (isReservedName(params.name)) return refuse('nameReserved')
  if (params.chain.length !== 1) return refuse('recordInvalid')
  const account = await verifyRecordChain(kernel.crypto, params.chain)
  if (account === undefined || !isGenesisHere(account, params.name, kernel.identity.provider)) {
    return refuse('recordInvalid')
  }
  return writeDecided(kernel.turns, () => decide(signUp, account, params))
}

async function decide(
  { kernel, admitting }: SignUp,
  account: Account,
  { name, passwordRecord, invitation }: SignUpFinishParams,
): Promise<Decided<undefined>> {
  const known = await loadAccount(kernel.store, account.id)
  // The same again: the answer of the first time was lost.
  if (known?.name === name) return done(undefined)
  if (known !== undefined || (await loadName(kernel, name)) !== undefined) return refuse('nameTaken')
  const admission = await admit(admitting, invitation)
  if (admission.kind === 'refused') return admission
  const { uses } = admission
  const after = { kind: 'taken', name, account: account.id, since: kernel.clock.now() } as const
  const given = changeName(kernel, name, { before: undefined, after })
  const absent = expectRow(accountTable, accountId.toBytes(account.id), undefined)
  return {
    kind: 'write',
    batch: {
      expect: [absent, given.expect, ...uses.expect],
      put: [...putAccount(account, name), given.put, putPassword(account.id, passwordRecord), ...uses.put],
      remove: uses.remove,
    },
    result: undefined,
  }
}

/** The record has the name that was asked for, lists one device at most, and this provider comes first in it. */
function isGenesisHere({ record }: Account, name: AccountName, own: Provider): boolean {
  const first = record.providers[0]
  return (
    first !== undefined &&
    first.name === own.name &&
    equal(first.key, own.key) &&
    equal(first.sealingKey, own.sealingKey) &&
    record.name === name &&
    record.devices.length <= 1
  )
}
