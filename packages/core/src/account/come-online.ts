import { signUpFinish, span } from '@rushlight/protocol'
import type { HelloResult } from '@rushlight/protocol'
import { refillKeyPackages } from '../directory/publish-key-packages.ts'
import type { Core } from '../engine/core.ts'
import type { Asking } from '../letter/ask-to-be-let-in.ts'
import { openQueue } from '../queue/open-queue.ts'
import { emptyQueue } from '../queue/take-queue.ts'
import { findMissed } from '../room/find-missed.ts'
import { ensureSelfRoom } from '../room/ensure-self-room.ts'
import { authenticateDevice } from './authenticate.ts'
import { updateBackup } from './backup.ts'
import { isReborn, rebuild, rebuildAllowedAt } from './rebuild.ts'

/** The pull that does not trust pushes, and the other things that want doing now and then (R12). */
const UPKEEP_EVERY_MS: number = 3 * span.HOUR_MS
/** The provider knows us, and still something did not go: later. */
const TRY_AGAIN_MS: number = 10 * span.SECOND_MS

/**
 * A connection is open: this device makes itself known, reads its queue, catches up, and brings what it has. Every part can
 * be done again without harm, and each is done again on the next connection, so stopping anywhere loses nothing.
 */
export function comeOnline(core: Core, greeting: HelloResult, asking: Asking): Promise<void> {
  const done = runThrough(core, greeting, asking)
  core.spawn(done, () => {
    if (core.link.greeting === greeting && !core.isClosed) void comeOnline(core, greeting, asking)
  })
  return done.catch(() => undefined)
}

async function runThrough(core: Core, greeting: HelloResult, asking: Asking): Promise<void> {
  const isStill = (): boolean => core.link.greeting === greeting && !core.isClosed
  if (!(await finishSignUp(core))) return tryAgain(core, greeting, asking)
  const reborn = isReborn(core, greeting)
  if (reborn && !isAllowedNow(core)) return tryAgain(core, greeting, asking)
  const authenticated = await authenticateDevice(core)
  if (!isStill()) return
  if (authenticated.kind === 'ended') await core.files.releaseAll()
  if (authenticated.kind === 'removed' || authenticated.kind === 'ended') return core.tell({ kind: 'ended' })
  if (reborn && authenticated.kind === 'authenticated') await rebuild(core, greeting)
  if (!isStill()) return
  const isReading = authenticated.kind === 'authenticated' && (await openQueue(core))
  if (!isStill()) return
  if (!isReading) return tryAgain(core, greeting, asking)
  await core.patchSelf({ provider: greeting.provider, incarnation: greeting.incarnation, boot: greeting.boot })
  core.isReady = true
  core.sessionToken = authenticated.kind === 'authenticated' ? authenticated.result.token : undefined
  core.isOperator = authenticated.kind === 'authenticated' && authenticated.result.isOperator
  core.tell({ kind: 'connectionChanged' })
  const steps: readonly (() => Promise<unknown>)[] = [
    () => findMissed(core),
    () => core.mailbox.run(() => emptyQueue(core)),
    () => refillKeyPackages(core),
    () => ensureSelfRoom(core),
    () => updateBackup(core),
    () => asking.askEverywhere(),
  ]
  flushAll(core)
  for (const run of steps) {
    await run()
    if (!isStill()) return
  }
  core.isCaughtUp = true
  core.tell({ kind: 'connectionChanged' })
  flushAll(core)
  core.alarms.set(core.ports.clock.now() + UPKEEP_EVERY_MS, () => {
    if (isStill()) void comeOnline(core, greeting, asking)
  })
}

function isAllowedNow(core: Core): boolean {
  return rebuildAllowedAt(core.self.row.rebuilt) <= core.ports.clock.now()
}

/** The provider may not have heard the end of the sign-up: it is said until it is answered. */
async function finishSignUp(core: Core): Promise<boolean> {
  const { stage, registration, name, chain } = core.self.row
  if (stage !== 'signingUp' || registration === undefined) return true
  const { passwordRecord, invitation } = registration
  const params =
    invitation === undefined ? { name, passwordRecord, chain } : { name, passwordRecord, chain, invitation }
  const answer = await core.link.call(signUpFinish, params)
  if (answer.kind !== 'answer') return false
  await core.changeSelf(({ registration: _, ...row }) => ({ ...row, stage: 'active' }))
  return true
}

function flushAll(core: Core): void {
  core.files.hurry()
  for (const { outbox } of core.rooms.values()) void outbox.flush()
}

function tryAgain(core: Core, greeting: HelloResult, asking: Asking): void {
  core.alarms.set(core.ports.clock.now() + TRY_AGAIN_MS, () => {
    if (core.link.greeting === greeting && !core.isClosed) void comeOnline(core, greeting, asking)
  })
}
