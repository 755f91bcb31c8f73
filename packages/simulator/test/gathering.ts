import assert from 'node:assert/strict'
import type { Client } from '@rushlight/core'
import { fetchBackup, putBackupAs } from '@rushlight/core/testing'
import type { RoomId } from '@rushlight/protocol'
import { CALM } from '../src/climate.ts'
import { DeviceHost } from '../src/device-host.ts'
import { Intruders } from '../src/intruders.ts'
import { ProviderHost } from '../src/provider-host.ts'
import { World } from '../src/world.ts'

export const MINUTE_MS = 60_000
/** Its format. */
const BACKUP_HEAD_BYTES = 2
export const DAY_MS: number = 24 * 60 * MINUTE_MS

/** People with one device each who have signed up, at the first provider or at another (`bruno@second.test`), in a world without faults. */
export class Gathering {
  readonly world: World
  readonly provider: ProviderHost
  /** By name. */
  readonly providers: ReadonlyMap<string, ProviderHost>
  readonly hosts: readonly DeviceHost[]

  private constructor(handles: readonly string[]) {
    this.world = new World('gathering')
    this.world.climate = CALM
    this.provider = new ProviderHost(this.world)
    const providers = new Map([[this.provider.name, this.provider]])
    this.hosts = handles.map((handle) => {
      const [name = '', at = this.provider.name] = handle.split('@')
      const provider = providers.get(at) ?? new ProviderHost(this.world, at)
      providers.set(at, provider)
      const host = new DeviceHost(this.world, new Intruders(this.world), name)
      host.home = provider.url
      return host
    })
    this.providers = providers
  }

  static async of(...handles: readonly string[]): Promise<Gathering> {
    const gathering = new Gathering(handles)
    for (const provider of gathering.providers.values()) void provider.boot()
    for (const host of gathering.hosts) void host.boot()
    await gathering.pass(1000)
    for (const host of gathering.hosts) void host.enter('signUp', host.name)
    await gathering.pass(MINUTE_MS)
    return gathering
  }

  /** A further device of somebody, who signs in on it. */
  async addDevice(
    name: string,
    as: string = `${name}-2`,
    password: string = `password of ${name}`,
  ): Promise<DeviceHost> {
    const host = await this.newDevice(as)
    assert.ok(await this.done(host.enter('signIn', name, password)))
    return host
  }

  /** An empty one. */
  async newDevice(as: string): Promise<DeviceHost> {
    const host = new DeviceHost(this.world, new Intruders(this.world), as)
    await this.done(host.boot(), 1000)
    return host
  }

  /** Whoever has somebody's device puts in the place of the backup what nobody can open. */
  async spoilBackup(name: string): Promise<void> {
    const sealed = await fetchBackup(this.client(name))
    assert.ok(sealed)
    await putBackupAs(
      this.client(name),
      sealed.map((byte, i) => (i < BACKUP_HEAD_BYTES ? byte : byte ^ 1)),
    )
  }

  /** Somebody comes back on an empty device by the recovery phrase, at that provider. */
  async recover(
    name: string,
    phrase: string,
    { as = `${name}-back`, at = this.provider.url } = {},
  ): Promise<DeviceHost> {
    const host = await this.newDevice(as)
    host.home = at
    assert.ok(host.client)
    const recovered = await this.done(host.client.recover(at, { name, phrase, password: `new password of ${name}` }))
    assert.deepEqual(recovered, { kind: 'done', withBackup: true })
    host.adoptLife()
    return host
  }

  async pass(forMs: number): Promise<void> {
    const { scheduler } = this.world
    await scheduler.runUntil(scheduler.now() + forMs)
  }

  /** Lets time go on until that is done. */
  async done<T>(work: Promise<T>, withinMs: number = MINUTE_MS): Promise<T> {
    await this.pass(withinMs)
    return work
  }

  host(name: string): DeviceHost {
    const host = this.hosts.find((one) => one.name === name)
    assert.ok(host, name)
    return host
  }

  client(name: string): Client {
    const { client } = this.host(name)
    assert.ok(client, `${name} runs`)
    return client
  }

  /** A room of all, made by the first, and accepted by the others. */
  async room(title: string): Promise<RoomId> {
    const [first, ...others] = this.hosts
    assert.ok(first?.client)
    const room = await this.done(
      first.client.createRoom(
        title,
        others.flatMap((host) => host.account() ?? []),
      ),
    )
    assert.ok(room)
    for (const { client } of others) await this.done(client?.acceptRequest(room) ?? Promise.reject(new Error('gone')))
    return room
  }
}

export async function textsIn(client: Client, room: RoomId): Promise<readonly string[]> {
  const messages = await client.messages(room, { limit: 50 })
  return messages.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []))
}
