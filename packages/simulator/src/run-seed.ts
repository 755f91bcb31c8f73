import { CALM } from './climate.ts'
import { DeviceHost } from './device-host.ts'
import { checkAtRest } from './final-check.ts'
import type { FaultCounts } from './faults.ts'
import type { Violation } from './ledger.ts'
import { Crowd } from './people.ts'
import type { Person } from './people.ts'
import { ProviderHost } from './provider-host.ts'
import { Weather } from './weather.ts'
import { World } from './world.ts'

export type SeedResult = {
  readonly seed: number
  readonly events: number
  readonly spoken: number
  readonly shown: number
  readonly violations: readonly Violation[]
  readonly faults: FaultCounts
  readonly virtualMs: number
  readonly traceHash: string
  readonly tail: readonly string[]
}

const MINUTE_MS = 60_000
const SIGN_UP_MS = MINUTE_MS
const ACTING_MS = 4 * MINUTE_MS
const HEALING_MS = 6 * MINUTE_MS
const ACTIONS_EVERY_MS = 700
const NAMES = ['alice', 'bruno', 'carla', 'doris'] as const

/** One world from sign-up to rest. The same seed gives the same trace, event by event. */
export async function runSeed(seed: number): Promise<SeedResult> {
  const world = new World(seed)
  const { scheduler, ledger, trace } = world
  const rough = world.climate
  const beganAt = scheduler.now()
  const provider = new ProviderHost(world)
  const people = createPeople(world)
  const devices = people.flatMap((person) => person.devices)
  const weather = new Weather(world, { devices, provider })
  let events = 0
  const run = async (forMs: number): Promise<void> => {
    events += await scheduler.runUntil(scheduler.now() + forMs)
  }
  guard(provider.boot(), ledger)
  for (const device of devices) guard(device.boot(), ledger)
  await run(1000)
  world.climate = { ...CALM, latencyMs: rough.latencyMs }
  for (const { name, devices: own } of people) if (own[0] !== undefined) guard(own[0].enter('signUp', name), ledger)
  await run(SIGN_UP_MS)
  world.climate = rough
  weather.begin()
  const crowd = new Crowd(world, people)
  const actsUntil = scheduler.now() + ACTING_MS
  const pace = world.random.fork('pace')
  while (scheduler.now() < actsUntil) {
    guard(crowd.act(), ledger)
    await run(pace.below(2 * ACTIONS_EVERY_MS))
  }
  weather.end()
  world.climate = CALM
  await run(HEALING_MS)
  await checkAtRest(world, devices)
  const shown = [...ledger.lives.values()].reduce((sum, life) => sum + [...life.shown.values()].flat().length, 0)
  return {
    seed,
    events,
    spoken: ledger.spoken.size,
    shown,
    violations: ledger.violations,
    faults: world.faults,
    virtualMs: scheduler.now() - beganAt,
    traceHash: trace.digest(),
    tail: trace.tail(),
  }
}

function createPeople(world: World): readonly Person[] {
  const count = 2 + world.random.fork('crowd').below(NAMES.length - 1)
  return NAMES.slice(0, count).map((name) => ({
    name,
    devices: [0, 1].map((i) => new DeviceHost(world, `${name}-${i}`)),
  }))
}

/** What a person does may fail with a full disk or a dying process; anything else is a fault of ours. */
function guard(done: Promise<unknown>, ledger: World['ledger']): void {
  done.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'storageFull' || code === 'closed') return
    ledger.violate('threw', error instanceof Error ? (error.stack ?? error.message) : 'unknown')
  })
}
