import { accountId, base64url, signInFinish, signInStart } from '@rushlight/protocol'
import type {
  AccountId,
  SignInFinishParams,
  SignInFinishResult,
  SignInStartParams,
  SignInStartResult,
} from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import {
  SIGN_IN_MS_MAX,
  SIGN_INS_AT_ONCE_MAX,
  SIGN_INS_PER_NAME,
  SIGN_INS_PER_NAME_AND_PEER,
  SIGN_INS_PER_PEER,
} from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { Limit } from '../limiting/rate-limit.ts'
import { createRecent } from '../limiting/recent.ts'
import type { Recent } from '../limiting/recent.ts'
import type { PasswordServer } from '../ports/passwords.ts'
import type { Caller } from '../sessions/caller.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { loadChain } from './account-row.ts'
import { loadBackup } from './backup-row.ts'
import { findForSignIn } from './name-row.ts'
import { loadPassword } from './password-row.ts'

/**
 * Signing in with a password on an empty device. A name that nobody has is answered just like one with another password;
 * guesses are limited for each place, for each name from one place, and for each name; a guess that was refused by one of the first
 * two does not count for the name, so whoever guesses from one place cannot lock out its owner, who comes from another.
 */
export function signInRoutes(kernel: Kernel, passwords: PasswordServer): readonly Route[] {
  const signIn: SignIn = {
    kernel,
    passwords,
    perPeer: createRateLimit(kernel.clock, SIGN_INS_PER_PEER),
    perNameAndPeer: createRateLimit(kernel.clock, SIGN_INS_PER_NAME_AND_PEER),
    perName: createRateLimit(kernel.clock, SIGN_INS_PER_NAME),
    attempts: createRecent(SIGN_INS_AT_ONCE_MAX),
  }
  return [
    openRoute(signInStart, 'account', (caller, params) => start(signIn, caller, params)),
    openRoute(signInFinish, 'account', (_caller, params) => finish(signIn, params)),
  ]
}

type SignIn = {
  readonly kernel: Kernel
  readonly passwords: PasswordServer
  readonly perPeer: Limit
  readonly perNameAndPeer: Limit
  readonly perName: Limit
  readonly attempts: Recent<string, Attempt>
}

type Attempt = { readonly account: AccountId | undefined; readonly state: Uint8Array; readonly expiresAt: number }

const ATTEMPT_BYTES = 16
/** No account's id: it would have to be the hash of a record. */
const NOBODY: AccountId = accountId.fromBytes(new Uint8Array(32))

async function start(
  { kernel, passwords, attempts, ...limits }: SignIn,
  caller: Caller,
  { name, request }: SignInStartParams,
): Promise<Outcome<SignInStartResult>> {
  const refused =
    refuseFor(limits.perPeer.take(caller.peer)) ??
    refuseFor(limits.perNameAndPeer.take(`${caller.peer} ${name}`)) ??
    refuseFor(limits.perName.take(name))
  if (refused !== undefined) return refused
  const account = await findForSignIn(kernel, name)
  const record = await loadRecord(kernel, account)
  const started = passwords.startLogin({ name, record, request })
  if (started === undefined) return refuse('malformed')
  const attempt = kernel.crypto.randomBytes(ATTEMPT_BYTES)
  const expiresAt = kernel.clock.now() + SIGN_IN_MS_MAX
  attempts.set(base64url(attempt), { account, state: started.state, expiresAt })
  return done({ attempt, response: started.response })
}

/** Reads as much for nobody as for somebody. */
async function loadRecord({ store }: Kernel, account: AccountId | undefined): Promise<Uint8Array | undefined> {
  if (account !== undefined) return loadPassword(store, account)
  await loadPassword(store, NOBODY)
  return undefined
}

async function finish(
  { kernel, passwords, attempts }: SignIn,
  { attempt, request }: SignInFinishParams,
): Promise<Outcome<SignInFinishResult>> {
  const id = base64url(attempt)
  const begun = attempts.get(id)
  // One try for each start.
  attempts.delete(id)
  if (begun === undefined || begun.expiresAt <= kernel.clock.now()) return refuse('wrongPassword')
  const knowsPassword = passwords.finishLogin(begun.state, request)
  if (!knowsPassword || begun.account === undefined) return refuse('wrongPassword')
  const chain = await loadChain(kernel.store, begun.account)
  const backup = await loadBackup(kernel.store, begun.account)
  if (chain === undefined) return refuse('wrongPassword')
  return done(backup === undefined ? { chain } : { chain, backup })
}
