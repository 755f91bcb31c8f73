import { bool, field, list, struct, text, uint } from '../../bytes/codec.ts'
import type { Codec } from '../../bytes/codec.ts'
import { nothing } from '../method.ts'
import type { Method, Nothing } from '../method.ts'

const TOKEN_BYTES_MAX = 64
const INVITATIONS_MAX = 1_000

/** The one-time token of the operator link makes the asking account this provider's operator. */
export const claimOperator: Method<{ readonly token: string }, Nothing> = {
  number: 90,
  params: struct({ token: field(0, text(TOKEN_BYTES_MAX)) }),
  result: nothing,
}

/** Lets `usesLeft` people sign up until `expiresAt` where registration is by invitation. */
export type Invitation = { readonly code: string; readonly usesLeft: number; readonly expiresAt: number }

const invitationCodec: Codec<Invitation> = struct({
  code: field(0, text(TOKEN_BYTES_MAX)),
  usesLeft: field(1, uint()),
  expiresAt: field(2, uint()),
})

export const createInvitation: Method<
  { readonly uses: number; readonly lifetimeMs: number },
  { readonly invitation: Invitation }
> = {
  number: 91,
  params: struct({ uses: field(0, uint(1_000)), lifetimeMs: field(1, uint()) }),
  result: struct({ invitation: field(0, invitationCodec) }),
}

export const listInvitations: Method<Nothing, { readonly invitations: readonly Invitation[] }> = {
  number: 92,
  params: nothing,
  result: struct({ invitations: field(0, list(invitationCodec, INVITATIONS_MAX)) }),
}

export const revokeInvitation: Method<{ readonly code: string }, Nothing> = {
  number: 93,
  params: struct({ code: field(0, text(TOKEN_BYTES_MAX)) }),
  result: nothing,
}

/** Counts only: no names, no sizes of anybody. */
export type ProviderStatus = {
  readonly accounts: number
  readonly logs: number
  readonly connections: number
  readonly storedBytes: number
  readonly fileBytes: number
  readonly startedAt: number
  readonly acceptsWrites: boolean
}

export const readStatus: Method<Nothing, ProviderStatus> = {
  number: 94,
  params: nothing,
  result: struct({
    accounts: field(0, uint()),
    logs: field(1, uint()),
    connections: field(2, uint()),
    storedBytes: field(3, uint()),
    fileBytes: field(4, uint()),
    startedAt: field(5, uint()),
    acceptsWrites: field(6, bool),
  }),
}
