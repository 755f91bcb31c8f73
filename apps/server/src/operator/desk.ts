import type { Provider, Tombstone } from '@rushlight/protocol'
import type { OwnIdentity } from '../identity/own-identity.ts'
import { TOMBSTONE_TOLD_MS } from '../identity/tombstones.ts'
import type { Tombstones } from '../identity/tombstones.ts'
import type { Clock } from '../ports/clock.ts'

/** What whoever can write to the provider's disk may have it do, while it runs or not. */
export interface Desk {
  /** Says that the provider leaves, by every key that it has: each of its logs goes on elsewhere from now on (R20 d). */
  leave(at: { readonly endsAt: number; readonly successor: Provider | undefined }): Promise<void>
  /** Takes that back. False: it was not leaving. */
  stay(): Promise<boolean>
}

export type DeskParts = {
  readonly clock: Clock
  readonly identity: OwnIdentity
  readonly tombstones: Tombstones
}

export function createDesk({ clock, identity, tombstones }: DeskParts): Desk {
  async function sayByAll(said: Pick<Tombstone, 'kind' | 'endsAt' | 'successor'>): Promise<void> {
    for (const { publicKey, sealingPublicKey, ...key } of identity.keys) {
      const provider = { ...identity.provider, key: publicKey, sealingKey: sealingPublicKey }
      await tombstones.say({ ...key, publicKey, sealingPublicKey }, { ...said, provider })
    }
  }

  return {
    leave: ({ endsAt, successor }) =>
      sayByAll({ kind: 'leaving', endsAt, ...(successor === undefined ? {} : { successor }) }),
    async stay() {
      if (!(await tombstones.isLeaving())) return false
      await sayByAll({ kind: 'staying', endsAt: clock.now() + TOMBSTONE_TOLD_MS })
      return true
    },
  }
}
