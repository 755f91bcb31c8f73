import {
  countKeyPackages,
  keyOf,
  KEY_PACKAGES_PER_DEVICE_MIN,
  publishKeyPackages,
  signLetterbox,
  span,
} from '@rushlight/protocol'
import type { KeyPackageCount, LetterPublicKey, Letterbox } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { deadlineTable } from '../expiry/deadline-row.ts'
import { loadEveryRow } from '../vault/table.ts'
import { createAddress, publicAddress } from './create-address.ts'
import { createOwnKeyPackage } from './create-key-package.ts'
import type { OwnKeyPackage } from './create-key-package.ts'
import { keyPackageTable } from './key-package-row.ts'
import type { KeyPackageRow } from './key-package-row.ts'
import type { OwnAddress } from '../account/self-row.ts'

/** Filled up to this: enough for many strangers before the device is online again. */
const KEY_PACKAGES_PUBLISHED = 40
/** Welcomes may still be under way when a KeyPackage has run out. */
const KEPT_AFTER_MS: number = span.DAY_MS

/** Sees to it that others find enough good KeyPackages of this device, and a letterbox. `force`: those there are no good. */
export async function refillKeyPackages(core: Core, force: boolean): Promise<void> {
  const { row, account } = core.self
  const isOutdated = force || row.letterbox === undefined || !(await areCurrent(core, account.head.hash))
  const count = isOutdated ? undefined : await countOf(core)
  if (!isOutdated && (count === undefined || !isLow(count))) return
  const letterbox = await letterboxOf(core, isOutdated)
  if (letterbox === undefined) return
  const made = await makeKeyPackages(core, KEY_PACKAGES_PUBLISHED - (count?.unused ?? 0))
  const [lastResort, ...keyPackages] = made
  if (lastResort === undefined) return
  // Written before anyone can have them: a Welcome for a KeyPackage whose keys are lost lets nobody in.
  await storeKeyPackages(core, { made, letterbox: letterbox.address })
  await core.link.call(publishKeyPackages, {
    letterbox: letterbox.signed,
    keyPackages: keyPackages.map((one) => one.row.keyPackage),
    lastResort: lastResort.row.keyPackage,
    replace: isOutdated,
  })
}

/** Those in the vault were made under the account's newest record. */
async function areCurrent(core: Core, head: KeyPackageRow['record']): Promise<boolean> {
  const rows = await loadEveryRow(core.store, keyPackageTable)
  return rows.some(({ value }) => value.reseatFor === undefined && value.record === head)
}

async function countOf(core: Core): Promise<KeyPackageCount | undefined> {
  const answer = await core.link.call(countKeyPackages, undefined)
  return answer.kind === 'answer' ? answer.value : undefined
}

function isLow({ unused, lastResortUsed }: KeyPackageCount): boolean {
  return unused < KEY_PACKAGES_PER_DEVICE_MIN || lastResortUsed
}

type OwnLetterbox = { readonly address: OwnAddress; readonly signed: Letterbox }

async function letterboxOf(core: Core, isNewNeeded: boolean): Promise<OwnLetterbox | undefined> {
  const { crypto } = core
  const { row } = core.self
  if (row.queue === undefined) return undefined
  const address =
    isNewNeeded || row.letterbox === undefined ? await createAddress(crypto, row.provider, row.queue.id) : row.letterbox
  if (address === undefined) return undefined
  const key = keyOf<LetterPublicKey>(await crypto.x25519PublicKey(row.letterKey))
  const unsigned = { format: 1, device: row.device, address: publicAddress(address, row.provider), key } as const
  return { address, signed: await signLetterbox(crypto, row.deviceKey, unsigned) }
}

async function makeKeyPackages(core: Core, count: number): Promise<readonly OwnKeyPackage[]> {
  const { row, account } = core.self
  const made: OwnKeyPackage[] = []
  for (let i = 0; i < count; i++) {
    const one = await createOwnKeyPackage(core.crypto, { self: row, account, now: core.sharedNow() })
    if (one !== undefined) made.push(one)
  }
  return made
}

type Published = { readonly made: readonly OwnKeyPackage[]; readonly letterbox: OwnAddress }

async function storeKeyPackages(core: Core, { made, letterbox }: Published): Promise<void> {
  const step = new Step(core.store)
  for (const [i, { row }] of made.entries()) putKeyPackage(step, i === 0 ? { ...row, isLastResort: true } : row)
  await step.commit()
  await core.patchSelf({ letterbox })
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
