import { logIdOf, verifyOpening } from '@rushlight/protocol'
import type { Crypto, LogId, Opening, SignedOpening } from '@rushlight/protocol'

/** An opening whose signature holds. */
export type Opened = { readonly signed: SignedOpening; readonly opening: Opening; readonly log: LogId }

export async function openAll(crypto: Crypto, all: readonly SignedOpening[]): Promise<readonly Opened[] | undefined> {
  const opened: Opened[] = []
  for (const signed of all) {
    const opening = await verifyOpening(crypto, signed)
    if (opening === undefined) return undefined
    opened.push({ signed, opening, log: logIdOf(crypto, signed) })
  }
  return opened
}
