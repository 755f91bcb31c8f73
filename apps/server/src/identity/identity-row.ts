import {
  bytes,
  field,
  incarnation,
  list,
  optional,
  providerCodec,
  providerNameCodec,
  struct,
  TOMBSTONES_MAX,
  uint,
  utf8,
} from '@rushlight/protocol'
import type { Incarnation, Provider, ProviderName } from '@rushlight/protocol'
import { FORMER_NAMES_MAX } from '../limits.ts'
import type { Table } from '../rows/table.ts'

/** Who this provider is. Everything else about it follows from the seeds. */
export type IdentityRow = {
  /** The first one, from which also follows how names and passwords are kept. */
  readonly seed: Uint8Array
  readonly incarnation: Incarnation
  /** Of keys that came after the first, oldest first: the last one signs. */
  readonly seeds?: readonly Uint8Array[]
  /** How it presented itself at its last start. */
  readonly as?: Provider
  /** Names that it had before, oldest first. */
  readonly formerNames?: readonly ProviderName[]
  /** In which file this lay at the last start: a copy of the data is another life of them (R29). */
  readonly place?: Uint8Array
  /** UTC ms: when this life of the data began. Absent: long ago. */
  readonly lifeBeganAt?: number
}

export const SEED_BYTES = 32
/** With the first one as many as may say where they go on. */
export const KEYS_MAX: number = TOMBSTONES_MAX - 1
const PLACE_BYTES_MAX = 64

export const identityTable: Table<IdentityRow> = {
  name: 'provider',
  codec: struct({
    seed: field(0, bytes(SEED_BYTES)),
    incarnation: field(1, incarnation.codec),
    seeds: optional(2, list(bytes(SEED_BYTES), KEYS_MAX)),
    as: optional(3, providerCodec),
    formerNames: optional(4, list(providerNameCodec, FORMER_NAMES_MAX)),
    place: optional(5, bytes({ max: PLACE_BYTES_MAX })),
    lifeBeganAt: optional(6, uint()),
  }),
}

export const IDENTITY_KEY: Uint8Array = utf8('identity')
