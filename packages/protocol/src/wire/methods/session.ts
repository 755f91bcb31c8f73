import { bool, bytes, field, list, oneOf, struct, text, uint } from '../../bytes/codec.ts'
import { accountId, bootId, deviceId, incarnation } from '../../ids/ids.ts'
import type { AccountId, BootId, DeviceId, Incarnation } from '../../ids/ids.ts'
import { SIGNATURE_BYTES } from '../../ids/keys.ts'
import { providerCodec } from '../../identity/provider.ts'
import type { Provider } from '../../identity/provider.ts'
import { recordHeadCodec } from '../../identity/record-chain.ts'
import type { RecordHead } from '../../identity/record-chain.ts'
import type { Method } from '../method.ts'

/** The number of the wire format that this code speaks. */
export const WIRE_FORMAT = 1

export type HelloParams = {
  /** All that the client can speak. */
  readonly formats: readonly number[]
  /** Name and version of the program, for the operator's statistics of versions. */
  readonly software: string
}

export type HelloResult = {
  readonly format: number
  /** Numbers of optional features (`spec/wire.md` §3). */
  readonly features: readonly number[]
  readonly software: string
  readonly provider: Provider
  readonly incarnation: Incarnation
  readonly boot: BootId
  /** The provider's clock, UTC ms. */
  readonly now: number
  /** What proofs on this connection sign. */
  readonly challenge: Uint8Array
  readonly registration: Registration
  readonly fileBytesMax: number
}

export type Registration = 'open' | 'invite' | 'closed'

const SOFTWARE_BYTES_MAX = 64
const FORMATS_MAX = 32
export const CHALLENGE_BYTES = 32

/** The first request on a connection. */
export const hello: Method<HelloParams, HelloResult> = {
  number: 1,
  params: struct({ formats: field(0, list(uint(), FORMATS_MAX)), software: field(1, text(SOFTWARE_BYTES_MAX)) }),
  result: struct({
    format: field(0, uint()),
    features: field(1, list(uint(), FORMATS_MAX)),
    software: field(2, text(SOFTWARE_BYTES_MAX)),
    provider: field(3, providerCodec),
    incarnation: field(4, incarnation.codec),
    boot: field(5, bootId.codec),
    now: field(6, uint()),
    challenge: field(7, bytes(CHALLENGE_BYTES)),
    registration: field(8, oneOf(['open', 'invite', 'closed'])),
    fileBytesMax: field(9, uint()),
  }),
}

export type AuthenticateParams = {
  readonly account: AccountId
  readonly device: DeviceId
  /** By the device key over the challenge, label `session`. */
  readonly signature: Uint8Array
}

export type AuthenticateResult = {
  /** The newest record the provider knows: a client that knows a newer one pushes it. */
  readonly head: RecordHead
  /** For HTTP requests, as long as this connection lives. Independent of any password. */
  readonly token: string
  readonly isOperator: boolean
}

const TOKEN_BYTES_MAX = 64

/** Proves which device this is, by its own key. */
export const authenticate: Method<AuthenticateParams, AuthenticateResult> = {
  number: 2,
  params: struct({
    account: field(0, accountId.codec),
    device: field(1, deviceId.codec),
    signature: field(2, bytes(SIGNATURE_BYTES)),
  }),
  result: struct({
    head: field(0, recordHeadCodec),
    token: field(1, text(TOKEN_BYTES_MAX)),
    isOperator: field(2, bool),
  }),
}
