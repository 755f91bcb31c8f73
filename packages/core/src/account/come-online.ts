import { signUpFinish, span } from '@rushlight/protocol'
import type { HelloResult } from '@rushlight/protocol'
import { refillKeyPackages } from '../directory/publish-key-packages.ts'
import type { Core } from '../engine/core.ts'
import type { Asking } from '../letter/ask-to-be-let-in.ts'
import { followName } from '../home/follow-name.ts'
import type { Home } from '../home/home.ts'
import { openQueue, tellAddresses } from '../queue/open-queue.ts'
import { emptyQueue } from '../queue/take-queue.ts'
import { findMissed } from '../room/find-missed.ts'
import { ensureSelfRoom } from '../room/ensure-self-room.ts'
import { bringNotes } from '../self-room/bring-notes.ts'
import { noteUse } from '../self-room/note-use.ts'
import { authenticateDevice } from './authenticate.ts'
import { updateBackup } from './backup.ts'
import { keepCertificate } from './keep-certificate.ts'
import { isReborn, rebuild, rebuildAllowedAt } from './rebuild.ts'

/** The pull that does not trust pushes, and the other things that want doing now and then (R12). */
const UPKEEP_EVERY_MS: number = 3 * span.HOUR_MS
/** The provider knows us, and still something did not go: later. */
const TRY_AGAIN_MS: number = 10 * span.SECOND_MS

/** A connection to a home, for as long as it is the one that greeted so. */
type Visit = { readonly home: Home; readonly greeting: HelloResult; readonly asking: Asking }

/**
 * A connection is open: this device makes itself known, reads its queue, catches up, and brings what it has. Every part can
 * be done again without harm, and each is done again on the next connection, so stopping anywhere loses nothing.
 */
export function comeOnline(core: Core, visit: Visit): Promise<void> {
  const done = runThrough(core, visit)
  core.spawn(done, () => {
    if (isStill(core, visit)) void comeOnline(core, visit)
  })
  return done.catch(() => undefined)
}

function isStill(core: Core, { home, greeting }: Visit): boolean {
  return home.link.greeting === greeting && !core.isClosed
}

async function runThrough(core: Core, visit: Visit): Promise<void> {
  const { home, greeting } = visit
  const row = core.rowOf(home)
  // Whoever answers there has another name than the account's record: nothing of ours is for them, unless he proves who he was.
  if (row?.provider.name !== greeting.provider.name) return followName(core, home, greeting)
  if (!(await finishSignUp(core, home))) return tryAgain(core, visit)
  const reborn = isReborn(row, greeting)
  const now = core.ports.clock.now()
  if (reborn && rebuildAllowedAt(row.rebuilt, now) > now) return tryAgain(core, visit)
  const authenticated = await authenticateDevice(core, home)
  if (!isStill(core, visit)) return
  if (authenticated.kind === 'ended') await core.files.releaseAll()
  if (authenticated.kind === 'removed' || authenticated.kind === 'ended') return core.tell({ kind: 'ended' })
  if (authenticated.kind === 'later') return greetAgain(core, visit)
  if (reborn) await rebuild(core, home, greeting)
  if (!isStill(core, visit)) return
  const present = core.rowOf(home)
  const queue = present === undefined ? 'unanswered' : await openQueue(core, home, present)
  if (!isStill(core, visit)) return
  if (queue === 'unanswered') return tryAgain(core, visit)
  const { provider, incarnation, boot } = greeting
  await core.changeHome(provider.name, (known) => ({ ...known, provider, incarnation, boot }))
  home.sessionToken = authenticated.result.token
  home.isOperator = authenticated.result.isOperator
  home.isReady = true
  core.tell({ kind: 'connectionChanged' })
  flushAll(core)
  await catchUp(core, visit, queue === 'new')
}

async function catchUp(core: Core, visit: Visit, isQueueNew: boolean): Promise<void> {
  const { home, asking } = visit
  const steps: readonly (() => Promise<unknown>)[] = [
    () => findMissed(core, home),
    () => core.mailbox.run(() => emptyQueue(core, home)),
    () => tellAddresses(core),
    () => refillKeyPackages(core, home),
    () => (isQueueNew ? refillElsewhere(core, home) : Promise.resolve()),
    () => ensureSelfRoom(core),
    () => noteUse(core),
    () => bringNotes(core, 0),
    () => updateBackup(core, home),
    () => keepCertificate(core, home),
    () => asking.askEverywhere(),
  ]
  for (const run of steps) {
    await run()
    if (!isStill(core, visit)) return
  }
  home.isCaughtUp = true
  core.tell({ kind: 'connectionChanged' })
  flushAll(core)
  core.alarms.set(core.ports.clock.now() + UPKEEP_EVERY_MS, () => {
    if (isStill(core, visit)) void comeOnline(core, visit)
  })
}

/** What lies at the other homes does not know of the new queue. */
async function refillElsewhere(core: Core, home: Home): Promise<void> {
  for (const other of core.homes.ready) if (other !== home) await refillKeyPackages(core, other)
}

/** The provider may not have heard the end of the sign-up: it is said until it is answered. */
async function finishSignUp(core: Core, { link }: Home): Promise<boolean> {
  const { stage, registration, name, chain } = core.self.row
  if (stage !== 'signingUp' || registration === undefined) return true
  const { passwordRecord, invitation } = registration
  const params =
    invitation === undefined ? { name, passwordRecord, chain } : { name, passwordRecord, chain, invitation }
  const answer = await link.call(signUpFinish, params)
  if (answer.kind !== 'answer') return false
  await core.changeSelf(({ registration: _, ...row }) => ({ ...row, stage: 'active' }))
  return true
}

function flushAll(core: Core): void {
  core.files.hurry()
  core.history.flush()
  for (const { outbox } of core.rooms.values()) void outbox.flush()
}

/** What the proof was made with may have come bent or false: another connection has a greeting of its own. */
function greetAgain(core: Core, visit: Visit): void {
  core.alarms.set(core.ports.clock.now() + TRY_AGAIN_MS, () => {
    if (isStill(core, visit)) visit.home.link.renew()
  })
}

function tryAgain(core: Core, visit: Visit): void {
  core.alarms.set(core.ports.clock.now() + TRY_AGAIN_MS, () => {
    if (isStill(core, visit)) void comeOnline(core, visit)
  })
}
