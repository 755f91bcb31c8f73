import { keyOf, logIdOf, signOpening, startOf, verifyOpening } from '@rushlight/protocol'
import type { LeafPrivateKey, LogId, Provider } from '@rushlight/protocol'
import { signingKeyOf } from '../group-crypto/mls/index.ts'
import { isLive } from './room-model.ts'
import type { RoomStep } from './room-step.ts'

/**
 * A room of our own making whose first log has not been started yet gets another hub: the one that it was made for does not
 * answer, and nobody else knows of it. Should that hub have started it all the same, nothing ever comes to lie there.
 */
export async function openElsewhere(step: RoomStep, hub: Provider, openedAt: number): Promise<LogId | undefined> {
  const { model } = step
  const { crypto } = step.world
  const [signed, ...others] = model.frame?.openings ?? []
  if (!isLive(model) || model.row.standing !== 'creating' || signed === undefined || others.length > 0) return undefined
  const opening = await verifyOpening(crypto, signed)
  if (opening === undefined || opening.hub.name === hub.name) return undefined
  const key = keyOf<LeafPrivateKey>(signingKeyOf(model.group.group))
  const moved = await signOpening(crypto, key, { ...opening, hub, openedAt })
  const log = logIdOf(crypto, moved)
  const incarnation = step.world.self().row.homes.find(({ provider }) => provider.name === hub.name)?.incarnation
  const { hubLife: _, ...row } = model.row
  step.model = { ...model, row }
  step.patchRow({ head: startOf(log), ...(incarnation === undefined ? {} : { hubLife: incarnation }) })
  step.patchFrame({ openings: [moved] })
  return log
}
