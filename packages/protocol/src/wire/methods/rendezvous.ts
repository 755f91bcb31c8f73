import { bytes, field, list, struct, uint } from '../../bytes/codec.ts'
import { rendezvousId } from '../../ids/ids.ts'
import type { RendezvousId } from '../../ids/ids.ts'
import { RENDEZVOUS_BOX_BYTES_MAX, RENDEZVOUS_PLACES } from '../../limits.ts'
import { nothing } from '../method.ts'
import type { Method, Nothing } from '../method.ts'

export type RendezvousBox = { readonly rendezvous: RendezvousId; readonly place: number; readonly box: Uint8Array }

/** Leaves one of the messages of a rendezvous. A place is taken once; the first makes the rendezvous (`spec/linking.md` §2). */
export const putRendezvous: Method<RendezvousBox, Nothing> = {
  number: 84,
  params: struct({
    rendezvous: field(0, rendezvousId.codec),
    place: field(1, uint(RENDEZVOUS_PLACES - 1)),
    box: field(2, bytes({ max: RENDEZVOUS_BOX_BYTES_MAX })),
  }),
  result: nothing,
}

/** Everything that lies there, from the first place on; nothing where there is no such rendezvous (any more). */
export const readRendezvous: Method<{ readonly rendezvous: RendezvousId }, { readonly boxes: readonly Uint8Array[] }> =
  {
    number: 85,
    params: struct({ rendezvous: field(0, rendezvousId.codec) }),
    result: struct({ boxes: field(0, list(bytes({ max: RENDEZVOUS_BOX_BYTES_MAX }), RENDEZVOUS_PLACES)) }),
  }
