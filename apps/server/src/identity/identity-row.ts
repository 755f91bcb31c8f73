import { bytes, field, incarnation, struct, utf8 } from '@rushlight/protocol'
import type { Incarnation } from '@rushlight/protocol'
import type { Table } from '../rows/table.ts'

/** Who this provider is. Everything else about it follows from the seed. */
export type IdentityRow = { readonly seed: Uint8Array; readonly incarnation: Incarnation }

export const SEED_BYTES = 32

export const identityTable: Table<IdentityRow> = {
  name: 'provider',
  codec: struct({ seed: field(0, bytes(SEED_BYTES)), incarnation: field(1, incarnation.codec) }),
}

export const IDENTITY_KEY: Uint8Array = utf8('identity')
