import { hashOfRecord, hubsToTry, parseRecord, successorsOf } from '@rushlight/protocol'
import type { HelloResult, Provider, ProviderName, RoomId } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import { baseOf } from '../room/base-row.ts'
import type { BaseAccount } from '../room/base-row.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { load } from '../vault/table.ts'

/** Members look at so many boards, the same ones, since they reckon alike; of a room over fifty providers not at fifty. */
const BOARDS_MAX = 8

/** Where the next log may lie by a base's state, best first (R5). */
export async function successorsAt(
  core: Core,
  base: { readonly room: RoomId; readonly hub: ProviderName },
  accounts: readonly BaseAccount[],
): Promise<readonly Provider[]> {
  const providersOf: (readonly Provider[])[] = []
  for (const account of accounts) providersOf.push(await providersThen(core, account))
  return successorsOf(core.crypto, { ...base, providersOf })
}

/** An account's providers as the record has them that the room counts with, whatever is known beyond it (R16). */
async function providersThen(core: Core, { account, record }: BaseAccount): Promise<readonly Provider[]> {
  const own = core.self.account
  const known = account === own.id ? own.chain : (await load(core.store, accountTable, account))?.chain
  const signed = known?.find((one) => hashOfRecord(core.crypto, one) === record)
  return (signed === undefined ? undefined : parseRecord(signed))?.providers ?? []
}

/** The providers of a room as it is now: where its members meet, and where it can go on. */
export type Places = {
  readonly hub: Provider
  /** Where it can go on: the hub first. */
  readonly order: readonly Provider[]
  readonly boards: readonly Provider[]
}

export async function placesOf(core: Core, model: LiveRoom): Promise<Places | undefined> {
  const hub = await core.hubs.providerOf(model)
  const { head } = model.row
  if (hub === undefined || head === undefined) return undefined
  const { accounts } = baseOf(model.group, head)
  const successors = await successorsAt(core, { room: model.id, hub: hub.name }, accounts)
  // Where this device has an account and the room has not heard of it yet: servers that were adopted in need, and newer records.
  const adopted = core.self.row.homes.map(({ provider }) => provider).toReversed()
  const order = hubsToTry({ successors, present: hub, adopted })
  return { hub, order, boards: order.slice(0, BOARDS_MAX) }
}

/** Has this device an account there, so that it may open logs? */
export function isOwnPlace(core: Core, { name }: Pick<Provider, 'name'>): boolean {
  return core.homes.at(name) !== undefined
}

/** What the provider says of itself now: it may have another key, and another life, than when it was last asked (R29). */
export async function greetAnew(core: Core, { name }: Pick<Provider, 'name'>): Promise<HelloResult | undefined> {
  const { link } = core.hubs.at(name)
  link.forget()
  const answer = link.isOpen ? await link.greet() : undefined
  return answer?.kind === 'answer' && answer.value.provider.name === name ? answer.value : undefined
}
