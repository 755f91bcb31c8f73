import { Client } from '@rushlight/core'
import type { ClientEvent, ClientPorts, Http, Linking, LinkView, SignedOut, VaultKeyPorts } from '@rushlight/core'
import { forgetKeptKeys, hasSufficientWebCrypto, openMemoryVault, vaultFailureOf } from '@rushlight/platform-browser'
import type { Registration } from '@rushlight/protocol'
import type { HandOver, KnownAccount, NotStored, Unlocked, Unlocking, WantedLink } from './engine-api.ts'
import type { EngineFailure, EngineState, StorageKind } from './engine-state.ts'
import {
  chooseErasing,
  createVault,
  eraseLockedVault,
  eraseVault,
  findVault,
  handOverOf,
  keepKeyOf,
  lockOf,
  openByKeptKey,
  openByPassword,
  stageOf,
} from './vault-door.ts'
import type { FoundVault, OpenVault } from './vault-door.ts'

/** What the engine stands on, beside the vault. */
export type EnginePorts = {
  /** The provider that this app came from. */
  readonly origin: string
  readonly clientPorts: Omit<ClientPorts, 'store' | 'files'>
  readonly http: Http
  readonly vaultKeyPorts: VaultKeyPorts
  readonly tellState: (state: EngineState) => void
  readonly tellEvent: (event: ClientEvent) => void
}

type Open = { readonly client: Client; readonly vault: OpenVault }

/**
 * One account at work: opens the vault, runs the client in it, and closes or erases it. Every tab talks to this one engine;
 * its state is what all of them show.
 */
export class Engine {
  readonly #ports: EnginePorts
  #state: EngineState = { kind: 'starting' }
  #storage: StorageKind = 'disk'
  #found: Extract<FoundVault, { kind: 'one' }> | undefined
  #open: Open | undefined
  /** Becomes one of an account, and has none yet. */
  #arriving: Client | undefined

  constructor(ports: EnginePorts) {
    this.#ports = ports
  }

  get vaultKeyPorts(): VaultKeyPorts {
    return this.#ports.vaultKeyPorts
  }

  get state(): EngineState {
    return this.#state
  }

  /** Only while the state is `open`. */
  get client(): Client {
    if (this.#open === undefined) throw new Error('the vault is not open')
    return this.#open.client
  }

  async start(handOver: HandOver | undefined): Promise<void> {
    if (!(await hasSufficientWebCrypto())) return this.#become({ kind: 'unsupported' })
    try {
      const found = await findVault()
      if (found.kind === 'none') {
        this.#storage = found.storage
        return this.#becomeEmpty()
      }
      this.#found = found
      const vault = await openByKeptKey(found.name, handOver)
      if (vault === undefined) return await this.#becomeLocked(found.name)
      await this.#enter(vault)
    } catch (failure) {
      this.#fail(failure)
    }
  }

  /** Asked before there is an account, over a connection of its own. */
  async registration(): Promise<Registration | undefined> {
    const vault: OpenVault = { storage: 'memory', store: await openMemoryVault() }
    const client = await this.#openClient(vault)
    const greeting = await client.greet(this.#ports.origin)
    await client.close()
    return greeting?.registration
  }

  /** A new vault, and in it what `arrive` brings; without `done` nothing of it stays. */
  async settle<T extends { readonly kind: string }>(
    wanted: Pick<KnownAccount, 'password' | 'isKept'>,
    arrive: (client: Client, origin: string) => Promise<T>,
  ): Promise<T | NotStored> {
    let vault: OpenVault | undefined
    try {
      vault = await createVault(this.#ports.vaultKeyPorts, wanted.password, this.#storage)
      const client = await this.#openClient(vault)
      const arrived = await arrive(client, this.#ports.origin)
      if (arrived.kind !== 'done') {
        await this.#abandon(client, vault)
        return arrived
      }
      if (wanted.isKept) await keepKeyOf(vault)
      this.#run({ client, vault })
      return arrived
    } catch (failure) {
      if (vault !== undefined) await eraseVault(vault).catch(() => undefined)
      return { kind: 'notStored', failure: failureOf(failure) }
    }
  }

  /** With the help of another device; how far it has come is told as of an open vault. */
  link({ text, ...wanted }: WantedLink, deviceName: string): Promise<LinkView | NotStored> {
    return this.settle<LinkView>(wanted, async (client, url) => {
      this.#arriving = client
      const unwatch = client.subscribe((event) => this.#ports.tellEvent(event))
      try {
        return await client.linking.join({ url, deviceName, ...(text === undefined ? {} : { text }) })
      } finally {
        unwatch()
        this.#arriving = undefined
      }
    })
  }

  get linking(): Linking | undefined {
    return (this.#arriving ?? this.#open?.client)?.linking
  }

  async unlock({ password, isKept }: Unlocking): Promise<Unlocked> {
    const found = this.#found
    if (found === undefined || this.#open !== undefined) return { kind: 'failed' }
    try {
      const opened = await openByPassword(this.#ports.vaultKeyPorts, password, found)
      switch (opened.kind) {
        case 'opened':
          if (isKept) await keepKeyOf(opened.vault)
          await this.#enter(opened.vault)
          return { kind: 'opened' }
        case 'wrongPassword':
        case 'wait':
          await this.#becomeLocked(found.name)
          return { kind: opened.kind }
        case 'erased':
          this.#found = undefined
          this.#becomeEmpty()
          return { kind: 'erased' }
        case 'tooNew':
        case 'unreadable':
          this.#become({ kind: 'failed', failure: opened.kind === 'tooNew' ? 'newer' : 'damaged' })
          return { kind: 'failed' }
      }
    } catch (failure) {
      this.#fail(failure)
      return { kind: 'failed' }
    }
  }

  async lock(): Promise<void> {
    const open = this.#open
    if (open?.vault.storage !== 'disk') return
    this.#open = undefined
    this.#become({ kind: 'locked', waitMs: 0, triesLeft: undefined })
    await forgetKeptKeys()
    await open.client.close()
    await open.vault.store.close()
    open.vault.key.fill(0)
    await this.#lookAgain()
    await this.#becomeLocked(open.vault.name)
  }

  async erasesAfter(): Promise<number> {
    const vault = this.#open?.vault
    // The password was right, so as many are left as there were.
    return vault?.storage === 'disk' ? ((await lockOf(vault.name)).triesLeft ?? 0) : 0
  }

  async setEraseAfter(tries: number): Promise<void> {
    if (this.#open !== undefined) await chooseErasing(this.#open.vault, tries)
  }

  async setKept(isKept: boolean): Promise<void> {
    if (isKept && this.#open !== undefined) await keepKeyOf(this.#open.vault)
    else await forgetKeptKeys()
  }

  async handOver(): Promise<HandOver | undefined> {
    return this.#open === undefined ? undefined : handOverOf(this.#open.vault)
  }

  /** `leave` says farewell to others; what it answers decides whether to erase. */
  async leave(leave: (client: Client) => Promise<SignedOut>): Promise<SignedOut> {
    const left = await leave(this.client)
    if (left === 'done') await this.erase()
    return left
  }

  /** Also of what is locked: whoever forgot the password can begin anew. */
  async erase(isRemoved = false): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open === undefined) {
      if (this.#found !== undefined) await eraseLockedVault(this.#found.name)
    } else {
      await open.client.close()
      await open.vault.store.close()
      await eraseVault(open.vault)
    }
    this.#found = undefined
    this.#becomeEmpty(isRemoved)
  }

  wake(): void {
    this.#open?.client.tick()
    this.#open?.client.hurry()
  }

  /** The vault's account comes to life; a vault whose sign-up came to nothing goes. */
  async #enter(vault: OpenVault): Promise<void> {
    const client = await this.#openClient(vault)
    if (client.hasAccount) return this.#run({ client, vault })
    await this.#abandon(client, vault)
    this.#found = undefined
    this.#becomeEmpty()
  }

  #run(open: Open): void {
    this.#open = open
    open.client.subscribe((event) => {
      if (event.kind === 'ended') void this.erase(true)
      else this.#ports.tellEvent(event)
    })
    open.client.start()
    this.#become({ kind: 'open', storage: open.vault.storage })
    void this.#lookAgain()
  }

  #openClient(vault: OpenVault): Promise<Client> {
    const { clientPorts, http } = this.#ports
    const files = { stage: stageOf(vault), http, fetchesPictures: true }
    return Client.open({ ...clientPorts, store: vault.store, files })
  }

  async #abandon(client: Client, vault: OpenVault): Promise<void> {
    await client.close()
    await vault.store.close()
    await eraseVault(vault)
  }

  /** What `unlock` will need. */
  async #lookAgain(): Promise<void> {
    const found = await findVault()
    if (found.kind === 'one') this.#found = found
  }

  async #becomeLocked(name: string): Promise<void> {
    const lock = await lockOf(name)
    // Somebody may have come in meanwhile.
    if (this.#open === undefined) this.#become({ kind: 'locked', ...lock })
  }

  #becomeEmpty(isRemoved = false): void {
    this.#become({ kind: 'empty', storage: this.#storage, isRemoved })
  }

  #fail(failure: unknown): void {
    if (vaultFailureOf(failure) === 'inUse') this.#become({ kind: 'inUse' })
    else this.#become({ kind: 'failed', failure: failureOf(failure) })
  }

  #become(state: EngineState): void {
    this.#state = state
    this.#ports.tellState(state)
  }
}

function failureOf(failure: unknown): EngineFailure {
  switch (vaultFailureOf(failure)) {
    case 'storageFull':
      return 'storageFull'
    case 'formatTooNew':
      return 'newer'
    case 'damaged':
    case 'otherSchema':
    case 'wrongKey':
      return 'damaged'
    default:
      return 'unknown'
  }
}
