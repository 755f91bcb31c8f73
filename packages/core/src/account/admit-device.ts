import { DEVICES_PER_ACCOUNT_MAX, putChain } from '@rushlight/protocol'
import type { DeviceEntry } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { tellOwnDevices } from '../self-room/tell-own-devices.ts'
import { refreshOwnChain } from './authenticate.ts'
import { updateBackups } from './backup.ts'
import { addDevice } from './next-record.ts'
import { useChain } from './use-chain.ts'

export type Admitted = 'done' | 'full' | 'unreachable'

/** A device of the same owner comes onto the account: listed in its record at every provider that answers. */
export function admitDevice(core: Core, device: DeviceEntry, name: string): Promise<Admitted> {
  return core.changes.run(async () => {
    const { ready } = core.homes
    if (ready.length === 0) return 'unreachable'
    for (const home of ready) if ((await refreshOwnChain(core, home)) !== 'ours') return 'unreachable'
    const { row, account } = core.self
    if (account.record.devices.length >= DEVICES_PER_ACCOUNT_MAX) return 'full'
    const next = await addDevice(core.crypto, { account, accountKey: row.accountKey, by: row.device }, device)
    for (const { link } of ready) {
      const answer = await link.call(putChain, { chain: next.chain })
      if (answer.kind !== 'answer' || answer.value.newer !== undefined) return 'unreachable'
    }
    await useChain(core, next)
    // What the new device begins with.
    await updateBackups(core)
    await tellOwnDevices(core, { kind: 'deviceName', named: device.id, name })
    core.tell({ kind: 'devicesChanged' })
    return 'done'
  })
}
