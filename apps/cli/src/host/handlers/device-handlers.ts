import type { DeviceView, LinkView } from '@rushlight/core'
import { CommandFailure } from '../../failure/command-failure.ts'
import {
  addDevice,
  decideLinking,
  listDevices,
  removeDevice,
  renameDevice,
  waitForLinking,
} from '../../methods/device-methods.ts'
import type { DeviceRecord } from '../../records/device-records.ts'
import type { Desk } from '../desk.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { deviceRecord, linkingRecord } from '../records-of.ts'

export const deviceHandlers: readonly Handler[] = [
  handler(listDevices, async (desk) => {
    await desk.catchUp()
    return listOf(desk)
  }),
  handler(addDevice, async (desk, { code }) => {
    if (!(await desk.catchUp())) throw new CommandFailure('offline')
    // It goes on by itself; how far it has come is asked for.
    void desk.client.linking.add(code).catch(() => undefined)
    return linkingRecord(await linkingAfter(desk, 'connecting', START_MS_MAX))
  }),
  handler(waitForLinking, async (desk, { after, timeoutMs = WAIT_MS }) => {
    return linkingRecord(await linkingAfter(desk, after, timeoutMs))
  }),
  handler(decideLinking, async (desk, { allow }) => {
    if (allow) desk.client.linking.allow()
    else desk.client.linking.refuse()
  }),
  handler(renameDevice, async (desk, { device, name }) => {
    const { id } = await findDevice(desk, device)
    const renamed = await desk.client.devices.rename(id, name)
    if (renamed === 'tooLong') throw new CommandFailure('tooLong')
    if (renamed === 'unknown') throw new CommandFailure('deviceUnknown')
    return listOf(desk)
  }),
  handler(removeDevice, async (desk, { device }) => {
    if (!(await desk.catchUp())) throw new CommandFailure('offline')
    const { id } = await findDevice(desk, device)
    const removed = await desk.client.devices.remove(id)
    if (removed === 'thisOne') throw new CommandFailure('thisDevice')
    if (removed === 'unknown') throw new CommandFailure('deviceUnknown')
    if (removed === 'unreachable') throw new CommandFailure('offline')
    return listOf(desk)
  }),
]

const START_MS_MAX = 20_000
const WAIT_MS = 30_000

async function linkingAfter(desk: Desk, after: string, timeoutMs: number): Promise<LinkView> {
  const further = (): LinkView | undefined => {
    const view = desk.client.linking.state()
    return view?.kind === after ? undefined : view
  }
  return (await desk.until(further, timeoutMs)) ?? desk.client.linking.state() ?? { kind: 'connecting' }
}

async function listOf({ client }: Desk): Promise<readonly DeviceRecord[]> {
  return (await client.devices.list()).map((device) => deviceRecord(device))
}

/** Another device may have named itself a moment ago. */
async function findDevice(desk: Desk, typed: string): Promise<DeviceView> {
  const known = matching(await desk.client.devices.list(), typed)
  const found = known.length > 0 || !(await desk.catchUp()) ? known : matching(await desk.client.devices.list(), typed)
  const [device, ...others] = found
  if (device === undefined) throw new CommandFailure('deviceUnknown')
  if (others.length === 0) return device
  const choices = found.map(({ id, name }) => ({ use: id, title: name, kind: 'device' }) as const)
  throw new CommandFailure('ambiguous', { choices })
}

function matching(devices: readonly DeviceView[], typed: string): readonly DeviceView[] {
  const wanted = typed.trim().toLowerCase()
  const named = devices.filter(({ id, name }) => id === typed || (name !== '' && name.toLowerCase() === wanted))
  return named.length > 0 ? named : devices.filter(({ id }) => typed.length >= ID_PART_MIN && id.startsWith(typed))
}

const ID_PART_MIN = 4
