import { bool, field, optional, struct } from '../../bytes/codec.ts'
import { accountNameCodec } from '../../identity/account-name.ts'
import type { AccountName } from '../../identity/account-name.ts'
import { providerNameCodec } from '../../identity/provider.ts'
import type { ProviderName } from '../../identity/provider.ts'
import { accountId, recordHash } from '../../ids/ids.ts'
import type { AccountId, RecordHash } from '../../ids/ids.ts'
import type { NoteKind } from '../note-kind.ts'

/** Whom it is about, and by what name a device that does not know him yet may show him. */
type Person = { readonly account: AccountId; readonly name: AccountName; readonly provider: ProviderName }

export type ContactNote = Person & { readonly kind: 'contact'; readonly isContact: boolean }
export type BlockedNote = Person & { readonly kind: 'blocked'; readonly isBlocked: boolean }
/** Made sure of under that root (`spec/identity.md` §9); without one, not any more. */
export type VerifiedNote = Person & { readonly kind: 'verified'; readonly root?: RecordHash }

const person = {
  account: field(0, accountId.codec),
  name: field(1, accountNameCodec),
  provider: field(2, providerNameCodec),
} as const

export const contact: NoteKind<ContactNote> = {
  tag: 4,
  isKept: true,
  codec: struct({ ...person, isContact: field(3, bool) }),
  subject: ({ account }) => accountId.toBytes(account),
}

export const blocked: NoteKind<BlockedNote> = {
  tag: 5,
  isKept: true,
  codec: struct({ ...person, isBlocked: field(3, bool) }),
  subject: ({ account }) => accountId.toBytes(account),
}

export const verified: NoteKind<VerifiedNote> = {
  tag: 12,
  isKept: true,
  codec: struct({ ...person, root: optional(3, recordHash.codec) }),
  subject: ({ account }) => accountId.toBytes(account),
}
