import { createMemoryStore, EVERY_KEY, RANGE_RECORDS_MAX } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { createProvider } from '@rushlight/server'
import {
  createBlobRoutes,
  createFederationRoutes,
  PROVIDER_TABLES,
  rotateKey,
  SecondStory,
} from '@rushlight/server/testing'
import type { Provider, WakeUp } from '@rushlight/server'
import { BLOBS_PATH, formatAdoptLink, parseProviderName } from '@rushlight/protocol'
import { CrashPoint } from './crash-point.ts'
import type { CrashMoment } from './crash-point.ts'
import { HostDisk } from './host-disk.ts'
import { createPeerRoad } from './peer-road.ts'
import { PiecesDisk } from './pieces-disk.ts'
import type { Random } from './random.ts'
import { createSimulatedPasswords } from './passwords.ts'
import type { ServerLink } from './network-ports.ts'
import { openBlobStore } from './simulated-files.ts'
import type { World } from './world.ts'

const FIRST_NAME = 'provider.test'
export const PROVIDER_URL: string = urlOf(FIRST_NAME)

/** The table of it. */
const ENTRIES = 'entries'

type DiskBackup = ReturnType<HostDisk['disk']['backUp']>

const DISK_MS_MAX = 8
const RESTART_MS = 1500
const FILE_BYTES_MAX = 256 * 1024

/** The real provider's rules on a disk that crashes and a clock that jumps, with others like it in the same network. */
export class ProviderHost {
  readonly name: string
  readonly url: string
  readonly #world: World
  readonly #random: Random
  readonly #crashPoint: CrashPoint
  readonly disk: HostDisk
  readonly blobs: PiecesDisk
  #provider: Provider | undefined
  #store: RecordStore | undefined
  #life = 0
  #isOff = false
  /** Other than the name of the machine, once its operator has moved. */
  #as: string
  /** Its key phrase, while it is brought back by it. */
  #phrase: Uint8Array | undefined
  #seed: Uint8Array | undefined
  #isClosed = false
  skewMs = 0

  constructor(world: World, name: string = FIRST_NAME) {
    this.name = name
    this.url = urlOf(name)
    this.#as = name
    this.#world = world
    this.#random = world.random.fork(name === FIRST_NAME ? 'provider' : name)
    this.#crashPoint = new CrashPoint(world, { die: () => this.#die(), comeBack: () => void this.boot() })
    this.disk = new HostDisk(world, {
      random: this.#random.fork('disk'),
      delayMsMax: DISK_MS_MAX,
      onUnsynced: () => this.#crashPoint.inWrite(),
    })
    this.blobs = new PiecesDisk(world, {
      random: this.#random.fork('blobs'),
      delayMsMax: DISK_MS_MAX,
      isFull: () => this.disk.isFull,
    })
    this.#listen(this.url)
  }

  #listen(url: string): void {
    const world = this.#world
    world.http.serve(url, (request, peer) => this.#answer(request, peer))
    world.network.listen(url, {
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
    if (this.#isOff) return
    this.#life += 1
    const life = this.#life
    const { scheduler, trace, cryptoWatch } = this.#world
    const isAlive = (): boolean => life === this.#life
    const crypto = cryptoWatch.cryptoFor(this.#random.fork(`life ${life}`))
    const name = parseProviderName(this.#as)
    if (name === undefined) throw new Error('a name')
    const store = createMemoryStore(this.disk.disk)
    const provider = await createProvider(
      {
        store,
        crypto,
        clock: { now: () => scheduler.now() + this.skewMs },
        schedule: {
          at: (at, run) => scheduler.at(at - this.skewMs, () => (isAlive() ? run() : undefined)),
          nextTurn: (run) => void scheduler.at(scheduler.now(), () => (isAlive() ? run() : undefined)),
        },
        passwords: createSimulatedPasswords(crypto),
        operatorLinks: { isOpen: () => Promise.resolve(false), redeem: () => Promise.resolve(false) },
        wakeUp: createWakeUp((run) => void scheduler.at(scheduler.now() + 1, () => (isAlive() ? run() : undefined))),
        peerTransport: createPeerRoad(this.#world, {
          name: this.#as,
          isAlive,
          hand: (run) => this.#crashPoint.atFrame(run),
        }),
        blobStore: openBlobStore(this.blobs),
        usage: { storedBytes: () => Promise.resolve(0), fileBytes: () => Promise.resolve(0) },
        log: { note: (code) => trace.note(`${scheduler.now()} ${this.name} ${code}`) },
      },
      {
        name,
        urls: [urlOf(this.#as)],
        registration: this.#isClosed ? 'closed' : 'open',
        ...(this.#phrase === undefined ? {} : { seed: this.#phrase }),
        software: 'simulated',
        fileBytesMax: FILE_BYTES_MAX,
        federation: { isOn: true, allowed: undefined, denied: [] },
      },
    )
    if (!isAlive()) return
    this.#provider = provider
    this.#phrase = undefined
    this.#seed ??= provider.newSeed
    this.#store = store
  }

  /** What its operator can do. */
  get desk(): Provider['desk'] {
    if (this.#provider === undefined) throw new Error('it does not run')
    return this.#provider.desk
  }

  /** Its operator gives it another name; whoever asks under the old one reaches it, too. */
  async moveTo(name: string): Promise<void> {
    this.#listen(urlOf(name))
    this.#die()
    this.#as = name
    await this.boot()
  }

  /** Its operator stops it, gives it another key, and starts it again. */
  async rotateKey(): Promise<void> {
    this.#die()
    const { scheduler, cryptoWatch } = this.#world
    const crypto = cryptoWatch.cryptoFor(this.#random.fork('another key'))
    const store = createMemoryStore(this.disk.disk)
    await rotateKey({ store, crypto, clock: scheduler })
    await store.close()
    await this.boot()
  }

  /** The machine is stopped, and stays so until it is booted again. */
  stop(): void {
    this.#die()
  }

  /** The machine is stopped, and begins again with that copy of its disk, or with a copy of now: the one of now is the answer. */
  async restore(backup?: DiskBackup): Promise<DiskBackup> {
    const present = this.disk.disk.backUp()
    this.#die()
    this.disk.disk.restore(backup ?? present)
    await this.boot()
    return present
  }

  /** What its operator shows around, for others to adopt it. */
  adoptLink(): string | undefined {
    const key = this.#provider?.record.key
    return key === undefined ? undefined : formatAdoptLink({ url: this.url, key })
  }

  /** The machine is gone, until it is turned on again with the disk that it had. */
  turnOff(): void {
    this.#world.faults.providerOff += 1
    this.#die()
    this.#isOff = true
  }

  async turnOn(): Promise<void> {
    this.#world.trace.note(`${this.#world.scheduler.now()} ${this.name} is back`)
    this.#isOff = false
    await this.boot()
  }

  /** The machine is stopped, its disk erased, and it begins again at the same address. */
  async wipe(began: { readonly byPhrase?: boolean; readonly isClosed?: boolean } = {}): Promise<void> {
    this.#world.faults.providerWiped += 1
    this.#die()
    this.#phrase = began.byPhrase === true ? this.#seed : undefined
    this.#isClosed = began.isClosed === true
    this.disk.disk.restore(new Map())
    this.blobs.erase()
    await this.boot()
  }

  crash(moment: CrashMoment): void {
    if (this.#provider === undefined) return
    this.#world.faults.providerCrashed += 1
    this.#crashPoint.arm(moment, RESTART_MS)
  }

  /** One blob is gone, as from a disk that has bad places. Answers its name. */
  loseBlob(): string | undefined {
    const lost = this.#random.pick(this.blobs.names())
    if (lost !== undefined) this.blobs.lose(lost)
    return lost
  }

  /** Tables in which these bytes stand in a key or a value. */
  async tablesWith(bytes: Uint8Array): Promise<readonly string[]> {
    const store = this.#store
    const found: string[] = []
    for (const table of store === undefined ? [] : PROVIDER_TABLES) {
      const rows = (await store?.range({ table, ...EVERY_KEY, limit: RANGE_RECORDS_MAX })) ?? []
      if (rows.some(({ key, value }) => Buffer.concat([key, value]).includes(bytes))) found.push(table)
    }
    return found
  }

  async countRows(table: string): Promise<number> {
    const rows = await this.#store?.range({ table, ...EVERY_KEY, limit: RANGE_RECORDS_MAX })
    return rows?.length ?? 0
  }

  /** What it kept of all entries is not what it gave its word for any more. */
  async garbleEntries(): Promise<void> {
    const store = this.#store
    const rows = (await store?.range({ table: ENTRIES, ...EVERY_KEY, limit: RANGE_RECORDS_MAX })) ?? []
    const put = rows.map(({ key, value }) => ({ table: ENTRIES, key, value: value.map((byte) => byte ^ 1) }))
    await store?.commit([{ put }])
  }

  /** It is asked to tell somebody another story than the others. `undefined`: it does not run. */
  async secondStory(): Promise<SecondStory | undefined> {
    const store = this.#store
    const crypto = this.#world.cryptoWatch.cryptoFor(this.#random.fork('second story'))
    return store === undefined ? undefined : SecondStory.of(crypto, store)
  }

  async #answer(request: Request, peer: string): Promise<Response | undefined> {
    const provider = this.#provider
    if (provider === undefined) return undefined
    const parts = { provider, peerOf: () => peer }
    const { pathname } = new URL(request.url)
    const routes = pathname.startsWith(BLOBS_PATH) ? createBlobRoutes(parts) : createFederationRoutes(parts)
    const response = await routes.fetch(request)
    return provider === this.#provider ? response : undefined
  }

  #send(isAlive: () => boolean, wire: ServerLink, frame: Uint8Array): void {
    if (isAlive()) this.#crashPoint.atFrame(() => wire.send(frame))
  }

  #die(): void {
    if (this.#provider === undefined) return
    const { scheduler, network, trace } = this.#world
    trace.note(`${scheduler.now()} ${this.name} crashes`)
    this.#life += 1
    this.#provider = undefined
    this.disk.disk.crash()
    this.blobs.crash()
    network.breakAll(({ to }) => to === this.name)
  }

  setFull(isFull: boolean): void {
    if (isFull && !this.disk.isFull) this.#world.faults.diskFull += 1
    this.disk.isFull = isFull
  }
}

function urlOf(name: string): string {
  return `https://${name}`
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
