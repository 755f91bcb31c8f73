import { deviceOf, putChain, verifyRecordChain } from '@rushlight/protocol'
import type { AccountPrivateKey, RecordChain } from '@rushlight/protocol'
import { refillKeyPackages } from '../directory/publish-key-packages.ts'
import type { Core } from '../engine/core.ts'
import { homesOfRecord } from '../home/home-row.ts'
import { forgetDevices } from '../self-room/forget-devices.ts'
import { tellAddresses } from '../queue/open-queue.ts'

/** What the account's newest record is from now on, durably, with the homes that it names. */
export async function useChain(
  core: Core,
  { chain, accountKey }: { readonly chain: RecordChain; readonly accountKey: AccountPrivateKey },
): Promise<void> {
  const account = await verifyRecordChain(core.crypto, chain)
  if (account === undefined) throw new Error('a chain that was verified')
  const { record } = account
  const gone = core.self.account.record.devices.filter(({ id }) => deviceOf(record, id) === undefined)
  await core.changeSelf((row) => ({ ...row, chain, accountKey, homes: homesOfRecord(record, row.homes) }))
  if (gone.length > 0) {
    await forgetDevices(
      core,
      gone.map(({ id }) => id),
    )
  }
  core.tell({ kind: 'accountChanged' })
  core.tell({ kind: 'providersChanged' })
  core.spawn(tellEverywhere(core))
}

/** The homes that answer and the rooms follow; where there is no answer now, the next connection sees to it. */
async function tellEverywhere(core: Core): Promise<void> {
  const { chain } = core.self.account
  for (const { link } of core.homes.ready) await link.call(putChain, { chain })
  await tellAddresses(core)
  for (const home of core.homes.ready) await refillKeyPackages(core, home)
}
