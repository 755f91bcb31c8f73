import {
  countKeyPackages,
  keyOf,
  KEY_PACKAGES_PER_DEVICE_MIN,
  publishKeyPackages,
  ROOM_SUITES,
  signLetterbox,
  span,
} from '@rushlight/protocol'
import type { KeyPackageCount, LetterPublicKey, Letterbox, RoomSuite } from '@rushlight/protocol'
import type { SelfRow } from '../account/self-row.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { deadlineTable } from '../expiry/deadline-row.ts'
import type { Home } from '../home/home.ts'
import { createAddress, publicAddress } from '../home/own-address.ts'
import type { OwnAddress } from '../home/own-address.ts'
import { createOwnKeyPackage } from './create-key-package.ts'
import type { OwnKeyPackage } from './create-key-package.ts'
import { keyPackageTable } from './key-package-row.ts'
import type { KeyPackageRow } from './key-package-row.ts'

/** Filled up to this: enough for many strangers before the device is online again. */
const KEY_PACKAGES_PUBLISHED = 40
/** Welcomes may still be under way when a KeyPackage has run out. */
const KEPT_AFTER_MS: number = span.DAY_MS

/**
 * Sees to it that others find enough good KeyPackages of this device for every suite, and a letterbox, at that home. What it
 * has counts as outdated until it has answered: this device may be gone, or the connection, when it is about to hand over.
 */
export function refillKeyPackages(core: Core, home: Home): Promise<void> {
  return home.shelves.run(() => refillShelves(core, home))
}

async function refillShelves(core: Core, home: Home): Promise<void> {
  const { row: self, account } = core.self
  const row = core.rowOf(home)
  if (row === undefined || !home.isReady) return
  const isOutdated = row.letterbox === undefined || row.published !== account.head.hash
  let isComplete = true
  for (const suite of ROOM_SUITES) isComplete = (await refillSuite(core, { home, suite, isOutdated })) && isComplete
  if (!isOutdated || !isComplete) return
  await core.changeHome(row.provider.name, (present) =>
    // Where queues have come or gone meanwhile, they name others than there are now.
    hasSameQueues(self, core.self.row) ? { ...present, published: account.head.hash } : present,
  )
}

function hasSameQueues(before: SelfRow, now: SelfRow): boolean {
  return now.homes.every(({ queue }, i) => before.homes[i]?.queue?.id === queue?.id)
}

type Shelf = { readonly home: Home; readonly suite: RoomSuite; readonly isOutdated: boolean }

/** False if the provider has not answered that it has enough. */
async function refillSuite(core: Core, { home, suite, isOutdated }: Shelf): Promise<boolean> {
  const count = isOutdated ? undefined : await countOf(home, suite)
  if (!isOutdated && (count === undefined || !isLow(count))) return count !== undefined
  const letterbox = await letterboxOf(core, home)
  if (letterbox === undefined) return false
  const made = await makeKeyPackages(core, suite, KEY_PACKAGES_PUBLISHED - (count?.unused ?? 0))
  const [lastResort, ...keyPackages] = made
  if (lastResort === undefined) return false
  // Written before anyone can have them: a Welcome for a KeyPackage whose keys are lost lets nobody in.
  await storeKeyPackages(core, { made, letterbox: letterbox.address })
  const answer = await home.link.call(publishKeyPackages, {
    letterbox: letterbox.signed,
    keyPackages: keyPackages.map((one) => one.row.keyPackage),
    lastResort: lastResort.row.keyPackage,
    replace: isOutdated,
    suite,
  })
  // Refused, so nobody can ever have them. Where there was no answer somebody may.
  if (answer.kind === 'failure') await forgetKeyPackages(core, made)
  return answer.kind === 'answer'
}

async function countOf({ link }: Home, suite: RoomSuite): Promise<KeyPackageCount | undefined> {
  const answer = await link.call(countKeyPackages, { suite })
  return answer.kind === 'answer' ? answer.value : undefined
}

function isLow({ unused, lastResortUsed }: KeyPackageCount): boolean {
  return unused < KEY_PACKAGES_PER_DEVICE_MIN || lastResortUsed
}

type OwnLetterbox = { readonly address: OwnAddress; readonly signed: Letterbox }

async function letterboxOf(core: Core, home: Home): Promise<OwnLetterbox | undefined> {
  const { crypto } = core
  const { row } = core.self
  const at = core.rowOf(home)
  if (at === undefined) return undefined
  const address = at.letterbox ?? (await createAddress(crypto, at))
  if (address === undefined) return undefined
  const key = keyOf<LetterPublicKey>(await crypto.x25519PublicKey(row.letterKey))
  const unsigned = { format: 1, device: row.device, address: publicAddress(address), key } as const
  return { address, signed: await signLetterbox(crypto, row.deviceKey, unsigned) }
}

async function makeKeyPackages(core: Core, suite: RoomSuite, count: number): Promise<readonly OwnKeyPackage[]> {
  const { row, account } = core.self
  const made: OwnKeyPackage[] = []
  for (let i = 0; i < count; i++) {
    const one = await createOwnKeyPackage(core.crypto, { self: row, account, suite, now: core.sharedNow() })
    if (one !== undefined) made.push(one)
  }
  return made
}

type Published = { readonly made: readonly OwnKeyPackage[]; readonly letterbox: OwnAddress }

async function storeKeyPackages(core: Core, { made, letterbox }: Published): Promise<void> {
  const step = new Step(core.store)
  for (const [i, { row }] of made.entries()) putKeyPackage(step, i === 0 ? { ...row, isLastResort: true } : row)
  await step.commit()
  await core.changeHome(letterbox.provider, (row) => ({ ...row, letterbox }))
}

async function forgetKeyPackages(core: Core, made: readonly OwnKeyPackage[]): Promise<void> {
  const step = new Step(core.store)
  for (const { row } of made) step.remove(keyPackageTable, row.readerSecret)
  await step.commit()
}

/** Kept until used or out of time (R18). */
export function putKeyPackage(step: Step, row: KeyPackageRow): void {
  step.put(keyPackageTable, row.readerSecret, row)
  const due = { kind: 'keyPackage', readerSecret: row.readerSecret } as const
  step.put(deadlineTable, { at: row.notAfter + KEPT_AFTER_MS, due }, due)
}

export function deadlineOfKeyPackage({ notAfter }: KeyPackageRow): number {
  return notAfter + KEPT_AFTER_MS
}
