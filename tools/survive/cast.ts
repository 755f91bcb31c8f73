/** Who plays: people with a device each, who know each other and are in one room. */
import { clientEnvironment, signUp, signUpFrom } from 'rushlight/testing'
import type { NamedServer, Person, TestServer } from 'rushlight/testing'
import { Device, recordOf } from './device.ts'
import type { Ledger } from './ledger-link.ts'
import type { Stage } from './stage.ts'

const NAMES = [
  ['alice', 'bobby', 'carla', 'denis', 'edith', 'felix', 'grace', 'henry', 'irene', 'jonas'],
  ['karin', 'lewis', 'maria', 'nadia', 'oscar', 'petra', 'quinn', 'rosie', 'simon', 'tilda'],
].flat()
/** Starting is work for a processor, and there may be two of them. */
const STARTED_AT_ONCE = 3

export type Role = { readonly name: string; readonly provider: string; signUp(): Promise<Person> }

export function namesOf(count: number): readonly string[] {
  return NAMES.slice(0, count)
}

export function rolesAt(stage: Stage, server: TestServer, names: readonly string[]): readonly Role[] {
  return names.map((name) => ({ name, provider: server.name, signUp: () => signUpOne(stage, server, name) }))
}

type Named = { readonly names: readonly string[]; readonly environment?: Readonly<Record<string, string>> }

export function rolesAtNamed(
  stage: Stage,
  server: NamedServer,
  { names, environment = clientEnvironment() }: Named,
): readonly Role[] {
  return names.map((name) => ({
    name,
    provider: server.name,
    signUp: () => signUpFrom(stage, server, { name, environment }),
  }))
}

export async function signUpOne(stage: Stage, server: TestServer, name: string): Promise<Person> {
  const [person] = await signUp(stage, server, [name])
  if (person === undefined) throw new Error('nobody')
  return person
}

export async function openDevices(ledger: Ledger, roles: readonly Role[]): Promise<readonly Device[]> {
  const devices: Device[] = []
  const left = [...roles]
  const start = async (): Promise<void> => {
    for (let role = left.shift(); role !== undefined; role = left.shift()) {
      const device = new Device(await role.signUp(), { handle: `${role.name}@${role.provider}`, ledger })
      await device.open()
      devices.push(device)
    }
  }
  await Promise.all(Array.from({ length: STARTED_AT_ONCE }, start))
  const order = new Map(roles.map(({ name, provider }, place) => [`${name}@${provider}`, place]))
  return devices.toSorted((a, b) => (order.get(a.handle) ?? 0) - (order.get(b.handle) ?? 0))
}

type Gathered = {
  readonly devices: readonly Device[]
  /** Whom the ledger does not count. */
  readonly more?: readonly string[]
}

/** The first one makes the room; all others say that they want to be in it. Answers its id. */
export async function gather(ledger: Ledger, title: string, { devices, more = [] }: Gathered): Promise<string> {
  const [first, ...others] = devices
  if (first === undefined) throw new Error('nobody')
  const addMembers = [...others.map(({ handle }) => handle), ...more]
  const room = String(recordOf(await first.call('updateRoom', { title, addMembers }))['id'])
  await Promise.all(others.map((device) => device.enter(room)))
  ledger.setRoom(
    room,
    devices.map(({ name }) => name),
  )
  return room
}

/** The one writes to the other, who did not know them. */
export async function meet(ledger: Ledger, one: Device, other: Device): Promise<void> {
  const receipt = await one.say(other.handle, 'hello')
  const room = String(receipt['room'])
  await other.enter(room)
  ledger.setRoom(room, [one.name, other.name])
}
