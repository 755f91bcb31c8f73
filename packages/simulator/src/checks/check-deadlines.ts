import type { Client } from '@rushlight/core'
import { utf8 } from '@rushlight/protocol'
import type { DeviceHost } from '../device-host.ts'
import { CANARY_BYTES, LATE_MS } from '../ledger.ts'
import type { Life, Spoken } from '../ledger.ts'
import type { ProviderHost } from '../provider-host.ts'
import type { World } from '../world.ts'

type Looked = { readonly device: DeviceHost; readonly client: Client; readonly life: Life }

/** Looks again and again whether what is over is gone: by the ledger's deadlines, not by those that the device believes in. */
export class DeadlineWatch {
  readonly #world: World
  readonly #devices: readonly DeviceHost[]
  readonly #gone = new Set<string>()

  constructor(world: World, devices: readonly DeviceHost[]) {
    this.#world = world
    this.#devices = devices
  }

  async look(): Promise<void> {
    for (const device of this.#devices) {
      const { client, life } = device
      if (client === undefined || life === undefined || !device.isUp || !device.isSound) continue
      for (const spoken of this.#world.ledger.spoken.values()) {
        const name = `${life.name} ${spoken.id}`
        if (this.#gone.has(name) || !this.#isOver(life, spoken)) continue
        this.#gone.add(name)
        await this.#ensureGone({ device, client, life }, spoken)
      }
    }
  }

  #isOver({ readAt }: Life, { id, expiresAt, burnMs }: Spoken): boolean {
    const now = this.#world.scheduler.now()
    const seen = readAt.get(id)
    const burned = burnMs === undefined || seen === undefined ? Infinity : seen + burnMs
    return Math.min(expiresAt ?? Infinity, burned) + LATE_MS < now
  }

  async #ensureGone({ device, client, life }: Looked, { room, id, text }: Spoken): Promise<void> {
    const message = await client.message(room, id)
    if (client !== device.client || !device.isSound) return
    if (message?.body.kind === 'text') this.#world.ledger.violate('aliveAfterDeadline', `${life.name}: ${text}`)
  }
}

type Disks = { readonly devices: readonly DeviceHost[]; readonly providers: readonly ProviderHost[] }

/** No byte of what is over is on a device's disk, and nothing that a user wrote is on a provider's. */
export class DiskWatch {
  readonly #world: World
  readonly #disks: Disks
  #suspects: ReadonlySet<string> = new Set()

  constructor(world: World, disks: Disks) {
    this.#world = world
    this.#disks = disks
  }

  /** What is found twice was not cleaned away in between. Looks that are compared lie seconds apart. */
  async look(): Promise<void> {
    const { ledger } = this.#world
    const { devices, providers } = this.#disks
    for (const { disk, name } of providers) {
      if (Buffer.from(disk.disk.image()).includes(CANARY_BYTES))
        ledger.violate('plaintextLeft', `the disk of ${name} holds what a user wrote`)
    }
    const found = new Set<string>()
    for (const device of devices) {
      if (device.isUp && device.isSound) for (const text of await this.#remnantsOn(device)) found.add(text)
    }
    for (const remnant of found) if (this.#suspects.has(remnant)) ledger.violate('remnant', remnant)
    this.#suspects = found
  }

  async #remnantsOn(device: DeviceHost): Promise<readonly string[]> {
    const { ledger, scheduler } = this.#world
    const alive = await device.texts()
    const image = Buffer.from(device.image())
    const over = [...ledger.spoken.values()].filter(
      ({ expiresAt, isTakenBack }) => isTakenBack || (expiresAt !== undefined && expiresAt + LATE_MS < scheduler.now()),
    )
    return over
      .filter(({ text }) => !alive.has(text) && image.includes(utf8(text)) && !isPrefixOfAlive(text, alive))
      .map(({ text }) => `${device.name} disk holds: ${text}`)
  }
}

/** `… 1` is found inside `… 12`. */
function isPrefixOfAlive(text: string, alive: ReadonlySet<string | undefined>): boolean {
  return [...alive].some((other) => other?.includes(text) === true)
}
