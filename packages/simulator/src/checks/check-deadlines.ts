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

/** No byte of what is over is on a device's disk, and nothing that a user wrote is on the provider's. */
export async function checkDisks(
  world: World,
  { devices, provider }: { readonly devices: readonly DeviceHost[]; readonly provider: ProviderHost },
): Promise<void> {
  const { ledger, scheduler } = world
  if (Buffer.from(provider.disk.image()).includes(CANARY_BYTES))
    ledger.violate('plaintextLeft', "the provider's disk holds what a user wrote")
  for (const device of devices) {
    if (!device.isUp || !device.isSound) continue
    const alive = await device.texts()
    const image = Buffer.from(device.image())
    for (const { text, expiresAt, isTakenBack } of ledger.spoken.values()) {
      const isOver = isTakenBack || (expiresAt !== undefined && expiresAt + LATE_MS < scheduler.now())
      if (isOver && !alive.has(text) && image.includes(utf8(text)) && !isPrefixOfAlive(text, alive))
        ledger.violate('remnant', `${device.name} disk holds: ${text}`)
    }
  }
}

/** `… 1` is found inside `… 12`. */
function isPrefixOfAlive(text: string, alive: ReadonlySet<string | undefined>): boolean {
  return [...alive].some((other) => other?.includes(text) === true)
}
