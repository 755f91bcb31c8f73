import type { Ends } from '../network-ports.ts'
import type { Misfortune } from './misfortune.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export const misfortunes: readonly Misfortune[] = [
  {
    name: 'return',
    happens: 'the provider that keeps the log of a room is gone for hours, and comes back with the disk that it had',
    async run(town) {
      await town.live(15 * SECOND_MS)
      town.strike()
      town.hub.turnOff()
      await town.live(30 * SECOND_MS)
      await town.pass(town.random.below(town.random.chance(0.1) ? 5 * HOUR_MS : 10 * MINUTE_MS))
      await town.finish(town.hub.turnOn())
      await town.live(20 * SECOND_MS)
    },
  },
  {
    name: 'split',
    happens: 'the network is cut between the providers of a room and their people, and is whole again later',
    async run(town) {
      await town.live(15 * SECOND_MS)
      town.strike()
      const far = new Set(town.others.map(({ name }) => name))
      for (const { name, home } of town.devices) if (far.has(new URL(home).host)) far.add(name)
      town.world.cut(({ from, to }: Ends) => far.has(from) !== far.has(to))
      await town.live(30 * SECOND_MS)
      await town.pass(town.random.below(10 * MINUTE_MS))
      town.world.heal()
      await town.live(20 * SECOND_MS)
    },
  },
]

export function findMisfortune(name: string): Misfortune | undefined {
  return misfortunes.find((misfortune) => misfortune.name === name)
}
