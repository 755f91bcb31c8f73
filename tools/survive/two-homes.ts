/**
 * Six people with an account at two providers each, in one room, and two of them by themselves. The first half of them and
 * the first provider are on one side of a net that can be cut, the others on the other.
 */
import { clientEnvironment, startNamedServers } from 'rushlight/testing'
import type { NamedServer } from 'rushlight/testing'
import type { Play } from './case.ts'
import { gather, meet, namesOf, openDevices, rolesAtNamed } from './cast.ts'
import type { Device } from './device.ts'
import { Road } from './roads.ts'

const DEVICES = 6
const ROOM = 'Alders'
const SIDES = ['127.0.0.2', '127.0.0.3'] as const

export type TwoHomes = {
  readonly first: NamedServer
  readonly devices: readonly Device[]
  readonly alice: Device
  readonly bobby: Device
  readonly room: string
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

export async function openTwoHomes({ stage, ledger }: Play): Promise<TwoHomes> {
  const sideOf = (server: number): string => SIDES[server] ?? SIDES[0]
  const servers = await startNamedServers(stage, ['a.example', 'b.example'], (from) => sideOf(from))
  const [first, second] = servers
  if (first === undefined || second === undefined) throw new Error('no servers')
  const roads = SIDES.map((address) => servers.map(({ port }) => new Road(stage, { address, port })))
  const between = [roads[0]?.[1], roads[1]?.[0]].flatMap((road) => road ?? [])
  await Promise.all(roads.flat().map((road) => road.open()))

  const names = namesOf(DEVICES)
  const half = names.length / 2
  stage.tell(`${names.length} people sign up at two providers`)
  const roles = SIDES.flatMap((side, i) =>
    rolesAtNamed(stage, first, {
      names: names.slice(i * half, (i + 1) * half),
      environment: clientEnvironment(side),
    }),
  )
  const devices = await openDevices(ledger, roles)
  for (const device of devices) await device.call('addProvider', { url: second.url })
  const [alice, bobby] = devices
  if (alice === undefined || bobby === undefined) throw new Error('nobody')
  await meet(ledger, alice, bobby)
  await gather(ledger, ROOM, { devices })
  stage.tell('they talk')
  return {
    first,
    devices,
    alice,
    bobby,
    room: ROOM,
    cut: async () => void (await Promise.all(between.map((road) => road.cut()))),
    mend: async () => void (await Promise.all(between.map((road) => road.open()))),
  }
}
