import { parseRecord, putChain, span, verifyRecordChain } from '@rushlight/protocol'
import type { HelloResult, ProviderName, RecordChain } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import { putChain as keepChain } from '../directory/put-chain.ts'
import type { Core } from '../engine/core.ts'
import { bringFilesAgain } from '../file/bring-again.ts'
import { forgetKeptAt } from '../history/keep-history.ts'
import { Step } from '../engine/step.ts'
import { loadEveryRow } from '../vault/table.ts'
import type { Home } from '../home/home.ts'
import type { HomeRow, Rebuilt } from '../home/home-row.ts'

/**
 * A provider that has lost its data gets back what its people have of it (R29). Each part may be done again without harm;
 * that it was done is written down last, so a crash repeats it and leaves nothing out.
 */

const REBUILD_EVERY_MS_MIN: number = 10 * span.MINUTE_MS
const REBUILD_EVERY_MS_MAX: number = span.DAY_MS
/** Rebuilds that lie further apart than this have nothing to do with each other. */
const FORGIVEN_AFTER_MS: number = 7 * span.DAY_MS

/** Has the provider begun a new life of its data since this device was there? */
export function isReborn({ incarnation }: HomeRow, greeting: HelloResult): boolean {
  return incarnation !== undefined && incarnation !== greeting.incarnation
}

/** From when on a rebuild may begin: a provider that is reborn at every request must not keep its people busy (F32). */
export function rebuildAllowedAt(rebuilt: Rebuilt | undefined, now: number): number {
  // Written by a clock that has been put back since, it says nothing about when.
  if (rebuilt === undefined || rebuilt.at > now) return 0
  const wait = REBUILD_EVERY_MS_MIN * 2 ** Math.min(rebuilt.count - 1, DOUBLINGS_MAX)
  return rebuilt.at + Math.min(wait, REBUILD_EVERY_MS_MAX)
}

const DOUBLINGS_MAX = 16

export function countRebuild(rebuilt: Rebuilt | undefined, now: number): Rebuilt {
  const before = rebuilt === undefined || now - rebuilt.at > FORGIVEN_AFTER_MS ? 0 : rebuilt.count
  return { count: before + 1, at: now }
}

/** This device is known there again: now the others of that provider, as far as we know them. */
export async function rebuild(core: Core, home: Home, greeting: HelloResult): Promise<void> {
  await bringChains(core, home)
  await bringFilesAgain(core)
  const { name } = home
  if (name !== undefined) await forgetKeptAt(core, name)
  if (home.link.greeting !== greeting || name === undefined) return
  const rebuilt = countRebuild(core.rowOf(home)?.rebuilt, core.ports.clock.now())
  const { provider, incarnation } = greeting
  // KeyPackages and letterbox are made anew under the keys that the provider has now, and the backup is put again.
  await core.changeHome(name, ({ letterbox: _, published: __, ...row }) => ({
    ...row,
    rebuilt,
    provider,
    incarnation,
    backupDirty: true,
  }))
  core.backupMarks += 1
}

/** Of those who have not come back yet, too: who comes first brings the newest record that anybody has of them (F30). */
async function bringChains(core: Core, { link, name }: Home): Promise<void> {
  for (const { value } of await loadEveryRow(core.store, accountTable)) {
    if (value.chain === undefined || name === undefined || !isAt(value.chain, name)) continue
    const answer = await link.call(putChain, { chain: value.chain })
    if (answer.kind === 'lost') return
    const newer = answer.kind === 'answer' ? answer.value.newer : undefined
    const account = newer === undefined ? undefined : await verifyRecordChain(core.crypto, newer)
    if (account === undefined) continue
    const step = new Step(core.store)
    await keepChain(step, core, account)
    await step.commit()
    step.publish((event) => core.tell(event))
  }
}

function isAt(chain: RecordChain, name: ProviderName): boolean {
  const newest = chain.at(-1)
  const record = newest === undefined ? undefined : parseRecord(newest)
  return record?.providers.some((provider) => provider.name === name) === true
}
