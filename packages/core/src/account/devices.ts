import { DEVICE_NAME_BYTES_MAX, nameOfSelfNote, parseSelfNote, utf8 } from '@rushlight/protocol'
import type { DeviceId, SelfNote } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { noteTable } from '../self-room/note-row.ts'
import { tellOwnDevices } from '../self-room/tell-own-devices.ts'
import { load } from '../vault/table.ts'
import { removeOtherDevice } from './remove-device.ts'
import type { DeviceRemoved } from './remove-device.ts'

/** One of the account's devices as a list shows it. Names and times are known to the account's devices alone. */
export type DeviceView = {
  readonly id: DeviceId
  /** Empty: it has not said how it is called. */
  readonly name: string
  readonly isThis: boolean
  /** UTC ms, in whole hours; `undefined`: it has not said. */
  readonly addedAt: number | undefined
  readonly usedAt: number | undefined
}

export type DeviceRenamed = 'done' | 'unknown' | 'tooLong'

/** The account's devices; asked for anew at `devicesChanged` and `accountChanged`. */
export class Devices {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /** This one first, then those that were used last. */
  async list(): Promise<readonly DeviceView[]> {
    const { account, row } = this.#core.self
    const views: DeviceView[] = []
    for (const { id } of account.record.devices) views.push(await this.#view(id, id === row.device))
    return views.toSorted((a, b) => Number(b.isThis) - Number(a.isThis) || (b.usedAt ?? 0) - (a.usedAt ?? 0))
  }

  async rename(device: DeviceId, name: string): Promise<DeviceRenamed> {
    const trimmed = name.trim()
    if (utf8(trimmed).length > DEVICE_NAME_BYTES_MAX) return 'tooLong'
    if (!this.#core.self.account.record.devices.some(({ id }) => id === device)) return 'unknown'
    await nameDevice(this.#core, device, trimmed)
    return 'done'
  }

  /** Takes it off the account, and out of every room; it erases itself when it hears of it. */
  remove(device: DeviceId): Promise<DeviceRemoved> {
    return removeOtherDevice(this.#core, device)
  }

  async #view(id: DeviceId, isThis: boolean): Promise<DeviceView> {
    const named = await this.#load({ kind: 'deviceName', named: id, name: '' })
    const used = await this.#load({ kind: 'deviceUse', used: id, addedAt: 0, usedAt: 0 })
    return {
      id,
      isThis,
      name: named?.kind === 'deviceName' ? named.name : '',
      addedAt: used?.kind === 'deviceUse' ? used.addedAt : undefined,
      usedAt: used?.kind === 'deviceUse' ? used.usedAt : undefined,
    }
  }

  async #load(about: SelfNote): Promise<SelfNote | undefined> {
    const row = await load(this.#core.store, noteTable, nameOfSelfNote(about))
    return row === undefined ? undefined : parseSelfNote(row.note)
  }
}

/** What is longer than a name may be is cut: it was not chosen by hand. */
export async function nameOwnDevice(core: Core, name: string): Promise<void> {
  let fitting = name.trim()
  while (utf8(fitting).length > DEVICE_NAME_BYTES_MAX) fitting = fitting.slice(0, -1)
  await nameDevice(core, core.self.row.device, fitting)
}

async function nameDevice(core: Core, named: DeviceId, name: string): Promise<void> {
  await tellOwnDevices(core, { kind: 'deviceName', named, name })
  core.tell({ kind: 'devicesChanged' })
}
