import { logIdOf, verifyOpening } from '@rushlight/protocol'
import type { Crypto, LogId, Opening, SignedOpening } from '@rushlight/protocol'

/** An opening whose signature holds. */
export type Opened = { readonly signed: SignedOpening; readonly opening: Opening; readonly log: LogId }

/** A room looks at its own chain every two seconds while it meets: what was verified once stays so. */
const verified = new WeakMap<SignedOpening, Promise<Opening | undefined>>()

export function openOne(crypto: Crypto, signed: SignedOpening): Promise<Opening | undefined> {
  const known = verified.get(signed) ?? verifyOpening(crypto, signed)
  verified.set(signed, known)
  return known
}

export async function openAll(crypto: Crypto, all: readonly SignedOpening[]): Promise<readonly Opened[] | undefined> {
  const opened: Opened[] = []
  for (const signed of all) {
    const opening = await openOne(crypto, signed)
    if (opening === undefined) return undefined
    opened.push({ signed, opening, log: logIdOf(crypto, signed) })
  }
  return opened
}
