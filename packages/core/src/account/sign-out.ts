import { deleteAccount, putChain, removeQueue, signLabelled, span, verifyRecordChain } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { refreshOwnChain } from './authenticate.ts'
import { storeBackup } from './backup.ts'
import type { Home } from '../home/home.ts'
import { joinKeys } from './key-ring.ts'
import { removeDevice } from './next-record.ts'

/** How long leaving may take before this device goes anyway. */
const FAREWELL_MS_MAX: number = 10 * span.SECOND_MS

export type SignedOut = 'done' | 'unreachable'

/**
 * Takes this device off its account: a new account key in the backup, the newer record told to the provider and to every
 * room, so that others remove the leaf; then its queue goes. The caller erases the vault, whatever this answers.
 */
export async function signOut(core: Core): Promise<SignedOut> {
  // On top of the newest record: what another device has changed meanwhile must not be undone by our going.
  const { ready } = core.homes
  if (ready.length === 0) return 'unreachable'
  for (const home of ready) if ((await refreshOwnChain(core, home)) !== 'ours') return 'unreachable'
  const { row, account } = core.self
  const { chain, accountKey } = await removeDevice(
    core.crypto,
    { account, accountKey: row.accountKey, by: row.device },
    row.device,
  )
  // From now on it is in every backup that this device puts, also in one that was planned before.
  await core.patchSelf({ spareKeys: joinKeys([accountKey], core.self.row.spareKeys) })
  // Without the new key in the backup nobody could ever come back: then the device only forgets itself.
  for (const home of ready) if (!(await storeBackup(core, home))) return 'unreachable'
  const next = await verifyRecordChain(core.crypto, chain)
  if (next !== undefined) await sayFarewell(core, { kind: 'record', chain })
  for (const { link } of ready) {
    await link.call(removeQueue, undefined)
    await link.call(putChain, { chain })
  }
  return 'done'
}

/**
 * Ends the account at every provider that answers: its rooms are left, its files and its queue go, its name is burned. Only
 * when nothing else is left there does the account itself go: afterwards nobody could ask for it.
 */
export async function endAccount(core: Core): Promise<SignedOut> {
  const { ready } = core.homes
  if (ready.length === 0) return 'unreachable'
  await sayFarewell(core, { kind: 'leave' })
  if (!(await core.files.releaseAll())) return 'unreachable'
  // The first provider, which has the name, goes last: until then it can be begun again.
  for (const home of ready.toReversed()) if (!(await endAt(core, home))) return 'unreachable'
  return 'done'
}

async function endAt(core: Core, { link }: Home): Promise<boolean> {
  const { greeting } = link
  if (greeting === undefined || (await link.call(removeQueue, undefined)).kind === 'lost') return false
  const signature = await signLabelled(
    { crypto: core.crypto, label: 'account deletion' },
    core.self.row.accountKey,
    greeting.challenge,
  )
  return (await link.call(deleteAccount, { signature })).kind === 'answer'
}

type Farewell =
  | { readonly kind: 'leave' }
  | { readonly kind: 'record'; readonly chain: Parameters<typeof verifyRecordChain>[1] }

/** Into every room, as far as there is time for it. */
async function sayFarewell(core: Core, farewell: Farewell): Promise<void> {
  const flushed = [...core.rooms.values()].map(async ({ actor, outbox }) => {
    await actor.run(async (step) => step.addJob(farewell))
    await outbox.flush()
  })
  const timeout = new Promise<void>((resolve) => {
    core.alarms.set(core.ports.clock.now() + FAREWELL_MS_MAX, resolve)
  })
  await Promise.race([Promise.allSettled(flushed), timeout])
}
