import { postLetter, sealQueueItem, span } from '@rushlight/protocol'
import type { Address, Nothing } from '@rushlight/protocol'
import { LETTERS_PER_ACCOUNT, LETTERS_PER_PROVIDER, LETTERS_PER_QUEUE } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { Limit } from '../limiting/rate-limit.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { memberOrGuestRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { randomItemId } from './item-id.ts'
import type { Queues } from './queues.ts'

/** Somebody who shares no room with a device leaves it a letter, which only the device can open. */
export function postLetterRoute(queues: Queues): Route {
  const { clock } = queues.kernel
  const perAccount = createRateLimit(clock, LETTERS_PER_ACCOUNT)
  const perQueue = createRateLimit(clock, LETTERS_PER_QUEUE)
  const perProvider = createRateLimit(clock, LETTERS_PER_PROVIDER)
  return memberOrGuestRoute(postLetter, 'queue', async (asker, params) => {
    const waitMs = asker.kind === 'guest' ? perProvider.take(asker.of) : perAccount.take(asker.account)
    return refuseFor(waitMs) ?? post(queues, perQueue, params)
  })
}

type LetterParams = { readonly address: Address; readonly letter: Uint8Array }

async function post(queues: Queues, perQueue: Limit, { address, letter }: LetterParams): Promise<Outcome<Nothing>> {
  const { kernel, destinations, items, wakeUp } = queues
  const destination = await destinations.find(address)
  if (destination === undefined) return refuse('addressClosed')
  const { queue, itemKey } = destination
  const refused = refuseFor(perQueue.take(queue))
  if (refused !== undefined) return refused
  if (!(await items.hasRoom(queue))) return refuse('tooManyRequests', FULL_WAIT_MS)
  const sealed = await sealQueueItem(kernel.crypto, itemKey, { kind: 'letter', sealed: letter })
  const id = randomItemId(kernel.crypto, kernel.clock.now())
  await kernel.turns.write({ put: [items.put(queue, { id, sealed })] })
  items.notePut(queue, id)
  await wakeUp.publish([queue])
  return done(undefined)
}

/** Until its reader has made room. */
const FULL_WAIT_MS: number = span.HOUR_MS
