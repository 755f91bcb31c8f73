import type { DeviceHost } from './device-host.ts'
import type { Intruders } from './intruders.ts'
import type { ProviderHost } from './provider-host.ts'

/** Who and what lives in a world. */
export type Inhabitants = {
  readonly providers: readonly ProviderHost[]
  readonly devices: readonly DeviceHost[]
  readonly intruders: Intruders
}
