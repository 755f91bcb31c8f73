import {
  ADDRESSES_PER_SLOT_MAX,
  bool,
  bootId,
  bytes,
  field,
  incarnation,
  nameCertificateCodec,
  optional,
  providerCodec,
  queueId,
  recordHash,
  struct,
  text,
  uint,
} from '@rushlight/protocol'
import type {
  AccountRecord,
  BootId,
  Codec,
  Incarnation,
  NameCertificate,
  Provider,
  QueueId,
  RecordHash,
} from '@rushlight/protocol'
import { ownAddressCodec } from './own-address.ts'
import type { OwnAddress } from './own-address.ts'

/** What this device has at one of its account's providers. */
export type HomeRow = {
  /** As it said of itself when this device was there last; before that, as the account's record has it. */
  readonly provider: Provider
  /** Handed over with the record until the provider has let the account in. */
  readonly invitation?: string
  readonly queue?: OwnQueue
  /** Of the address in the published letterbox. */
  readonly letterbox?: OwnAddress
  /** The record under which the provider last took letterbox and KeyPackages of this device. */
  readonly published?: RecordHash
  readonly incarnation?: Incarnation
  readonly boot?: BootId
  /** How often the provider was given back what it had lost, and when last (R29). */
  readonly rebuilt?: Rebuilt
  /** Of the sealed backup that lies there; 0 before the first. */
  readonly backupVersion: number
  /** Something in it changed since it was put. */
  readonly backupDirty: boolean
  /** What lies there was sealed before the owner came back by phrase, or by whoever was put out then: it is written over. */
  readonly replacesBackup?: boolean
  /** The provider's own word on the account's name (R31). */
  readonly certificate?: NameCertificate
}

export type Rebuilt = {
  readonly count: number
  /** UTC ms. */
  readonly at: number
}

type OwnQueue = { readonly id: QueueId; readonly secret: Uint8Array }

/** A slot of a room names an address at each. */
export const HOMES_MAX: number = ADDRESSES_PER_SLOT_MAX

const SECRET_BYTES = 32
export const INVITATION_BYTES_MAX = 64

const queueCodec: Codec<OwnQueue> = struct({ id: field(0, queueId.codec), secret: field(1, bytes(SECRET_BYTES)) })

export const homeRowCodec: Codec<HomeRow> = struct({
  provider: field(0, providerCodec),
  invitation: optional(1, text(INVITATION_BYTES_MAX)),
  queue: optional(2, queueCodec),
  letterbox: optional(3, ownAddressCodec),
  published: optional(4, recordHash.codec),
  incarnation: optional(5, incarnation.codec),
  boot: optional(6, bootId.codec),
  rebuilt: optional(7, struct({ count: field(0, uint()), at: field(1, uint()) })),
  backupVersion: field(8, uint()),
  backupDirty: field(9, bool),
  certificate: optional(10, nameCertificateCodec),
  replacesBackup: optional(11, bool),
})

/** The homes that a record names, with what is known of each; what stands behind the first four is not used. */
export function homesOfRecord(
  { providers }: Pick<AccountRecord, 'providers'>,
  known: readonly HomeRow[],
): readonly HomeRow[] {
  return providers.slice(0, HOMES_MAX).map((provider) => {
    const before = known.find((row) => row.provider.name === provider.name)
    return before ?? { provider, backupVersion: 0, backupDirty: true }
  })
}
