import { Client, VAULT_SCHEMA } from '@rushlight/core'
import { inspectMessages, inspectPlace, inspectRoom, inspectRooms, inspectSelf } from '@rushlight/core/testing'
import type { ClientEvent } from '@rushlight/core'
import type { AccountId, MessageId, RoomId } from '@rushlight/protocol'
import { createMemoryStore, openWithSchema } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { checkAtStart } from './checks/check-at-start.ts'
import { CrashPoint } from './crash-point.ts'
import type { CrashMoment } from './crash-point.ts'
import { HostDisk } from './host-disk.ts'
import type { Intruders } from './intruders.ts'
import type { Life } from './ledger.ts'
import { PiecesDisk } from './pieces-disk.ts'
import { openStage } from './simulated-files.ts'
import { createSimulatedLogin } from './passwords.ts'
import { PROVIDER_URL } from './provider-host.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

const DISK_MS_MAX = 6

/** A real client on a disk that crashes, a clock that jumps, and a network that comes and goes. */
export class DeviceHost {
  readonly name: string
  readonly #world: World
  readonly #intruders: Intruders
  readonly #random: Random
  readonly #crashPoint: CrashPoint
  #disk: HostDisk
  /** Beside the vault: encrypted files on their way in and out. */
  readonly stage: PiecesDisk
  #client: Client | undefined
  #store: RecordStore | undefined
  #boots = 0
  #lives = 0
  #isAway = false
  life: Life | undefined
  /** Where its user has an account. */
  home: string = PROVIDER_URL
  #skewMs = 0
  #jumped: (byMs: number) => void = () => undefined
  /** Until when what happens here may be excused: a clock or a disk was wrong just now. */
  #troubledUntil = 0

  constructor(world: World, intruders: Intruders, name: string) {
    this.#world = world
    this.#intruders = intruders
    this.name = name
    this.#random = world.random.fork(name)
    this.#crashPoint = new CrashPoint(world, { die: () => this.#die(), comeBack: () => void this.boot() })
    this.#disk = this.#newDisk()
    const random = this.#random.fork('stage')
    this.stage = new PiecesDisk(world, { random, delayMsMax: DISK_MS_MAX, isFull: () => this.#disk.isFull })
  }

  get client(): Client | undefined {
    return this.#client
  }

  /** Runs and holds an account. */
  get isUp(): boolean {
    return this.#client?.hasAccount === true
  }

  /** Nothing was wrong with clock and disk of late, so deadlines are to be kept. */
  get isSound(): boolean {
    return this.#skewMs === 0 && this.#world.scheduler.now() > this.#troubledUntil
  }

  setClock(skewMs: number): void {
    const before = this.#skewMs
    this.#skewMs = skewMs
    this.#noteTrouble()
    if (this.life !== undefined) this.life.wasClockWrong = true
    this.#jumped(skewMs - before)
  }

  #noteTrouble(): void {
    this.#troubledUntil = this.#world.scheduler.now() + TROUBLE_MS
  }

  async boot(): Promise<void> {
    this.#boots += 1
    const boot = this.#boots
    const { scheduler, trace, network, http, cryptoWatch } = this.#world
    const isAlive = (): boolean => boot === this.#boots
    const isUp = (): boolean => !this.#isAway && isAlive()
    const crypto = cryptoWatch.cryptoFor(this.#random.fork(`boot ${boot}`))
    const store = await openWithSchema(createMemoryStore(this.#disk.disk), VAULT_SCHEMA)
    let cancelAlarm: () => void = () => undefined
    const client = await Client.open({
      store,
      crypto,
      clock: {
        now: () => scheduler.now() + this.#skewMs,
        setAlarm: (at, ring) => {
          cancelAlarm()
          cancelAlarm = scheduler.at(at - this.#skewMs, () => (isAlive() ? ring() : undefined))
        },
        clearAlarm: () => cancelAlarm(),
        watchJumps: (jumped) => {
          this.#jumped = jumped
        },
      },
      transport: network.transportOf(`${this.name}/${boot}`, {
        isUp,
        onSend: (hand) => (isAlive() ? this.#crashPoint.atFrame(hand) : undefined),
      }),
      passwords: createSimulatedLogin(crypto),
      log: {
        note: (code) => {
          trace.note(`${scheduler.now()} ${this.name} ${code}`)
          if (code === 'stepFailed' && isAlive()) this.#world.ledger.violate('stepFailed', this.name)
        },
      },
      files: {
        stage: openStage(this.stage),
        http: http.portOf(this.name, { isUp, lostAs: 'requestLost' }),
        fetchesPictures: false,
      },
      software: 'simulated',
    })
    if (!isAlive()) return
    this.#client = client
    this.#store = store
    client.subscribe((event) => (isAlive() ? this.#saw(event) : undefined))
    this.adoptLife()
    if (this.life !== undefined) {
      await checkAtStart(this.#world, { client, life: this.life })
      if (!isAlive()) return
      for (const room of inspectRooms(client)) void this.#noteState(room)
    }
    client.start()
    client.tick()
  }

  /** A new account, or the same person's further device. Ends with the process if it dies meanwhile. */
  async enter(how: 'signUp' | 'signIn', name: string, password: string = `password of ${name}`): Promise<boolean> {
    const client = this.#client
    if (client === undefined) return false
    const wanted = { name, password }
    const done = how === 'signUp' ? await client.signUp(this.home, wanted) : await client.signIn(this.home, wanted)
    if (client !== this.#client) return false
    this.#world.trace.note(`${this.#world.scheduler.now()} ${this.name} ${how} ${done.kind}`)
    if (done.kind !== 'done') return false
    this.adoptLife()
    return true
  }

  /** The process dies: at once, or at the next moment of that kind. It comes back `afterMs` later. */
  crash(moment: CrashMoment, afterMs: number): void {
    if (this.#client === undefined) return
    this.#world.faults.deviceCrashed += 1
    this.#crashPoint.arm(moment, afterMs)
  }

  /** Ends as a program ends that is asked to, and starts again. */
  async restart(): Promise<void> {
    const client = this.#client
    const store = this.#store
    if (client === undefined || store === undefined) return
    this.#world.faults.deviceRestarted += 1
    this.#world.trace.note(`${this.#world.scheduler.now()} ${this.name} restarts`)
    this.#boots += 1
    this.#client = undefined
    await client.close()
    await store.close()
    await this.boot()
  }

  /** The vault is erased; what comes next is another life. */
  wipe(): void {
    this.#stop()
    this.#disk.disk.crash()
    this.#disk = this.#newDisk()
    this.stage.crash()
    this.stage.erase()
    this.life = undefined
  }

  setAway(isAway: boolean): void {
    if (isAway && !this.#isAway) this.#world.faults.deviceAway += 1
    this.#isAway = isAway
    if (isAway) this.#world.network.breakAll(({ from }) => from === this.name)
    else this.#client?.hurry()
  }

  setFull(isFull: boolean): void {
    if (isFull && !this.#disk.isFull) this.#world.faults.diskFull += 1
    this.#disk.isFull = isFull
    this.#noteTrouble()
  }

  get disk(): HostDisk {
    return this.#disk
  }

  account(): AccountId | undefined {
    return this.life?.account
  }

  /** What is on the disk, for a thief. */
  image(): Uint8Array {
    return this.#disk.disk.image()
  }

  /** A life began before a crash and was not seen: the vault knows whose it is. */
  adoptLife(): void {
    const client = this.#client
    if (this.life !== undefined || client?.hasAccount !== true) return
    this.#lives += 1
    const { account } = inspectSelf(client)
    this.life = this.#world.ledger.begin(`${this.name}.${this.#lives}`, account)
    for (const room of inspectRooms(client)) void this.#noteState(room)
  }

  #die(): void {
    if (this.#client === undefined) return
    this.#world.trace.note(`${this.#world.scheduler.now()} ${this.name} crashes`)
    this.#stop()
    this.#disk.disk.crash()
    this.stage.crash()
  }

  #saw(event: ClientEvent): void {
    const { ledger } = this.#world
    this.adoptLife()
    const { life } = this
    if (life === undefined) return
    if (event.kind === 'received') ledger.shown(life, event.room, event.id)
    if (event.kind === 'accepted') void this.#noteAccepted(event.room, event.id)
    if (event.kind === 'roomChanged') void this.#noteState(event.room)
    if (event.kind === 'roomGone') ledger.leftRoom(life, event.room)
    if (event.kind === 'ended') this.wipe()
  }

  async #noteAccepted(room: RoomId, id: MessageId): Promise<void> {
    const client = this.#client
    const seq = client === undefined ? undefined : await inspectPlace(client, room, id)
    const log = client === undefined ? undefined : (await inspectRoom(client, room))?.log
    if (seq !== undefined && log !== undefined && client === this.#client) this.#world.ledger.accepted(id, { log, seq })
  }

  async #noteState(room: RoomId): Promise<void> {
    const { life } = this
    const client = this.#client
    const state = client === undefined ? undefined : await inspectRoom(client, room)
    if (life === undefined || state === undefined || client === undefined || client !== this.#client) return
    const { ledger, trace, scheduler } = this.#world
    if (state.hasTwoStories && ledger.secondlyTold === undefined)
      ledger.violate('twoStories', `${life.name} in an honest world`)
    const { standing } = state
    trace.note(
      `${scheduler.now()} ${life.name} in ${room.slice(0, 4)} ${standing} at ${state.log?.slice(0, 6)} ${state.seq}`,
    )
    ledger.reseats.note(life.name, state)
    if (state.standing === 'stuck') return ledger.outOfStep(life, room)
    if (state.log === undefined || state.door === undefined) return ledger.leftRoom(life, room)
    const { log, seq, accounts } = state
    ledger.passed(life, room, { log, seq, accounts, state: `${state.door} ${state.digest}` })
    this.#intruders.saw(client, state)
  }

  #stop(): void {
    this.#boots += 1
    this.#client = undefined
    this.#jumped = () => undefined
    this.#store = undefined
    this.#crashPoint.disarm()
    this.#world.network.breakAll(({ from }) => from === this.name)
  }

  #newDisk(): HostDisk {
    const disk: HostDisk = new HostDisk(this.#world, {
      random: this.#random.fork(`disk ${this.#lives}`),
      delayMsMax: DISK_MS_MAX,
      onUnsynced: () => (disk === this.#disk ? this.#crashPoint.inWrite() : undefined),
    })
    return disk
  }

  /** Messages that its vault holds. */
  async texts(): Promise<ReadonlySet<string | undefined>> {
    const client = this.#client
    return new Set(client === undefined ? [] : (await inspectMessages(client)).map(({ text }) => text))
  }
}

const TROUBLE_MS = 15_000
