import { hello, TOMBSTONES_FEATURE, WIRE_FORMAT } from '@rushlight/protocol'
import type { HelloResult, Registration } from '@rushlight/protocol'
import type { Tombstones } from '../identity/tombstones.ts'
import type { Kernel } from '../kernel.ts'
import { done, refuse } from './outcome.ts'
import { openRoute } from './route.ts'
import type { Route } from './route.ts'

export type Greeting = {
  readonly software: string
  readonly registration: Registration
  readonly fileBytesMax: number
}

/** `hello`: what both sides can speak, who the provider is, and the challenge of this connection. */
export function greetRoute({ identity, clock }: Kernel, greeting: Greeting, tombstones: Tombstones): Route {
  const { provider, incarnation, boot } = identity
  return openRoute(hello, 'session', async ({ challenge }, { formats }) => {
    if (!formats.includes(WIRE_FORMAT)) return refuse('updateNeeded')
    const result: HelloResult = {
      format: WIRE_FORMAT,
      features: tombstones.list().length === 0 ? [] : [TOMBSTONES_FEATURE],
      provider,
      incarnation,
      boot,
      now: clock.now(),
      challenge,
      ...greeting,
    }
    return done(result)
  })
}
