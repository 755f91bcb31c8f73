import type { Ends } from '../network-ports.ts'
import type { Misfortune } from './misfortune.ts'
import { HostileHub } from './hostile-hub.ts'
import type { SecondlyTold } from './hostile-hub.ts'
import type { Town } from './town.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export const misfortunes: readonly Misfortune[] = [
  {
    name: 'wiped',
    happens: 'the provider that keeps the log of a room loses its disk while people speak',
    settled: 'apart',
    async run(town) {
      await town.live(15 * SECOND_MS)
      town.strike()
      await town.finish(town.hub.wipe())
      await town.live(45 * SECOND_MS)
    },
  },
  {
    name: 'provider-dies',
    happens: 'the provider that keeps the log of a room is gone for ever',
    settled: 'twice',
    async run(town) {
      await town.live(15 * SECOND_MS)
      town.strike()
      town.hub.turnOff()
      await town.live(45 * SECOND_MS)
    },
  },
  {
    name: 'only-provider',
    happens: 'the only provider that anybody has is gone for ever, and people adopt a new one',
    settled: 'together',
    async run(town) {
      await town.live(15 * SECOND_MS)
      town.hub.turnOff()
      await town.live(20 * SECOND_MS)
      town.strike()
      await town.adopt()
      await town.live(45 * SECOND_MS)
    },
  },
  {
    name: 'return',
    happens: 'the provider that keeps the log of a room is gone for hours, and comes back with the disk that it had',
    settled: 'apart',
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
    settled: 'apart',
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
  {
    name: 'hostile-hub',
    happens:
      'the provider that keeps the log of a room withholds, reorders, repeats and makes up what it sends, and tells two stories',
    settled: 'apart',
    async run(town) {
      await town.live(15 * SECOND_MS)
      town.strike()
      const hostile = new HostileHub(town.world, town.hub)
      hostile.begin(await chooseVictim(town))
      await town.live(45 * SECOND_MS)
      hostile.end()
      await town.live(10 * SECOND_MS)
    },
  },
]

/** In every other town one of the hub's people is told another story. */
async function chooseVictim(town: Town): Promise<SecondlyTold | undefined> {
  const victim = town.random.pick(town.devices.filter(({ home }) => home === town.hub.url))
  const story = town.random.chance(0.5) ? await town.finish(town.hub.secondStory()) : undefined
  return victim === undefined || story === undefined ? undefined : { device: victim.name, story }
}

export function findMisfortune(name: string): Misfortune | undefined {
  return misfortunes.find((misfortune) => misfortune.name === name)
}
