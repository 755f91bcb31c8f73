import type { ProvidersChanged } from '@rushlight/core'
import { CommandFailure } from '../../failure/command-failure.ts'
import { addProvider, adoptProvider, listProviders, putProviderFirst, removeProvider } from '../../methods/methods.ts'
import type { ProviderRecord } from '../../records/records.ts'
import type { Desk } from '../desk.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { providerRecord } from '../records-of.ts'

/** How long the providers may take to follow a change, until the command goes on without. */
const FOLLOW_MS_MAX = 15_000

export const providerHandlers: readonly Handler[] = [
  handler(listProviders, async (desk) => {
    await desk.catchUp()
    return listOf(desk)
  }),
  handler(addProvider, (desk, wanted) => change(desk, () => desk.client.providers.add(wanted))),
  handler(adoptProvider, (desk, { link, invitation }) =>
    change(desk, () => desk.client.providers.adopt(link, invitation)),
  ),
  handler(removeProvider, (desk, { provider }) => change(desk, () => desk.client.providers.remove(provider))),
  handler(putProviderFirst, (desk, { provider }) => change(desk, () => desk.client.providers.putFirst(provider))),
]

function listOf({ client }: Desk): readonly ProviderRecord[] {
  return client.providers.list().map((provider) => providerRecord(provider))
}

/** Goes on where no provider answers: that may be why it is asked for. */
async function change(desk: Desk, make: () => Promise<ProvidersChanged>): Promise<readonly ProviderRecord[]> {
  await desk.catchUp()
  ensureChanged(await make())
  await desk.until(() => (desk.client.connection().isCaughtUp ? true : undefined), FOLLOW_MS_MAX)
  return listOf(desk)
}

function ensureChanged(changed: ProvidersChanged): void {
  switch (changed.kind) {
    case 'done':
      return
    case 'refused':
      throw new CommandFailure(changed.error.code, changed.error)
    case 'unreachable':
      throw new CommandFailure('offline')
    case 'notAnAddress':
      throw new CommandFailure('addressInvalid')
    case 'otherKey':
      throw new CommandFailure('otherServer')
    case 'known':
      throw new CommandFailure('providerKnown')
    case 'unknown':
      throw new CommandFailure('providerUnknown')
    case 'tooMany':
      throw new CommandFailure('tooManyProviders')
    case 'last':
      throw new CommandFailure('lastProvider')
  }
}
