import { createMemoryStore } from '@rushlight/records'
import { createMemoryBlobStore, createProvider } from '@rushlight/server'
import type { Provider, WakeUp } from '@rushlight/server'
import { parseProviderName } from '@rushlight/protocol'
import { CrashPoint } from './crash-point.ts'
import type { CrashMoment } from './crash-point.ts'
import { HostDisk } from './host-disk.ts'
import type { Random } from './random.ts'
import { createSimulatedPasswords } from './passwords.ts'
import type { ServerLink } from './network-ports.ts'
import type { World } from './world.ts'

export const PROVIDER_URL = 'https://provider.test'

type DiskBackup = ReturnType<HostDisk['disk']['backUp']>

const DISK_MS_MAX = 8
const RESTART_MS = 1500

/** The real provider's rules on a disk that crashes and a clock that jumps. */
export class ProviderHost {
  readonly #world: World
  readonly #random: Random
  readonly #crashPoint: CrashPoint
  readonly disk: HostDisk
  #provider: Provider | undefined
  #life = 0
  skewMs = 0

  constructor(world: World) {
    this.#world = world
    this.#random = world.random.fork('provider')
    this.#crashPoint = new CrashPoint(world, { die: () => this.#die(), comeBack: () => void this.boot() })
    this.disk = new HostDisk(world, {
      random: this.#random.fork('disk'),
      delayMsMax: DISK_MS_MAX,
      onUnsynced: () => this.#crashPoint.inWrite(),
    })
    world.network.listen(PROVIDER_URL, {
      accept: (wire) => {
        const { peer } = wire
        const life = this.#life
        const isAlive = (): boolean => life === this.#life
        const link = { peer, send: (frame: Uint8Array) => this.#send(isAlive, wire, frame), close: () => wire.close() }
        const side = this.#provider?.connect(link)
        return side === undefined
          ? undefined
          : {
              receive: (frame) => (isAlive() ? side.receive(frame) : undefined),
              closed: () => (isAlive() ? side.closed() : undefined),
            }
      },
    })
  }

  async boot(): Promise<void> {
    this.#life += 1
    const life = this.#life
    const { scheduler, trace, cryptoWatch } = this.#world
    const isAlive = (): boolean => life === this.#life
    const crypto = cryptoWatch.cryptoFor(this.#random.fork(`life ${life}`))
    const name = parseProviderName('provider.test')
    if (name === undefined) throw new Error('a name')
    const provider = await createProvider(
      {
        store: createMemoryStore(this.disk.disk),
        crypto,
        clock: { now: () => scheduler.now() + this.skewMs },
        schedule: {
          at: (at, run) => scheduler.at(at - this.skewMs, () => (isAlive() ? run() : undefined)),
          nextTurn: (run) => void scheduler.at(scheduler.now(), () => (isAlive() ? run() : undefined)),
        },
        passwords: createSimulatedPasswords(crypto),
        operatorLinks: { isOpen: () => Promise.resolve(false), redeem: () => Promise.resolve(false) },
        wakeUp: createWakeUp((run) => void scheduler.at(scheduler.now() + 1, () => (isAlive() ? run() : undefined))),
        blobStore: createMemoryBlobStore(),
        usage: { storedBytes: () => Promise.resolve(0), fileBytes: () => Promise.resolve(0) },
        log: { note: (code) => trace.note(`${scheduler.now()} provider ${code}`) },
      },
      { name, urls: [PROVIDER_URL], registration: 'open', software: 'simulated', fileBytesMax: 0 },
    )
    if (isAlive()) this.#provider = provider
  }

  /** The machine is stopped, and begins again with that copy of its disk, or with a copy of now: the one of now is the answer. */
  async restore(backup?: DiskBackup): Promise<DiskBackup> {
    const present = this.disk.disk.backUp()
    this.#die()
    this.disk.disk.restore(backup ?? present)
    await this.boot()
    return present
  }

  /** The machine is stopped, its disk erased, and it begins again at the same address. */
  async wipe(): Promise<void> {
    this.#die()
    this.disk.disk.restore(new Map())
    await this.boot()
  }

  crash(moment: CrashMoment): void {
    if (this.#provider === undefined) return
    this.#world.faults.providerCrashed += 1
    this.#crashPoint.arm(moment, RESTART_MS)
  }

  #send(isAlive: () => boolean, wire: ServerLink, frame: Uint8Array): void {
    if (isAlive()) this.#crashPoint.atFrame(() => wire.send(frame))
  }

  #die(): void {
    if (this.#provider === undefined) return
    const { scheduler, network, trace } = this.#world
    trace.note(`${scheduler.now()} provider crashes`)
    this.#life += 1
    this.#provider = undefined
    this.disk.disk.crash()
    network.breakAll(() => true)
  }

  setFull(isFull: boolean): void {
    if (isFull && !this.disk.isFull) this.#world.faults.diskFull += 1
    this.disk.isFull = isFull
  }
}

/** A bus of one process. */
function createWakeUp(later: (run: () => void) => void): WakeUp {
  const listeners = new Set<Parameters<WakeUp['subscribe']>[0]>()
  return {
    publish(queues) {
      later(() => {
        for (const onWake of listeners) onWake(queues)
      })
      return Promise.resolve()
    },
    subscribe(onWake) {
      listeners.add(onWake)
      return () => listeners.delete(onWake)
    },
  }
}
