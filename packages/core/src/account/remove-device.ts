import { deviceOf, putChain } from '@rushlight/protocol'
import type { DeviceId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { tellRooms } from '../home/change-providers.ts'
import { refreshOwnChain } from './authenticate.ts'
import { storeBackup } from './backup.ts'
import { joinKeys } from './key-ring.ts'
import { removeDevice } from './next-record.ts'
import { useChain } from './use-chain.ts'

export type DeviceRemoved = 'done' | 'unknown' | 'thisOne' | 'unreachable'

/**
 * Takes another device off the account: a new account key, which the device does not get, and a newer record under which
 * every room puts it out with one commit, its providers end its session and erase its queue, and it erases itself.
 */
export function removeOtherDevice(core: Core, device: DeviceId): Promise<DeviceRemoved> {
  return core.changes.run(async () => {
    const { ready } = core.homes
    if (ready.length === 0) return 'unreachable'
    // On top of the newest record: what another device has changed meanwhile stays.
    for (const home of ready) if ((await refreshOwnChain(core, home)) !== 'ours') return 'unreachable'
    const { row, account } = core.self
    if (device === row.device) return 'thisOne'
    if (deviceOf(account.record, device) === undefined) return 'unknown'
    const next = await removeDevice(core.crypto, { account, accountKey: row.accountKey, by: row.device }, device)
    // The others find the new key in the backup: without it there they could not follow.
    await core.patchSelf({ spareKeys: joinKeys([next.accountKey], core.self.row.spareKeys) })
    for (const home of ready) if (!(await storeBackup(core, home))) return 'unreachable'
    for (const { link } of ready) {
      const answer = await link.call(putChain, { chain: next.chain })
      if (answer.kind !== 'answer' || answer.value.newer !== undefined) return 'unreachable'
    }
    await useChain(core, next)
    await tellRooms(core)
    return 'done'
  })
}
