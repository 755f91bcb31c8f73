import { Client, createMemoryStage, VAULT_SCHEMA } from '@rushlight/core'
import { inspectMessages, inspectNow, inspectRoom, inspectRooms, inspectSelf } from '@rushlight/core/testing'
import type { ClientEvent, Http } from '@rushlight/core'
import type { AccountId, MessageId, RoomId } from '@rushlight/protocol'
import { createNodeCrypto } from '@rushlight/platform-node'
import { createMemoryDisk, createMemoryStore, openWithSchema } from '@rushlight/records'
import type { MemoryDisk } from '@rushlight/records'
import type { Life } from './ledger.ts'
import { createSimulatedLogin } from './passwords.ts'
import { PROVIDER_URL } from './provider-host.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

const DISK_MS_MAX = 6
/** Nobody here sends files yet. */
const UNREACHABLE: Http = { send: () => ({ answer: Promise.resolve(undefined), cancel: () => undefined }) }

/** A real client on a disk that crashes, a clock that jumps, and a network that comes and goes. */
export class DeviceHost {
  readonly name: string
  readonly #world: World
  readonly #random: Random
  #disk: MemoryDisk
  #client: Client | undefined
  #boots = 0
  #lives = 0
  #isFull = false
  #isAway = false
  life: Life | undefined
  skewMs = 0

  constructor(world: World, name: string) {
    this.#world = world
    this.name = name
    this.#random = world.random.fork(name)
    this.#disk = this.#newDisk()
  }

  get client(): Client | undefined {
    return this.#client
  }

  /** Runs and holds an account. */
  get isUp(): boolean {
    return this.#client?.hasAccount === true
  }

  async boot(): Promise<void> {
    this.#boots += 1
    const boot = this.#boots
    const { scheduler, trace, network } = this.#world
    const isAlive = (): boolean => boot === this.#boots
    const chance = this.#random.fork(`boot ${boot}`)
    const crypto = createNodeCrypto((length) => chance.bytes(length))
    const store = await openWithSchema(createMemoryStore(this.#disk), VAULT_SCHEMA)
    let cancelAlarm: () => void = () => undefined
    const client = await Client.open({
      store,
      crypto,
      clock: {
        now: () => scheduler.now() + this.skewMs,
        setAlarm: (at, ring) => {
          cancelAlarm()
          cancelAlarm = scheduler.at(at - this.skewMs, () => (isAlive() ? ring() : undefined))
        },
        clearAlarm: () => cancelAlarm(),
      },
      transport: network.transportOf(`${this.name}/${boot}`, () => !this.#isAway && isAlive()),
      passwords: createSimulatedLogin(crypto),
      log: {
        note: (code) => {
          trace.note(`${scheduler.now()} ${this.name} ${code}`)
          if (code === 'stepFailed' && isAlive()) this.#world.ledger.violate('stepFailed', this.name)
        },
      },
      files: { stage: createMemoryStage(), http: UNREACHABLE, fetchesPictures: false },
      software: 'simulated',
    })
    if (!isAlive()) return
    this.#client = client
    client.subscribe((event) => (isAlive() ? this.#saw(event) : undefined))
    if (client.hasAccount) await this.#checkErased('at start')
    client.start()
    client.tick()
  }

  /** A new account, or the same person's further device. Ends with the process if it dies meanwhile. */
  async enter(how: 'signUp' | 'signIn', name: string): Promise<boolean> {
    const client = this.#client
    if (client === undefined) return false
    const wanted = { name, password: `password of ${name}` }
    const done =
      how === 'signUp' ? await client.signUp(PROVIDER_URL, wanted) : await client.signIn(PROVIDER_URL, wanted)
    if (client !== this.#client) return false
    this.#world.trace.note(`${this.#world.scheduler.now()} ${this.name} ${how} ${done.kind}`)
    if (done.kind !== 'done') return false
    this.#beginLife(client)
    return true
  }

  crash(): void {
    if (this.#client === undefined) return
    this.#world.trace.note(`${this.#world.scheduler.now()} ${this.name} crashes`)
    this.#world.faults.deviceCrashed += 1
    this.#stop()
    this.#disk.crash()
  }

  /** The vault is erased; what comes next is another life. */
  wipe(): void {
    this.#stop()
    this.#disk.crash()
    this.#disk = this.#newDisk()
    this.life = undefined
  }

  setAway(isAway: boolean): void {
    if (isAway && !this.#isAway) this.#world.faults.deviceAway += 1
    this.#isAway = isAway
    if (isAway) this.#world.network.breakAll((device) => device.startsWith(`${this.name}/`))
    else this.#client?.hurry()
  }

  setFull(isFull: boolean): void {
    if (isFull && !this.#isFull) this.#world.faults.diskFull += 1
    this.#isFull = isFull
  }

  account(): AccountId | undefined {
    return this.life?.account
  }

  /** What is on the disk, for a thief. */
  image(): Uint8Array {
    return this.#disk.image()
  }

  /** A life began before a crash and was not seen: the vault knows whose it is. */
  adoptLife(): void {
    if (this.life === undefined && this.#client?.hasAccount === true) this.#beginLife(this.#client)
  }

  async #checkErased(when: string): Promise<void> {
    const client = this.#client
    if (client === undefined) return
    const now = inspectNow(client)
    for (const { deadline, text } of await inspectMessages(client)) {
      if (deadline !== undefined && deadline < now)
        this.#world.ledger.violate('aliveAfterDeadline', `${this.name} ${when}: ${text ?? ''}`)
    }
  }

  #beginLife(client: Client): void {
    this.#lives += 1
    const { account } = inspectSelf(client)
    this.life = this.#world.ledger.begin(`${this.name}.${this.#lives}`, account)
    for (const room of inspectRooms(client)) void this.#noteState(room)
  }

  #saw(event: ClientEvent): void {
    const { ledger } = this.#world
    this.adoptLife()
    const { life } = this
    if (life === undefined) return
    if (event.kind === 'received') ledger.shown(life, event.room, event.id)
    if (event.kind === 'accepted') void this.#noteAccepted(event.room, event.id)
    if (event.kind === 'roomChanged') void this.#noteState(event.room)
    if (event.kind === 'roomGone') life.joinedAt.delete(event.room)
    if (event.kind === 'ended') this.wipe()
  }

  async #noteAccepted(room: RoomId, id: MessageId): Promise<void> {
    const client = this.#client
    const spoken = this.#world.ledger.spoken.get(id)
    const seq = client === undefined ? undefined : (await inspectRoom(client, room))?.seq
    if (spoken !== undefined) spoken.acceptedSeq ??= seq
  }

  async #noteState(room: RoomId): Promise<void> {
    const { life } = this
    const client = this.#client
    const state = client === undefined ? undefined : await inspectRoom(client, room)
    if (life === undefined || state === undefined || client !== this.#client) return
    if (state.hasTwoStories) this.#world.ledger.violate('twoStories', `${life.name} in an honest world`)
    if (state.log === undefined || state.door === undefined) return void life.joinedAt.delete(room)
    if (!life.joinedAt.has(room)) life.joinedAt.set(room, state.seq)
    this.#world.ledger.stateAt(life, { log: state.log, seq: state.seq, door: state.door })
  }

  #stop(): void {
    this.#boots += 1
    this.#client = undefined
    this.#world.network.breakAll((device) => device.startsWith(`${this.name}/`))
  }

  #newDisk(): MemoryDisk {
    const { scheduler, faults } = this.#world
    const random = this.#random.fork(`disk ${this.#lives}`)
    return createMemoryDisk({
      delay: () => new Promise((resolve) => void scheduler.at(scheduler.now() + random.below(DISK_MS_MAX), resolve)),
      chooseKept: (unsynced) => {
        if (unsynced > 0) faults.writesTorn += 1
        return random.below(unsynced + 1)
      },
      isFull: () => this.#isFull,
    })
  }
}
