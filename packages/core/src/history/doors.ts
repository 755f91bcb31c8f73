import { HISTORY_PART_KEPT_MS } from '@rushlight/protocol'
import type { BlobId, ProviderName } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { Step } from '../engine/step.ts'
import { BlobDoor } from '../file/blob-door.ts'
import { ownBlobTable } from '../file/file-row.ts'

/** What came of a piece of work: nothing is left to do, or it goes on then. */
export type Progress = { readonly kind: 'done' } | { readonly kind: 'later'; readonly waitMs: number }

export const DONE: Progress = { kind: 'done' }
const RETRY_MS = 5000

export function later(waitMs: number | undefined): Progress {
  return { kind: 'later', waitMs: waitMs ?? RETRY_MS }
}

/** The provider is to erase a part, now that nobody needs it; what it does not hear of ends at its time. */
export function releaseSoon(core: Core, step: Step, blob: BlobId): void {
  const now = core.now()
  step.put(ownBlobTable, blob, { format: 1, endsAt: now + HISTORY_PART_KEPT_MS, releaseAt: now })
  step.after(() => core.files.flush())
}

export type OpenDoor = {
  readonly door: BlobDoor
  readonly provider: ProviderName
  /** By what the provider knows this device there. */
  readonly token: string | undefined
}

/** The blobs of one of the account's providers, if it can be reached. */
export function doorAt(core: Core, provider: ProviderName | undefined): OpenDoor | undefined {
  const home = core.homes.ready.find(({ name }) => name === provider)
  if (home === undefined || provider === undefined) return undefined
  const { ports, alarms } = core
  const door = new BlobDoor(home.link.url, { http: ports.files.http, clock: ports.clock, alarms })
  return { door, provider, token: home.sessionToken }
}
