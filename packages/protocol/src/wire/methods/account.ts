import { bytes, field, optional, struct, text, uint, union } from '../../bytes/codec.ts'
import type { Codec } from '../../bytes/codec.ts'
import { accountNameCodec } from '../../identity/account-name.ts'
import type { AccountName } from '../../identity/account-name.ts'
import { nameCertificateCodec } from '../../identity/name-certificate.ts'
import type { NameCertificate } from '../../identity/name-certificate.ts'
import { recordChainCodec, recordHeadCodec } from '../../identity/record-chain.ts'
import type { RecordChain, RecordHead } from '../../identity/record-chain.ts'
import { keyCodec, SIGNATURE_BYTES } from '../../ids/keys.ts'
import type { RecoveryPublicKey } from '../../ids/keys.ts'
import { CHALLENGE_BYTES } from './session.ts'
import { BACKUP_BYTES_MAX } from '../../limits.ts'
import { nothing } from '../method.ts'
import type { Method, Nothing } from '../method.ts'

/** OPAQUE messages (RFC 9807) are opaque here: the provider's and the clients' library read them. */
const OPAQUE_BYTES_MAX = 1024
const INVITATION_BYTES_MAX = 64
const ATTEMPT_BYTES = 16

const opaque: Codec<Uint8Array> = bytes({ max: OPAQUE_BYTES_MAX })

export type SignUpStartParams = {
  readonly name: AccountName
  readonly request: Uint8Array
  readonly invitation?: string
}

/** First half of a sign-up. Says whether the name can be had. */
export const signUpStart: Method<SignUpStartParams, { readonly response: Uint8Array }> = {
  number: 10,
  params: struct({
    name: field(0, accountNameCodec),
    request: field(1, opaque),
    invitation: optional(2, text(INVITATION_BYTES_MAX)),
  }),
  result: struct({ response: field(0, opaque) }),
}

export type SignUpFinishParams = {
  readonly name: AccountName
  readonly passwordRecord: Uint8Array
  /** Genesis alone; its name is `name` and its first provider this one. */
  readonly chain: RecordChain
  readonly invitation?: string
}

export const signUpFinish: Method<SignUpFinishParams, Nothing> = {
  number: 11,
  params: struct({
    name: field(0, accountNameCodec),
    passwordRecord: field(1, opaque),
    chain: field(2, recordChainCodec),
    invitation: optional(3, text(INVITATION_BYTES_MAX)),
  }),
  result: nothing,
}

export type SignInStartParams = { readonly name: AccountName; readonly request: Uint8Array }
export type SignInStartResult = { readonly attempt: Uint8Array; readonly response: Uint8Array }

/** First half of a sign-in on an empty device. An unknown name is answered alike. */
export const signInStart: Method<SignInStartParams, SignInStartResult> = {
  number: 12,
  params: struct({ name: field(0, accountNameCodec), request: field(1, opaque) }),
  result: struct({ attempt: field(0, bytes(ATTEMPT_BYTES)), response: field(1, opaque) }),
}

export type SignInFinishParams = { readonly attempt: Uint8Array; readonly request: Uint8Array }
export type SignInFinishResult = { readonly chain: RecordChain; readonly backup?: Backup }

/** A sealed account backup; only the greatest version counts. */
export type Backup = { readonly version: number; readonly sealed: Uint8Array }

export const backupCodec: Codec<Backup> = struct({
  version: field(0, uint()),
  sealed: field(1, bytes({ max: BACKUP_BYTES_MAX })),
})

/** Second half: the chain and the sealed backup, which the password's export key opens on the device. */
export const signInFinish: Method<SignInFinishParams, SignInFinishResult> = {
  number: 13,
  params: struct({ attempt: field(0, bytes(ATTEMPT_BYTES)), request: field(1, opaque) }),
  result: struct({ chain: field(0, recordChainCodec), backup: optional(1, backupCodec) }),
}

/** What its account key once said over the challenge of some connection: that the account is to be no more. */
export type AccountEnd = { readonly challenge: Uint8Array; readonly signature: Uint8Array }

export const accountEndCodec: Codec<AccountEnd> = struct({
  challenge: field(0, bytes(CHALLENGE_BYTES)),
  signature: field(1, bytes(SIGNATURE_BYTES)),
})

export type PutChainParams = {
  readonly chain: RecordChain
  /** Lets an account in that the provider does not know, where one needs to be invited. */
  readonly invitation?: string
  /** What the provider once said of the account: worth something where it has lost its data and kept its key (R31). */
  readonly certificate?: NameCertificate
}

export type PutChainResult = {
  readonly head: RecordHead
  /** The whole chain to that head, if it outranks the one that was pushed. */
  readonly newer?: RecordChain
  /** Nothing was kept, since the account was deleted here; whoever has its record can verify that. */
  readonly ended?: AccountEnd
}

/** Anybody may push anybody's newer record; the provider keeps the greatest (R29, R35) and answers which that is. */
export const putChain: Method<PutChainParams, PutChainResult> = {
  number: 14,
  params: struct({
    chain: field(0, recordChainCodec),
    invitation: optional(1, text(INVITATION_BYTES_MAX)),
    certificate: optional(2, nameCertificateCodec),
  }),
  result: struct({
    head: field(0, recordHeadCodec),
    newer: optional(1, recordChainCodec),
    ended: optional(2, accountEndCodec),
  }),
}

export type PutBackupResult =
  | { readonly kind: 'stored' }
  /** Another device was first: merge with this and try again. */
  | { readonly kind: 'conflict'; readonly backup: Backup }

/** Stores a backup whose version is one more than the one before (0 before the first). */
export const putBackup: Method<{ readonly backup: Backup }, PutBackupResult> = {
  number: 15,
  params: struct({ backup: field(0, backupCodec) }),
  result: union<PutBackupResult>({
    stored: [0, struct({})],
    conflict: [1, struct({ backup: field(0, backupCodec) })],
  }),
}

export const getBackup: Method<Nothing, { readonly backup?: Backup }> = {
  number: 16,
  params: nothing,
  result: struct({ backup: optional(0, backupCodec) }),
}

/** By the account key over the challenge, label `account deletion`. The name is never given again. */
export const deleteAccount: Method<{ readonly signature: Uint8Array }, Nothing> = {
  number: 17,
  params: struct({ signature: field(0, bytes(SIGNATURE_BYTES)) }),
  result: nothing,
}

/** Of a signed-in device: replaces the password record (the backup is put anew under the new export key). */
export const changePasswordStart: Method<{ readonly request: Uint8Array }, { readonly response: Uint8Array }> = {
  number: 18,
  params: struct({ request: field(0, opaque) }),
  result: struct({ response: field(0, opaque) }),
}

export const changePasswordFinish: Method<
  { readonly passwordRecord: Uint8Array; readonly backup: Backup },
  PutBackupResult
> = {
  number: 19,
  params: struct({ passwordRecord: field(0, opaque), backup: field(1, backupCodec) }),
  result: putBackup.result,
}

/** Of the asking account, if it has a name here: to be kept where the provider's disk is not. */
export const fetchNameCertificate: Method<Nothing, { readonly certificate?: NameCertificate }> = {
  number: 20,
  params: nothing,
  result: struct({ certificate: optional(0, nameCertificateCodec) }),
}

export type RecoverParams = {
  readonly name: AccountName
  readonly recoveryKey: RecoveryPublicKey
  /** By the recovery key over the connection's challenge, label `recovery`. */
  readonly signature: Uint8Array
  /** First message of a registration: the account gets another password. */
  readonly request: Uint8Array
  /** How many accounts of that name and key were answered before and not meant. */
  readonly skipped: number
}

export type RecoverResult = {
  readonly chain: RecordChain
  readonly backup?: Backup
  readonly response: Uint8Array
}

/** Of an empty device whose owner has the phrase: chain and sealed backup. An unknown name is answered like a wrong phrase. */
export const recoverAccount: Method<RecoverParams, RecoverResult> = {
  number: 21,
  params: struct({
    name: field(0, accountNameCodec),
    recoveryKey: field(1, keyCodec<RecoveryPublicKey>()),
    signature: field(2, bytes(SIGNATURE_BYTES)),
    request: field(3, opaque),
    skipped: field(4, uint()),
  }),
  result: struct({ chain: field(0, recordChainCodec), backup: optional(1, backupCodec), response: field(2, opaque) }),
}
