import { unlockProfile, vaultFailureOf } from '@rushlight/platform-node'
import type { Unlocked, UnlockedProfile, VaultFailure } from '@rushlight/platform-node'
import { CommandFailure } from '../failure/command-failure.ts'
import type { FailureCode } from '../failure/command-failure.ts'
import { openHost } from '../host/open-host.ts'
import type { Host } from '../host/open-host.ts'
import { readVersion } from '../version.ts'
import type { Context } from '../context.ts'

/** How long another command may hold the vault until this one gives up. */
const IN_USE_MS_MAX = 10_000
const LOOK_AGAIN_MS = 50

/**
 * Opens the profile's vault in this process. While another holds it, this waits a little; `somebodyElse` may then find out
 * that there is a socket to ask, and the answer is that instead.
 */
export async function openProfileHost<T>(
  context: Context,
  password: string,
  somebodyElse: () => Promise<T | undefined>,
): Promise<Host | T> {
  const { directory, environment } = context
  const profile = ensureUnlocked(await failingAs(unlockProfile({ directory, password })))
  const opened = await openStore(profile, somebodyElse)
  if (opened.kind === 'elsewhere') return opened.other
  const host = await failingAs(openHost({ directory, store: opened.store, version: readVersion(), environment }))
  if (host.desk.client.hasAccount) return host
  await host.close()
  throw new CommandFailure('notSignedIn')
}

type Store = Awaited<ReturnType<UnlockedProfile['openStore']>>
type Opened<T> = { readonly kind: 'here'; readonly store: Store } | { readonly kind: 'elsewhere'; readonly other: T }

export async function openStore<T>(
  profile: UnlockedProfile,
  somebodyElse: () => Promise<T | undefined>,
): Promise<Opened<T>> {
  const endsAt = performance.now() + IN_USE_MS_MAX
  for (;;) {
    try {
      return { kind: 'here', store: await profile.openStore() }
    } catch (error) {
      if (vaultFailureOf(error) !== 'inUse' || performance.now() >= endsAt) throw failureOf(error)
    }
    const other = await somebodyElse()
    if (other !== undefined) return { kind: 'elsewhere', other }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
}

export function ensureUnlocked(unlocked: Unlocked): UnlockedProfile {
  switch (unlocked.kind) {
    case 'unlocked':
      return unlocked.profile
    case 'absent':
      throw new CommandFailure('notSignedIn')
    case 'wrongPassword':
      throw new CommandFailure('wrongProfilePassword', waiting(unlocked.waitMs))
    case 'wait':
      throw new CommandFailure('tooManyTries', waiting(unlocked.waitMs))
    case 'erased':
      throw new CommandFailure('profileErased')
    case 'tooNew':
      throw new CommandFailure('profileNewer')
    case 'unreadable':
      throw new CommandFailure('profileUnreadable')
  }
}

function waiting(retryAfterMs: number): { readonly retryAfterMs?: number } {
  return retryAfterMs === 0 ? {} : { retryAfterMs }
}

/** What the vault says, as what this program says. */
export async function failingAs<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw failureOf(error)
  }
}

function failureOf(error: unknown): unknown {
  const code = vaultFailureOf(error)
  return code === undefined ? error : new CommandFailure(CODES[code], { cause: error })
}

const CODES: Readonly<Record<VaultFailure, FailureCode>> = {
  closed: 'bug',
  damaged: 'profileUnreadable',
  formatTooNew: 'profileNewer',
  formatTooOld: 'profileUnreadable',
  inUse: 'profileInUse',
  ioFailed: 'diskFailed',
  noPersistentStorage: 'profileUnusable',
  notFound: 'profileUnusable',
  otherSchema: 'profileUnreadable',
  outOfBounds: 'bug',
  readOnly: 'profileUnusable',
  storageFull: 'diskFull',
  wrongKey: 'profileUnreadable',
}
