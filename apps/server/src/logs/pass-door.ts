import {
  DOOR_PROOF_INFO,
  doorOf,
  doorProofBytes,
  doorProofCodec,
  parseWith,
  passDoor,
  verifyLabelled,
} from '@rushlight/protocol'
import type { DoorId, DoorProof, LogId, PassDoorResult } from '@rushlight/protocol'
import { openOwnBox } from '../identity/derive-keys.ts'
import { PROOFS_PER_PEER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { Caller } from '../sessions/caller.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { Logs } from './logs.ts'
import { openDoor, seatAt } from './open-door.ts'

/**
 * Whoever brings a door's key and signs with a posting key of its roster may post there on this connection (R7). A door
 * with children can be passed, too: to speak over them.
 */
export function passDoorRoute(logs: Logs): Route {
  const limit = createRateLimit(logs.kernel.clock, PROOFS_PER_PEER)
  return openRoute(passDoor, undefined, async (caller, params) => {
    const refused = refuseFor(limit.take(caller.peer))
    return refused ?? logs.hotLogs.run(params.log, () => pass(logs, caller, params))
  })
}

type PassParams = { readonly log: LogId; readonly door: DoorId; readonly proof: Uint8Array }

async function pass(logs: Logs, caller: Caller, params: PassParams): Promise<Outcome<PassDoorResult>> {
  const { log, door } = params
  const hot = await logs.hotLogs.load(log)
  if (hot === undefined) return refuse('unknownLog')
  const proof = await openProof(logs, params)
  if (proof === undefined) return refuse('malformed')
  const open = await openDoor(logs.kernel, hot, { door, key: proof.doorKey })
  if (open === undefined) return done({ kind: 'noDoor' })
  const { postingKey, submitKey, signature } = proof
  if (seatAt(hot, door, postingKey) === undefined) return refuse('notInRoster')
  const signed = { publicKey: postingKey, signature }
  const proven = doorProofBytes(caller.challenge, { log, door }, submitKey)
  if (!(await verifyLabelled({ crypto: logs.kernel.crypto, label: 'door' }, signed, proven))) {
    return refuse('signatureInvalid')
  }
  logs.passedDoors.note(caller, { log, door }, { postingKey, submitKey })
  return done({ kind: 'passed' })
}

/** `undefined` also if the key is not the one that the door is named by. */
async function openProof({ kernel }: Logs, { door, proof }: PassParams): Promise<DoorProof | undefined> {
  const { crypto, identity } = kernel
  const opened = await openOwnBox(crypto, identity.keys, { info: DOOR_PROOF_INFO, sealed: proof })
  const parsed = opened === undefined ? undefined : parseWith(doorProofCodec, opened.data)
  return parsed !== undefined && doorOf(crypto, parsed.doorKey) === door ? parsed : undefined
}
