import type { CrashMoment } from './crash-point.ts'
import type { DeviceHost } from './device-host.ts'
import type { ProviderHost } from './provider-host.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

const RESTART_MS_MAX = 4_000
const AWAY_MS_MAX = 60_000
const FULL_MS = 5_000
const MINUTE_MS = 60_000
const PROVIDER_CLOCK_JUMPS_MS = [-MINUTE_MS, -2000, 2000] as const
const CRASH_MOMENTS = ['now', 'inWrite', 'inWrite', 'atFrame', 'atFrame'] as const
const CLOCK_JUMPS_MS = [-365 * 24 * 60 * MINUTE_MS, -10 * MINUTE_MS, -1000, 1000, 3 * MINUTE_MS] as const

/** Brings crashes, jumps of clocks, full disks and lost networks over the hosts, as often as the climate has it. */
export class Weather {
  readonly #world: World
  readonly #random: Random
  readonly #devices: readonly DeviceHost[]
  readonly #providers: readonly ProviderHost[]
  #isOver = false

  constructor(
    world: World,
    hosts: { readonly devices: readonly DeviceHost[]; readonly providers: readonly ProviderHost[] },
  ) {
    this.#world = world
    this.#random = world.random.fork('weather')
    this.#devices = hosts.devices
    this.#providers = hosts.providers
  }

  begin(): void {
    const { climate } = this.#world
    for (const device of this.#devices) {
      this.#every(climate.deviceCrashEveryMs, () => this.#crash(device))
      this.#every(climate.deviceRestartEveryMs, () => this.#restart(device))
      this.#every(climate.clockJumpEveryMs, () => this.#jump(device))
      this.#every(climate.diskFullEveryMs, () => this.#fill(device))
      this.#every(climate.awayEveryMs, () => this.#goAway(device))
    }
    for (const provider of this.#providers) {
      this.#every(climate.providerCrashEveryMs, () => provider.crash(this.#moment()))
      this.#every(climate.clockJumpEveryMs, () => this.#jumpProvider(provider))
      this.#every(climate.diskFullEveryMs, () => this.#fill(provider))
      this.#every(climate.blobLostEveryMs, () => this.#loseBlob(provider))
    }
  }

  /** Everything works from now on: what was promised has to be kept. */
  end(): void {
    this.#isOver = true
    for (const provider of this.#providers) provider.setFull(false)
    for (const device of this.#devices) {
      device.setFull(false)
      device.setAway(false)
    }
  }

  #every(meanMs: number, run: () => void): void {
    if (meanMs === Infinity) return
    const { scheduler } = this.#world
    const wait = meanMs * 2 * this.#random.fraction()
    scheduler.at(scheduler.now() + wait, () => {
      if (this.#isOver) return
      run()
      this.#every(meanMs, run)
    })
  }

  #crash(device: DeviceHost): void {
    device.crash(this.#moment(), this.#random.below(RESTART_MS_MAX))
  }

  #moment(): CrashMoment {
    return this.#random.pick(CRASH_MOMENTS) ?? 'now'
  }

  #restart(device: DeviceHost): void {
    void device.restart()
  }

  /** A wrong clock stays wrong for a while, and is put right. */
  #jump(device: DeviceHost): void {
    const { scheduler, faults, trace } = this.#world
    faults.clockJumped += 1
    const skewMs = this.#random.pick(CLOCK_JUMPS_MS) ?? 0
    trace.note(`${scheduler.now()} ${device.name} clock ${skewMs}`)
    device.setClock(skewMs)
    scheduler.at(scheduler.now() + MINUTE_MS, () => device.setClock(0))
  }

  /** Its receipts never go back all the same. */
  #jumpProvider(provider: ProviderHost): void {
    const { scheduler, faults, trace } = this.#world
    faults.clockJumped += 1
    provider.skewMs = this.#random.pick(PROVIDER_CLOCK_JUMPS_MS) ?? 0
    trace.note(`${scheduler.now()} ${provider.name} clock ${provider.skewMs}`)
    scheduler.at(scheduler.now() + MINUTE_MS, () => {
      provider.skewMs = 0
    })
  }

  #loseBlob(provider: ProviderHost): void {
    const { scheduler, faults, trace, ledger } = this.#world
    const lost = provider.loseBlob()
    if (lost === undefined) return
    faults.blobLost += 1
    ledger.lostBlobs.add(lost)
    trace.note(`${scheduler.now()} ${provider.name} lost a blob`)
  }

  #fill(host: DeviceHost | ProviderHost): void {
    const { scheduler } = this.#world
    host.setFull(true)
    scheduler.at(scheduler.now() + FULL_MS, () => host.setFull(false))
  }

  #goAway(device: DeviceHost): void {
    const { scheduler } = this.#world
    device.setAway(true)
    scheduler.at(scheduler.now() + this.#random.below(AWAY_MS_MAX), () => device.setAway(false))
  }
}
