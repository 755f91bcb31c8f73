import { bool, bytes, encodeWith, field, literal, parseExactlyWith, struct, text, union } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { accountId, deviceId } from '../ids/ids.ts'
import type { AccountId } from '../ids/ids.ts'
import { keyCodec } from '../ids/keys.ts'
import type { AccountPrivateKey, DevicePublicKey } from '../ids/keys.ts'
import type { DeviceEntry } from '../identity/account-record.ts'
import { DEVICE_NAME_BYTES_MAX, PROVIDER_URL_BYTES_MAX } from '../limits.ts'

/** What two devices say to each other at the rendezvous, in this order (`spec/linking.md` §3). */

/** 0, the new device: it binds itself to its `reveal` before it sees anything of the other. */
export type LinkCommitment = {
  readonly format: 1
  /** hash("link commitment", reveal) */
  readonly commitment: Uint8Array
  readonly knowsSecret: boolean
}

/** 1, the device that is on the account. */
export type LinkAnswer = {
  readonly ephemeral: Uint8Array
  readonly nonce: Uint8Array
  /** Both know the secret. */
  readonly usesSecret: boolean
}

/** 2, the new device. */
export type LinkReveal = {
  readonly ephemeral: Uint8Array
  readonly nonce: Uint8Array
  readonly device: DeviceEntry
  readonly name: string
}

/** 3, the device that is on the account. */
export type LinkVerdict = { readonly kind: 'granted'; readonly sealed: Uint8Array } | { readonly kind: 'refused' }

/** Inside `sealed`: the rest comes out of the sealed backup. */
export type LinkGrant = {
  readonly account: AccountId
  readonly accountKey: AccountPrivateKey
  readonly backupKey: Uint8Array
  /** Of one of the account's providers. */
  readonly url: string
}

const KEY = 32
const GRANT_BYTES_MAX = 2048

const commitmentCodec: Codec<LinkCommitment> = struct({
  format: field(0, literal(1)),
  commitment: field(1, bytes(KEY)),
  knowsSecret: field(2, bool),
})

const answerCodec: Codec<LinkAnswer> = struct({
  ephemeral: field(0, bytes(KEY)),
  nonce: field(1, bytes(KEY)),
  usesSecret: field(2, bool),
})

const revealCodec: Codec<LinkReveal> = struct({
  ephemeral: field(0, bytes(KEY)),
  nonce: field(1, bytes(KEY)),
  device: field(2, struct({ id: field(0, deviceId.codec), key: field(1, keyCodec<DevicePublicKey>()) })),
  name: field(3, text(DEVICE_NAME_BYTES_MAX)),
})

const verdictCodec: Codec<LinkVerdict> = union<LinkVerdict>({
  granted: [1, struct({ sealed: field(0, bytes({ max: GRANT_BYTES_MAX })) })],
  refused: [2, struct({})],
})

const grantCodec: Codec<LinkGrant> = struct({
  account: field(0, accountId.codec),
  accountKey: field(1, keyCodec<AccountPrivateKey>()),
  backupKey: field(2, bytes(KEY)),
  url: field(3, text(PROVIDER_URL_BYTES_MAX)),
})

export type LinkMessage<T> = {
  readonly encode: (value: T) => Uint8Array
  readonly parse: (encoded: Uint8Array) => T | undefined
}

function message<T>(codec: Codec<T>): LinkMessage<T> {
  return { encode: (value) => encodeWith(codec, value), parse: (encoded) => parseExactlyWith(codec, encoded) }
}

export const linkCommitment: LinkMessage<LinkCommitment> = message(commitmentCodec)
export const linkAnswer: LinkMessage<LinkAnswer> = message(answerCodec)
export const linkReveal: LinkMessage<LinkReveal> = message(revealCodec)
export const linkVerdict: LinkMessage<LinkVerdict> = message(verdictCodec)
export const linkGrant: LinkMessage<LinkGrant> = message(grantCodec)
